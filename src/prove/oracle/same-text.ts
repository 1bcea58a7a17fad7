import { jsonEquals, type Json } from '../../model/json.ts';

/** Equal as a person reads them: `"12"` and `12`, lists in any order. */
export function sameText(left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length && left.every((item) => right.some((other) => sameText(item as Json, other as Json)))
    );
  }
  if (typeof left === 'object' || typeof right === 'object') return jsonEquals(left, right);
  return String(left) === String(right) || (isNumeric(left) && isNumeric(right) && Number(left) === Number(right));
}

function isNumeric(value: Json): boolean {
  return (
    typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
  );
}
