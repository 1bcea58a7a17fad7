import { isArray, isObject, type Json } from '../../model/json.ts';
import type { EntityChange } from '../../model/trace.ts';

/** One path of a record before and after; undefined where it was not there. */
export type PathChange = readonly [path: string, before: Json | undefined, after: Json | undefined];

/** Only the paths that changed; a record made or removed is one change of the whole. */
export function changedPaths({ before, after }: EntityChange): readonly PathChange[] {
  if (before === null || after === null) return [['', before ?? undefined, after ?? undefined]];
  return differences('', before, after);
}

function differences(path: string, before: Json | undefined, after: Json | undefined): readonly PathChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => differences(path === '' ? name : `${path}.${name}`, before[name], after[name]));
  }
  if (isArray(before) && isArray(after) && before.length === after.length)
    return before.flatMap((item, index) => differences(`${path}[${index}]`, item, after[index]));
  return [[path, before, after]];
}
