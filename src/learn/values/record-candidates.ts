/** Objects that show another record in part or whole: an owner's name and picture inside what they own. */
import { isObject, jsonEquals, type Json, type JsonObject } from '../../model/json.ts';
import type { Ref } from '../../model/expr.ts';
import type { Candidate, Reach } from './candidate.ts';
import { elementRefs } from './element-refs.ts';
import { docOf, type Scene } from './scene.ts';

const MAX_KEYS = 24;

export function recordCandidates(value: Json, scene: Scene, reach: Reach): readonly Candidate[] {
  if (!isObject(value)) return [];
  const keys = Object.keys(value);
  if (keys.length === 0 || keys.length > MAX_KEYS) return [];
  const refs: readonly Ref[] = [...elementRefs(scene), ...reach.refs.filter(({ r }) => r !== 'created')];
  return refs.flatMap((of): readonly Candidate[] => {
    const doc = docOf(scene, of);
    if (doc === null || !shows(value, doc)) return [];
    const fields = keys.map((key) => ({ key, value: { k: 'field' as const, of, path: [key] } }));
    return [{ expr: { k: 'object', fields }, cost: of.r === 'element' ? 0.9 : of.r === 'via' ? 1.5 : 1.15 }];
  });
}

/** All it shows is the record's, and something of it tells that record from others. */
function shows(value: JsonObject, doc: JsonObject): boolean {
  return (
    Object.entries(value).every(([key, item]) => jsonEquals(item, doc[key])) &&
    Object.entries(value).some(
      ([key, item]) => (typeof item === 'string' && item.length >= 3) || (typeof item === 'number' && /id$/i.test(key)),
    )
  );
}
