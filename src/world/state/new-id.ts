import type { Turn } from '../compiled.ts';
import { valueAt, type Json } from '../../model/json.ts';
import type { EntityKey, ResourceName } from '../../model/names.ts';
import type { Resource } from '../../model/resource.ts';
import { createDice } from '../effects/dice.ts';
import { entityKey } from './entity-key.ts';
import { makeId } from './make-id.ts';

const TRIES = 1000;

/** The id of the record that is being made: of the resource's shape, free, and the same when asked for again in one write. */
export function newIdFor(turn: Turn, name: ResourceName): Json | undefined {
  const found = turn.newIds?.get(name);
  if (found !== undefined) return found;
  const resource = turn.resource(name);
  if (resource === undefined) return undefined;
  const id = freeId(turn, resource);
  (turn.newIds ??= new Map()).set(name, id);
  return id;
}

function freeId(turn: Turn, resource: Resource): Json {
  const { state } = turn;
  const step = resource.idShape.kind === 'integer' ? Math.max(1, resource.idShape.step) : 1;
  const parent = turn.parents.findLast((rec) => rec !== null && rec.resource === resource.parent?.resource) ?? null;
  const scopeName = resource.scope === 'parent' && parent !== null ? `${resource.name}/${parent.key}` : resource.name;
  let next = state.sequence(scopeName, firstOf(turn, resource, parent?.key ?? null));
  for (let attempt = 0; ; attempt++, next += step) {
    if (attempt === TRIES) next = Math.max(next, turn.compiled.base.highestId(resource.name) + step);
    const dice = createDice(turn.seed, 'id', scopeName, next);
    const base = makeId(resource.idShape, { next, words: wordsOf(turn, resource), dice });
    const id = resource.idShape.kind === 'slug' && attempt > 0 ? `${base}-${attempt + 1}` : base;
    if (attempt > 2 * TRIES || state.get(entityKey(resource, id, parent?.key ?? null)) === undefined) {
      state.setSequence(scopeName, next + step);
      return isNumeric(resource) ? Number(id) : id;
    }
  }
}

function firstOf(turn: Turn, resource: Resource, parent: EntityKey | null): number {
  const { sequences } = turn.compiled.model.base;
  if (resource.scope === 'parent' && parent !== null) {
    let highest = 0;
    const below = entityKey(resource, '', parent);
    for (const rec of turn.state.recs(resource.name)) {
      if (rec.key.startsWith(below)) highest = Math.max(highest, Number(rec.entity.id) || 0);
    }
    return highest + 1;
  }
  const known = sequences[resource.name];
  if (known !== undefined) return known;
  const after = turn.compiled.base.highestId(resource.name) + 1;
  if (resource.idShape.kind === 'integer')
    return Math.max(after, resource.idShape.max + Math.max(1, resource.idShape.step));
  return resource.idShape.kind === 'pattern' ? Math.max(after, resource.idShape.next) : 1;
}

export function isNumeric(resource: Resource): boolean {
  const field = resource.fields.find(({ role }) => role === 'id');
  return field === undefined ? resource.idShape.kind === 'integer' : field.types.includes('integer');
}

/** Slugs come from what the request calls the record. */
function wordsOf(turn: Turn, resource: Resource): string {
  if (resource.idShape.kind !== 'slug') return '';
  const doc = turn.draft?.doc;
  const label = resource.labelField === null ? undefined : valueAt(doc, resource.labelField);
  for (const value of [label, doc?.['name'], doc?.['title']]) if (typeof value === 'string') return value;
  return '';
}
