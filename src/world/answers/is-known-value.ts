import type { Json, JsonPath } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import type { Turn } from '../compiled.ts';

/**
 * Whether some live record goes by a value: under another parent, by its code or name, or in another resource than
 * requests were learned to name. What the API itself has shown is never an unknown reference.
 */
export function isKnownValue(turn: Turn, resourceName: string, value: Json): boolean {
  if (value === null || typeof value === 'object' || typeof value === 'boolean') return false;
  const text = String(value);
  // Small numbers are ids of everything.
  const isTelling = !/^\d{1,9}$/.test(text);
  for (const name of turn.compiled.base.resources.keys()) {
    if (name !== resourceName && !isTelling) continue;
    const resource = turn.resource(name);
    if (resource === undefined) continue;
    for (const path of namesOf(resource))
      if (turn.state.withValue(name, path, text).some(({ dead }) => dead === null)) return true;
  }
  return false;
}

const CALLED_BY = /^(?:login|username|user_?name|slug|handle|code|key|sku|ref|reference|email)$/i;

/** Where a record says what it goes by. */
function namesOf({ idPath, naturalKey, fields }: Resource): readonly JsonPath[] {
  const named = fields.filter(
    ({ role, path }) => role === 'natural-key' || (path.length === 1 && CALLED_BY.test(String(path[0]))),
  );
  return [idPath, ...naturalKey, ...named.map(({ path }) => path)];
}
