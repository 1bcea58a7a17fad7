import type { JsonPath } from '../../model/json.ts';

/** Whether one path is at, above or below another. */
export function overlaps(left: JsonPath, right: JsonPath): boolean {
  const length = Math.min(left.length, right.length);
  return left.slice(0, length).every((step, index) => String(step) === String(right[index]));
}
