/**
 * Rules an API was seen to enforce in one place, carried to the places where it would be strange not to: the same field
 * of the same resource, other references that must exist, other parents that must be childless, other writes on finished records.
 * Never invents a rule: each has a donor that was recorded, and no served request speaks against it.
 */
import { isArray, isObject, jsonEquals, type Json } from '../../model/json.ts';
import type { Branch } from '../../model/branch.ts';
import type { Guard } from '../../model/guard.ts';
import type { Operation } from '../../model/operation.ts';
import type { Slot } from '../../model/slot.ts';
import type { Template } from '../../model/template.ts';
import { isWriteKind } from '../../model/operation.ts';
import { childrenOf } from './child-features.ts';
import { nameOf } from '../reading/slot-words.ts';
import { holds } from './guard-test.ts';
import { singularOf } from '../lexicon.ts';
import type { References } from '../records/references.ts';
import type { Scene } from '../values/scene.ts';
import { slotText } from '../reading/spots.ts';

export interface TransferInput {
  readonly served: ReadonlyMap<string, readonly Scene[]>;
  readonly slotResources: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly references: References;
}

interface Donor {
  readonly operation: Operation;
  readonly branch: Branch;
  readonly guard: Guard;
  /** The one entry of a list of problems, where the branch answers such a list. */
  readonly entry: { readonly key: string | null; readonly value: Template } | null;
}

export function transferGuards(operations: readonly Operation[], input: TransferInput): readonly Operation[] {
  const donors = operations.flatMap((operation) =>
    operation.branches.filter(({ success }) => !success).flatMap((branch) => donorsOf(operation, branch)),
  );
  return operations.map((operation) => {
    if (!isWriteKind(operation.kind)) return operation;
    let result = operation;
    for (const wanted of wantedFor(operation, donors, input)) result = withBranch(result, wanted);
    return result;
  });
}

function donorsOf(operation: Operation, branch: Branch): readonly Donor[] {
  const problems = problemsIn(branch.body);
  if (problems !== null)
    return problems.entries.map(({ when, key, value }) => ({ operation, branch, guard: when, entry: { key, value } }));
  return (branch.guard.g === 'or' ? branch.guard.any : [branch.guard]).map((guard) => ({
    operation,
    branch,
    guard,
    entry: null,
  }));
}

type Problems = Extract<Template, { t: 'problems' }>;

function problemsIn(template: Template): Problems | null {
  if (template.t === 'problems') return template;
  if (template.t === 'object')
    for (const { value } of template.fields) {
      const found = problemsIn(value);
      if (found !== null) return found;
    }
  return null;
}

function* wantedFor(operation: Operation, donors: readonly Donor[], input: TransferInput): Generator<Donor> {
  const served = input.served.get(operation.id) ?? [];
  const near = donors.filter(
    (donor) => donor.operation.origin === operation.origin && donor.operation.id !== operation.id,
  );
  yield* sameField(operation, near, served);
  yield* references(operation, near, served, input);
  yield* children(operation, near, served, input);
  yield* finished(operation, near, served);
}

const VALUE_RULES: ReadonlySet<Guard['g']> = new Set([
  'empty',
  'type-not',
  'not-in',
  'format-not',
  'longer',
  'shorter',
  'compare',
  'pattern-not',
  'taken',
  'or',
]);

/** Create and update of one resource check their common fields alike. */
function* sameField(operation: Operation, donors: readonly Donor[], served: readonly Scene[]): Generator<Donor> {
  for (const donor of donors) {
    if (
      donor.operation.resource !== operation.resource ||
      operation.kind === 'delete' ||
      operation.kind === 'action' ||
      donor.operation.kind === 'action' ||
      !VALUE_RULES.has(donor.guard.g)
    )
      continue;
    if (donor.guard.g === 'compare' && (donor.guard.left.k !== 'slot' || donor.guard.right.k !== 'const')) continue;
    const slot = slotOf(donor.guard);
    if (
      slot === null ||
      slot.in !== 'body' ||
      !operation.request.body.some(
        ({ path }) =>
          path.length === slot.path.length && jsonEquals(path.slice(0, -1) as Json, slot.path.slice(0, -1) as Json),
      )
    )
      continue;
    if (hasRuleLike(operation, donor.guard) || served.some((scene) => holds(donor.guard, scene))) continue;
    yield donor;
  }
}

/** A reference that must exist in one request must exist in others. */
function* references(
  operation: Operation,
  donors: readonly Donor[],
  served: readonly Scene[],
  input: TransferInput,
): Generator<Donor> {
  const model =
    donors.find(({ guard, entry }) => guard.g === 'unknown-entity' && guard.slot.in === 'body' && entry !== null) ??
    donors.find(({ guard }) => guard.g === 'unknown-entity' && guard.slot.in === 'body');
  if (model === undefined || model.guard.g !== 'unknown-entity') return;
  for (const [text, resource] of input.slotResources.get(operation.id) ?? []) {
    const field = operation.request.body.find(
      ({ path }) => slotText({ in: 'body', path: path as (string | number)[] }) === text,
    );
    if (field === undefined || field.path.includes('*')) continue;
    const slot: Slot = { in: 'body', path: field.path as (string | number)[] };
    const guard: Guard = { g: 'unknown-entity', resource, slot };
    if (mentions(operation, slot, 'unknown-entity') || served.some((scene) => holds(guard, scene))) continue;
    const from = { slot: model.guard.slot, resource: model.guard.resource };
    yield {
      ...model,
      guard,
      branch: { ...model.branch, body: retarget(model.branch.body, from, { slot, resource }) },
      entry:
        model.entry === null
          ? null
          : {
              key: model.entry.key === null ? null : nameOf(slot),
              value: retarget(model.entry.value, from, { slot, resource }),
            },
    };
  }
}

/** Where one parent may not be deleted while others refer to it, its like may not either. */
function* children(
  operation: Operation,
  donors: readonly Donor[],
  served: readonly Scene[],
  input: TransferInput,
): Generator<Donor> {
  if (
    operation.kind !== 'delete' ||
    served.length < 2 ||
    operation.branches.some(({ guard }) => JSON.stringify(guard).includes('has-children'))
  )
    return;
  const model = donors.find(({ guard }) => guard.g === 'has-children');
  if (model === undefined) return;
  for (const [resource, fields] of input.references) {
    for (const [text, target] of fields) {
      const by = text.split('\u0000');
      if (
        target !== operation.resource ||
        resource === operation.resource ||
        served.some((scene) => childrenOf(scene, resource, by).length > 0)
      )
        continue;
      yield { ...model, guard: { g: 'has-children', resource, by } };
    }
  }
}

/** States in which other writes were refused and from which nothing ever moved on. */
function* finished(operation: Operation, donors: readonly Donor[], served: readonly Scene[]): Generator<Donor> {
  if (
    (operation.kind !== 'update' && operation.kind !== 'action') ||
    served.length < 4 ||
    JSON.stringify(operation.branches.map(({ guard }) => guard)).includes('"state-in"')
  )
    return;
  const stated = donors.filter(
    (donor) => donor.operation.resource === operation.resource && stateOf(donor.guard) !== null,
  );
  const [model] = stated;
  const state = model === undefined ? null : stateOf(model.guard);
  if (model === undefined || state === null || state.of.r !== 'target' || stated.length < 2) return;
  const refused = stated.flatMap(({ guard }) => refusedStates(guard));
  const common = refused.filter(
    (value, index) =>
      refused.findIndex((other) => jsonEquals(other, value)) === index &&
      refused.filter((other) => jsonEquals(other, value)).length >= 2,
  );
  const guard: Guard = { g: 'state-in', of: { r: 'target' }, path: state.path, values: common };
  if (common.length === 0 || served.some((scene) => holds(guard, scene))) return;
  yield { ...model, guard };
}

function stateOf(guard: Guard): Extract<Guard, { g: 'state-in' }> | null {
  return guard.g === 'state-in' ? guard : guard.g === 'not' ? stateOf(guard.of) : null;
}

function refusedStates(guard: Guard): readonly Json[] {
  return guard.g === 'state-in' ? guard.values : [];
}

function slotOf(guard: Guard): Slot | null {
  if (guard.g === 'or') {
    const slots = guard.any.map(slotOf);
    const [first] = slots;
    return first !== undefined &&
      first !== null &&
      slots.every((slot) => slot !== null && slotText(slot) === slotText(first))
      ? first
      : null;
  }
  if (guard.g === 'compare') return guard.left.k === 'slot' ? guard.left.slot : null;
  return 'slot' in guard ? guard.slot : null;
}

function hasRuleLike(operation: Operation, guard: Guard): boolean {
  const slot = slotOf(guard);
  return slot !== null && mentions(operation, slot, guard.g);
}

function mentions(operation: Operation, slot: Slot, kind: Guard['g']): boolean {
  const inside = (guard: Guard): boolean => {
    if (guard.g === 'or') return guard.any.some(inside);
    if (guard.g === 'and') return guard.all.some(inside);
    const own = slotOf(guard);
    return guard.g === kind && own !== null && slotText(own) === slotText(slot);
  };
  return operation.branches.some((branch) => !branch.success && inside(branch.guard));
}

/** Into the list of problems where the operation has one like the donor's; else as a branch of its own, after those that find records missing. */
function withBranch(operation: Operation, donor: Donor): Operation {
  const { entry } = donor;
  if (entry !== null) {
    const at = operation.branches.findIndex(
      (branch) => !branch.success && branch.status === donor.branch.status && problemsIn(branch.body) !== null,
    );
    const branch = operation.branches[at];
    if (branch !== undefined) {
      const guard: Guard = {
        g: 'or',
        any: [...(branch.guard.g === 'or' ? branch.guard.any : [branch.guard]), donor.guard],
      };
      const body = withEntry(branch.body, { when: donor.guard, key: entry.key, value: entry.value });
      return {
        ...operation,
        branches: operation.branches.map((one, index) => (index === at ? { ...branch, guard, body } : one)),
      };
    }
    const body = onlyEntry(donor.branch.body, { when: donor.guard, key: entry.key, value: entry.value });
    return inserted(operation, { ...donor.branch, guard: donor.guard, body, seen: 0 });
  }
  return inserted(operation, { ...donor.branch, guard: donor.guard, seen: 0 });
}

function inserted(operation: Operation, branch: Branch): Operation {
  const rank = (one: Branch): number =>
    one.success
      ? 9
      : one.guard.g === 'unknown-entity' || one.guard.g === 'gone'
        ? 1
        : one.status === 404 || one.status === 410
          ? 1
          : one.status === 403
            ? 2
            : one.status === 409
              ? 5
              : 4;
  const at = operation.branches.findIndex((one) => one.success || rank(one) > rank(branch));
  const index = at < 0 ? operation.branches.length : at;
  return {
    ...operation,
    branches: [...operation.branches.slice(0, index), branch, ...operation.branches.slice(index)],
  };
}

function withEntry(template: Template, entry: Problems['entries'][number]): Template {
  if (template.t === 'problems') return { ...template, entries: [...template.entries, entry] };
  if (template.t !== 'object') return template;
  return {
    ...template,
    fields: template.fields.map((field) =>
      problemsIn(field.value) === null ? field : { ...field, value: withEntry(field.value, entry) },
    ),
  };
}

function onlyEntry(template: Template, entry: Problems['entries'][number]): Template {
  if (template.t === 'problems') return { ...template, entries: [entry] };
  if (template.t !== 'object') return template;
  return {
    ...template,
    fields: template.fields.map((field) =>
      problemsIn(field.value) === null ? field : { ...field, value: onlyEntry(field.value, entry) },
    ),
  };
}

interface Subject {
  readonly slot: Slot;
  readonly resource: string;
}

/** The same words about another field and another kind of record. */
function retarget(template: Template, from: Subject, to: Subject): Template {
  const words: readonly (readonly [string, string])[] = [
    [nameOf(from.slot), nameOf(to.slot)],
    [singularOf(from.resource), singularOf(to.resource)],
  ];
  const change = (value: Json): Json => {
    if (isArray(value)) return value.map(change);
    if (!isObject(value)) return value;
    if (jsonEquals(value, from.slot as unknown as Json)) return to.slot as unknown as Json;
    if (value['k'] === 'const' && value['value'] !== undefined)
      return { ...value, value: reword(value['value'], words) };
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
  };
  return change(template as unknown as Json) as unknown as Template;
}

function reword(value: Json, words: readonly (readonly [string, string])[]): Json {
  if (isArray(value)) return value.map((item) => reword(item, words));
  if (typeof value !== 'string') return value;
  return words.reduce(
    (text, [old, now]) =>
      text
        .replaceAll(new RegExp(`(?<![A-Za-z])${old.replaceAll(/[^A-Za-z0-9_]/g, '.')}(?![A-Za-z])`, 'g'), now)
        .replaceAll(`${old.charAt(0).toUpperCase()}${old.slice(1)}`, `${now.charAt(0).toUpperCase()}${now.slice(1)}`),
    value,
  );
}
