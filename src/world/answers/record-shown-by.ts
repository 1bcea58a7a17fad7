import type { Turn } from '../compiled.ts';
import { valueAt, type JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { entityKey } from '../state/entity-key.ts';
import type { Rec } from '../state/rec.ts';

const ENOUGH = 3;
const MOST = 0.6;

/** The record that an object in a recorded answer is a copy of: by its id, and by having that resource's fields. Dead ones too. */
export function recordShownBy(turn: Turn, value: JsonObject): Rec | null {
  const names = Object.keys(value);
  if (names.length < ENOUGH) return null;
  for (const resource of turn.compiled.base.resources.values()) {
    const id = valueAt(value, resource.idPath);
    if (id === undefined || id === null || typeof id === 'object' || !hasFieldsOf(resource, names)) continue;
    const found = turn.state.get(entityKey(resource, String(id), parentIn(resource, value)));
    if (found !== undefined && found.dead !== 'unborn') return found;
  }
  return null;
}

function hasFieldsOf(resource: Resource, names: readonly string[]): boolean {
  const known = new Set(resource.fields.map(({ path }) => path[0]));
  const shared = names.filter((name) => known.has(name)).length;
  return shared >= ENOUGH && shared >= names.length * MOST;
}

function parentIn({ parent, scope }: Resource, value: JsonObject): string | null {
  if (scope !== 'parent' || parent === null || parent.field === null) return null;
  const id = valueAt(value, parent.field);
  return id === undefined || id === null || typeof id === 'object' ? null : `${parent.resource}/${String(id)}`;
}
