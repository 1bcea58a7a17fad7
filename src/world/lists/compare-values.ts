import type { Json } from '../../model/json.ts';

/** Order of two field values in a list: by type, then numbers by size and texts by code unit; what is absent comes last. */
export function compareValues(left: Json | undefined, right: Json | undefined): number {
  if (left === right) return 0;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : 1;
  const rank = rankOf(left) - rankOf(right);
  if (rank !== 0) return rank;
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  return 0;
}

function rankOf(value: Json | undefined): number {
  if (value === undefined || value === null) return 9;
  if (typeof value === 'boolean') return 0;
  if (typeof value === 'number') return 1;
  return typeof value === 'string' ? 2 : 3;
}
