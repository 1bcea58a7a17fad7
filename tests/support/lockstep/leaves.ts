import { isJsonObject } from '../reference-apis/json.ts';
import type { JsonValue } from '../reference-apis/json.ts';

export interface Leaf {
  readonly path: readonly (string | number)[];
  /** a scalar, an empty array or an empty object */
  readonly value: JsonValue;
}

export function* leavesOf(value: JsonValue | undefined, path: readonly (string | number)[] = []): Generator<Leaf> {
  if (value === undefined) return;
  if (Array.isArray(value) && value.length > 0) {
    for (const [index, item] of value.entries()) yield* leavesOf(item as JsonValue, [...path, index]);
  } else if (isJsonObject(value) && Object.keys(value).length > 0) {
    for (const [key, item] of Object.entries(value)) yield* leavesOf(item, [...path, key]);
  } else {
    yield { path, value };
  }
}

/** @example pathText(['items', 0, 'id']) -> '$.items[*].id' */
export function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[*]` : `${text}.${step}`), '$');
}
