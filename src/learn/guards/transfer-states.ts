/** Rules about the state of records and of what refers to them, carried to other writes. */
import type { Ref } from '../../model/expr.ts';
import { isArray, isObject, jsonEquals, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { Guard } from '../../model/guard.ts';
import type { Operation } from '../../model/operation.ts';
import { retarget } from '../../model/retarget-template.ts';
import type { Slot } from '../../model/slot.ts';
import type { Template } from '../../model/template.ts';
import { singularOf } from '../lexicon.ts';
import type { Scene } from '../values/scene.ts';
import { childrenOf } from './child-features.ts';
import { holds } from './guard-test.ts';
import type { Donor, TransferInput } from './donor.ts';

/** Where one parent may not be deleted while others refer to it, its like may not either. */
export function* transferChildren(
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
      const body = countingOthers(retargeted(model, operation), resource, by);
      yield { ...model, branch: { ...model.branch, body }, guard: { g: 'has-children', resource, by } };
    }
  }
}

function retargeted({ branch, operation: from }: Donor, to: Operation): Template {
  const slot: Slot = { in: 'path', name: '' };
  return retarget(
    branch.body,
    { slot, record: singularOf(from.resource ?? '') },
    { slot, record: singularOf(to.resource ?? '') },
  );
}

/** `part of 3 orders` counts what stands in the way here. */
function countingOthers(body: Template, resource: string, by: readonly string[]): Template {
  const change = (value: Json): Json => {
    if (isArray(value)) return value.map(change);
    if (!isObject(value)) return value;
    if (value['k'] === 'aggregate') return { ...value, resource, by, where: [] };
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
  };
  return change(body as unknown as Json) as unknown as Template;
}

/** Fewer served calls say nothing about what would be refused. */
const ENOUGH = 6;
/** What is left to chance when a state is never met. */
const CHANCE = 0.05;

interface Locks {
  readonly path: JsonPath;
  readonly rules: readonly { readonly donor: Donor; readonly guard: StateGuard }[];
}

type StateGuard = Extract<Guard, { g: 'state-in' }> | { readonly g: 'not'; readonly of: Guard };

/** States in which every write that asks for a state refuses, and in which this one was never served although there were such records. */
export function* transferStates(
  operation: Operation,
  donors: readonly Donor[],
  served: readonly Scene[],
): Generator<Donor> {
  const [scene] = served;
  if (scene === undefined || served.length < ENOUGH || asksForState(operation)) return;
  for (const { resource, of } of recordsOf(operation)) {
    const docs = (scene.world.chronicle.byResource.get(resource) ?? []).flatMap(
      ({ versions }) => versions.at(-1)?.doc ?? [],
    );
    for (const { path, rules } of locksOf(resource, donors)) {
      const states = docs.map((doc) => valueAt(doc, path) ?? null);
      const final = distinctOf(states).filter((state) => rules.every(({ guard }) => refuses(guard, state)));
      const isFinal = (state: Json): boolean => final.some((one) => jsonEquals(one, state));
      const share = states.filter(isFinal).length / Math.max(1, states.length);
      const [model] = rules;
      if (final.length === 0 || model === undefined || (1 - share) ** served.length > CHANCE) continue;
      const guard: Guard = { g: 'state-in', of, path, values: final };
      if (served.some((one) => holds(guard, one))) continue;
      yield { ...model.donor, guard };
      return;
    }
  }
}

/** The records that a write is about, and how its guards name them. */
function recordsOf(operation: Operation): readonly { readonly resource: string; readonly of: Ref }[] {
  const parents = operation.parents.map(({ resource }, index) => ({ resource, of: { r: 'parent', index } as const }));
  return operation.resource === null || operation.target === null
    ? parents
    : [{ resource: operation.resource, of: { r: 'target' } }, ...parents];
}

/** By field: what was refused for the state of a record of this kind, by two writes or more. */
function locksOf(resource: string, donors: readonly Donor[]): readonly Locks[] {
  const found = new Map<string, { path: JsonPath; rules: { donor: Donor; guard: StateGuard }[] }>();
  for (const donor of donors) {
    const state = stateOf(donor.guard);
    if (state === null || state.of.r !== 'target' || donor.operation.resource !== resource) continue;
    const key = state.path.join('\u0000');
    const locks = found.get(key) ?? { path: state.path, rules: [] };
    locks.rules.push({ donor, guard: donor.guard as StateGuard });
    found.set(key, locks);
  }
  return [...found.values()].filter(({ rules }) => new Set(rules.map(({ donor }) => donor.operation.id)).size >= 2);
}

function refuses(guard: Guard, state: Json): boolean {
  if (guard.g === 'not') return !refuses(guard.of, state);
  return guard.g === 'state-in' && guard.values.some((value) => jsonEquals(value, state));
}

function asksForState({ branches }: Operation): boolean {
  return branches.some(({ guard, success }) => !success && /"g":"(?:state-in|transition)"/.test(JSON.stringify(guard)));
}

function stateOf(guard: Guard): Extract<Guard, { g: 'state-in' }> | null {
  return guard.g === 'state-in' ? guard : guard.g === 'not' ? stateOf(guard.of) : null;
}

function distinctOf(values: readonly Json[]): readonly Json[] {
  return values.filter((value, index) => values.findIndex((other) => jsonEquals(other, value)) === index);
}
