import { isObject, type Json } from '../../model/json.ts';
import type { Turn } from '../compiled.ts';

/**
 * Whether some live record goes by a value: under another parent, by its code or name, or in another resource than
 * requests were learned to name. What the API itself has shown is never an unknown reference.
 */
export function isKnownValue(turn: Turn, resourceName: string, value: Json): boolean {
  if (value === null || typeof value === 'object' || typeof value === 'boolean') return false;
  const text = String(value);
  const resource = turn.resource(resourceName);
  if (resource !== undefined) {
    const paths = [
      resource.idPath,
      ...resource.naturalKey,
      ...resource.fields.filter(({ role }) => role === 'natural-key').map(({ path }) => path),
    ];
    for (const path of paths)
      if (turn.state.withValue(resource.name, path, text).some(({ dead }) => dead === null)) return true;
  }
  // Small numbers are ids of everything.
  if (/^\d{1,9}$/.test(text)) return false;
  for (const name of turn.compiled.base.resources.keys()) {
    const rec = name === resourceName ? undefined : turn.state.get(`${name}/${text}`);
    if (rec !== undefined && rec.dead === null && isObject(rec.doc)) return true;
  }
  return false;
}
