import { changedPaths } from '../model/changed-paths.ts';
import { isArray, valueAt, type Json, type JsonObject, type JsonPath } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { EntityKey, ResourceName } from '../model/names.ts';
import { indexModel, samePath } from '../model/model-index.ts';
import type { GoalAtom, Match } from '../model/task.ts';
import type { GoalWrite, SentValue } from './goal-write.ts';
import { isProse } from './prose.ts';
import { isIdentitySlot, setsField } from './request-fields.ts';
import type { StartState } from './start-state.ts';
import type { Span } from './span.ts';

interface GoalInput {
  readonly model: LearnedModel;
  readonly span: Span;
  readonly start: StartState;
  readonly writes: readonly GoalWrite[];
}

/** The net effect of a span's writes as typed atoms; what servers choose, derive or stamp is left out. */
export function goalOf({ model, span, writes }: GoalInput): readonly GoalAtom[] {
  const net = netChanges(span);
  const created = new Map(
    writes.flatMap((write) =>
      write.created === null || write.operation.kind !== 'create' ? [] : [[write.created, write] as const],
    ),
  );
  const touched = new Set(writes.flatMap((write) => (write.target === null ? [] : [write.target])));
  const atoms: GoalAtom[] = [];
  for (const [key, { resource, before, after }] of net) {
    const maker = created.get(key);
    if (before === null && after !== null) {
      if (maker !== undefined) atoms.push(newAtom(key, resource, after, maker, created));
    } else if (after === null && before !== null) {
      if (touched.has(key)) atoms.push({ kind: 'gone', key, resource });
    } else if (before !== null && after !== null && touched.has(key)) {
      atoms.push(
        ...fieldAtoms(
          model,
          key,
          resource,
          before,
          after,
          writes.filter((write) => write.target === key),
        ),
      );
    }
  }
  return atoms;
}

interface Net {
  readonly resource: ResourceName;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

function netChanges(span: Span): ReadonlyMap<EntityKey, Net> {
  const net = new Map<EntityKey, Net>();
  for (const change of span.steps.flatMap((step) => step.changes)) {
    const first = net.get(change.key);
    net.set(change.key, {
      resource: change.resource,
      before: first === undefined ? change.before : first.before,
      after: change.after,
    });
  }
  return net;
}

function newAtom(
  key: EntityKey,
  resource: ResourceName,
  after: JsonObject,
  write: GoalWrite,
  created: ReadonlyMap<EntityKey, GoalWrite>,
): GoalAtom {
  const fields = write.sent.flatMap((sent) => {
    if (sent.field === null || sent.value.v === 'fresh' || isIdentitySlot(write.operation, sent.slot)) return [];
    if (sent.value.v === 'constant' && sent.recorded !== null) return [];
    // What the server made of a value is the truth; what it did not keep is no goal.
    const kept = valueAt(after, sent.field);
    const match = matchOf(sent, created);
    if (match.m === 'prose' || match.m === 'new') return [{ path: sent.field, match }];
    return kept === undefined ? [] : [{ path: sent.field, match: exact(kept) }];
  });
  const parts = key.split('/');
  const parentSlot = write.operation.parents.at(-1);
  const parentId =
    parentSlot === undefined
      ? undefined
      : write.sent.find(({ slot }) => JSON.stringify(slot) === JSON.stringify(parentSlot.slot))?.recorded;
  const parent =
    parts.length > 2 && parentSlot !== undefined
      ? `${parentSlot.resource}/${parts.slice(1, -1).join('/')}`
      : parentSlot !== undefined && parentId !== undefined
        ? `${parentSlot.resource}/${String(parentId)}`
        : null;
  return {
    kind: 'new',
    name: write.as,
    resource,
    parent: parent !== null && created.has(parent) ? null : parent,
    fields,
  };
}

function* fieldAtoms(
  model: LearnedModel,
  key: EntityKey,
  resource: ResourceName,
  before: JsonObject,
  after: JsonObject,
  writes: readonly GoalWrite[],
): Generator<GoalAtom> {
  const index = indexModel(model);
  const sent = writes.flatMap((write) => write.sent.filter((value) => value.field !== null));
  for (const path of changedPaths(before, after)) {
    const value = valueAt(after, path);
    const asked = sent.findLast((candidate) => candidate.field !== null && samePath(candidate.field, path));
    if (asked !== undefined && asked.value.v !== 'fresh') {
      // What the server made of the value is the truth, unless it is free text.
      const match = asked.value.v === 'prose' ? matchOf(asked, new Map()) : exact(value ?? null);
      yield { kind: 'field', key, resource, path, match };
      continue;
    }
    const field = index.field(resource, path);
    const settled =
      writes.some((write) => setsField(write.operation, path)) &&
      (field === undefined || field.role === 'plain' || field.role === 'foreign-key');
    const owner = index.resource(resource);
    if (
      !settled ||
      value === undefined ||
      (owner !== undefined && isProse(model, owner, path, value)) ||
      looksStamped(path, value)
    )
      continue;
    yield { kind: 'field', key, resource, path, match: exact(value) };
  }
}

function looksStamped(path: JsonPath, value: Json): boolean {
  if (/^(last_?)?(updated|modified|changed|edited|created)_?(by|at|on)(_id)?$/i.test(String(path.at(-1)))) return true;
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value);
}

function matchOf(sent: SentValue, created: ReadonlyMap<EntityKey, GoalWrite>): Match {
  const { value } = sent;
  if (value.v === 'prose') return { m: 'prose', mentions: sent.mentions, mustNot: [] };
  if (value.v === 'from' && [...created.values()].some((write) => write.as === value.step))
    return { m: 'new', name: value.step };
  return exact(sent.recorded);
}

function exact(value: Json): Match {
  return isArray(value) && value.every((item) => typeof item !== 'object')
    ? { m: 'set', values: value }
    : { m: 'exact', value };
}
