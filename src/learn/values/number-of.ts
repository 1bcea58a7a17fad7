/** Numbers, and texts that write one. */
import type { Json } from '../../model/json.ts';

/** A number, or the one a decimal text writes. */
export function numberOf(value: Json | undefined): number | undefined {
  if (typeof value === 'string') return DECIMAL.test(value) ? Number(value) : undefined;
  return typeof value === 'number' ? value : undefined;
}

const DECIMAL = /^-?\d{1,15}(?:\.\d+)?$/;
