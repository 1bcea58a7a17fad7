import type { Json } from '../../model/json.ts';

/** A value as it stands in a sentence; scalars are verbatim in it. */
export function valueWords(value: Json): string {
  return typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
}
