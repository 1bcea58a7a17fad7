import { isObject, jsonEquals, type Json, type JsonPath } from './json.ts';

/**
 * Where two values differ, outermost first; arrays count as one value.
 *
 * @example
 * { a: 1, b: { c: [1], d: 2 } }, { a: 1, b: { c: [2], d: 2 } }   =>   [['b', 'c']]
 */
export function changedPaths(
  before: Json | undefined,
  after: Json | undefined,
  path: JsonPath = [],
): readonly JsonPath[] {
  if (jsonEquals(before, after)) return [];
  if (!isObject(before) || !isObject(after)) return [path];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    changedPaths(before[key], after[key], [...path, key]),
  );
}
