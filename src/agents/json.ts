/** The few operations on JSON that both agents need. */
import type { Json, JsonObject, JsonPath } from 'offscript';

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function valueAt(value: Json | undefined, path: JsonPath): Json | undefined {
  let current = value;
  for (const step of path) {
    if (isArray(current)) current = typeof step === 'number' ? current[step] : undefined;
    else if (isObject(current)) current = Object.hasOwn(current, step) ? current[step] : undefined;
    else return undefined;
  }
  return current;
}

/** A copy with `replacement` at `path`; objects on the way are made. */
export function withValueAt(value: Json | undefined, path: JsonPath, replacement: Json): Json {
  const [head, ...rest] = path;
  if (head === undefined) return replacement;
  if (typeof head === 'number') {
    const items = isArray(value) ? [...value] : [];
    items[head] = withValueAt(items[head], rest, replacement);
    return items;
  }
  const source = isObject(value) ? value : {};
  return { ...source, [head]: withValueAt(source[head], rest, replacement) };
}

/** Every value inside, containers too, with its path. */
export function* valuesIn(
  value: Json,
  path: JsonPath = [],
): Generator<{ readonly path: JsonPath; readonly value: Json }> {
  yield { path, value };
  if (isArray(value)) for (const [at, item] of value.entries()) yield* valuesIn(item, [...path, at]);
  else if (isObject(value)) for (const [key, item] of Object.entries(value)) yield* valuesIn(item, [...path, key]);
}

/** Equal as a person reads them: `"12"` and `12`, lists in any order, absent and null. */
export function readsSame(left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || left === null || right === undefined || right === null)
    return (left ?? null) === (right ?? null);
  if (isArray(left) && isArray(right)) {
    return left.length === right.length && left.every((item) => right.some((other) => readsSame(item, other)));
  }
  if (isObject(left) && isObject(right)) {
    const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
    return [...keys].every((key) => readsSame(left[key], right[key]));
  }
  if (typeof left === 'object' || typeof right === 'object') return false;
  if (String(left) === String(right)) return true;
  return isNumeric(left) && isNumeric(right) && Number(left) === Number(right);
}

function isNumeric(value: Json): boolean {
  return (
    typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
  );
}
