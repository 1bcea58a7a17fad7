/** Edits of an array inside a record, as learning tests them and the world makes them. */
import { isArray, isObject, jsonEquals, valueAt, type Json, type JsonPath } from './json.ts';

/** Whether an element is one of those named: by its value at `path`, or by itself where that is empty. */
export function isNamed(element: Json, path: JsonPath, name: Json): boolean {
  const value = valueAt(element, path);
  if (value === undefined) return false;
  return (isArray(name) ? name : [name]).some((one) => textOf(one) === textOf(value));
}

/** `item` is given each named element with its index. */
export function amended(
  array: readonly Json[],
  path: JsonPath,
  name: Json,
  item: (value: Json, index: number) => Json | undefined,
): readonly Json[] | null {
  let found = false;
  const next = array.map((element, index) => {
    if (!isNamed(element, path, name)) return element;
    found = true;
    const over = item(element, index);
    return isObject(element) && isObject(over) ? { ...element, ...over } : (over ?? element);
  });
  return found ? next : null;
}

/** The array with more elements, where they belong; `unique` leaves out what it already has. */
export function extended(
  array: readonly Json[],
  more: readonly Json[],
  unique: boolean,
  place: 'start' | 'sorted' | undefined,
): readonly Json[] {
  const result = [...array];
  for (const next of more) {
    if (unique && result.some((known) => jsonEquals(known, next))) continue;
    if (place === 'start') result.unshift(next);
    else result.push(next);
  }
  return place === 'sorted' && result.every((one) => typeof one === 'string') ? [...result].sort() : result;
}

export function ordered(array: readonly Json[], path: JsonPath, by: readonly Json[]): readonly Json[] {
  const places = new Map(by.map((name, index) => [textOf(name), index]));
  const placeOf = (element: Json): number => {
    const name = valueAt(element, path);
    return (name === undefined ? undefined : places.get(textOf(name))) ?? by.length;
  };
  return array
    .map((element, index) => ({ element, index, place: placeOf(element) }))
    .sort((a, b) => a.place - b.place || a.index - b.index)
    .map(({ element }) => element);
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
