import { isArray, isObject, type Json, type JsonPath } from '../../model/json.ts';

/** Every value a path leads to; a name that meets an array is looked up in each of its elements. */
export function valuesAt(value: Json | undefined, path: JsonPath, from = 0): readonly Json[] {
  if (value === undefined) return [];
  const step = path[from];
  if (step === undefined) return isArray(value) ? value : [value];
  if (isArray(value)) {
    if (typeof step === 'number') return valuesAt(value[step], path, from + 1);
    return value.flatMap((item) => valuesAt(item, path, step === '*' ? from + 1 : from));
  }
  if (!isObject(value) || !Object.hasOwn(value, step)) return [];
  return valuesAt(value[step], path, from + 1);
}
