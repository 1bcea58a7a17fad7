/** Plain JSON values and the few operations every stage needs on them. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A path into a JSON value: object keys and array indices, outermost first. `[]` is the value itself. */
export type JsonPath = readonly (string | number)[];

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The value at `path`, or undefined where the path leads nowhere. Own keys only. */
export function valueAt(value: Json | undefined, path: JsonPath): Json | undefined {
  let current: Json | undefined = value;
  for (const step of path) {
    if (isArray(current)) current = typeof step === 'number' ? current[step] : undefined;
    else if (isObject(current)) current = Object.hasOwn(current, step) ? current[step] : undefined;
    else return undefined;
  }
  return current;
}

/** A copy of `value` with `replacement` at `path`; `undefined` removes the key. Missing objects on the way are made. */
export function withValueAt(value: Json | undefined, path: JsonPath, replacement: Json | undefined): Json {
  const [head, ...rest] = path;
  if (head === undefined) return replacement ?? null;
  if (isArray(value)) {
    const copy = [...value];
    if (rest.length === 0 && replacement === undefined) copy.splice(Number(head), 1);
    else copy[Number(head)] = withValueAt(copy[Number(head)], rest, replacement);
    return copy;
  }
  const source = isObject(value) ? value : {};
  const entries = Object.entries(source);
  const at = entries.findIndex(([key]) => key === head);
  if (rest.length === 0 && replacement === undefined) {
    return objectOf(entries.filter((_, index) => index !== at));
  }
  const key = String(head);
  const next = withValueAt(at < 0 ? undefined : entries[at]?.[1], rest, replacement);
  if (at < 0) entries.push([key, next]);
  else entries[at] = [key, next];
  return objectOf(entries);
}

/** An object from entries; keys such as `__proto__` become plain own keys. */
export function objectOf(entries: Iterable<readonly [string, Json]>): JsonObject {
  return Object.fromEntries(entries) as JsonObject;
}

/** Structural equality; object key order does not matter. */
export function jsonEquals(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (isArray(left)) {
    return (
      isArray(right) && left.length === right.length && left.every((item, index) => jsonEquals(item, right[index]))
    );
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && jsonEquals(left[key], right[key]));
}

/** JSON text with sorted keys: equal values give equal text (RFC 8785 order, JavaScript number form). */
export function canonicalJson(value: Json): string {
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (isObject(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** Every scalar in `value` with its path, in document order. */
export function* leavesOf(
  value: Json,
  path: JsonPath = [],
): Generator<{ readonly path: JsonPath; readonly value: null | boolean | number | string }> {
  if (isArray(value)) {
    for (const [index, item] of value.entries()) yield* leavesOf(item, [...path, index]);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) yield* leavesOf(item, [...path, key]);
  } else {
    yield { path, value };
  }
}

/** A copy with every scalar replaced by what `change` returns; object keys stay. */
export function mapLeaves(
  value: Json,
  change: (leaf: null | boolean | number | string, path: JsonPath) => Json,
  path: JsonPath = [],
): Json {
  if (isArray(value)) return value.map((item, index) => mapLeaves(item, change, [...path, index]));
  if (isObject(value))
    return objectOf(Object.entries(value).map(([key, item]) => [key, mapLeaves(item, change, [...path, key])]));
  return change(value, path);
}

/** `$.items[*].id` style text of a path, array indices generalised to `*`. */
export function pathText(path: JsonPath): string {
  return path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[*]` : `${text}.${step}`), '$');
}
