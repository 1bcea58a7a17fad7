import type { Json, JsonPath } from 'offscript';
import { isObject, valueAt } from '../json.ts';

/**
 * A number as it used to be shown, where a field beside it says that it now comes in another unit.
 *
 * @example { total: 4999, total_exponent: -2 }  ->  49.99
 * @example { total: 4999, total_unit: "1/100" }  ->  49.99
 */
export function inUsualUnit(record: Json, path: JsonPath, value: Json | undefined): Json | undefined {
  const holder = valueAt(record, path.slice(0, -1));
  if (typeof value !== 'number' || !isObject(holder)) return value;
  const name = String(path.at(-1));
  const digits = digitsIn(holder[`${name}_exponent`], holder[`${name}_decimals`], holder[`${name}_unit`]);
  return digits === 0 ? value : Number((value / 10 ** digits).toPrecision(15));
}

function digitsIn(exponent: Json | undefined, decimals: Json | undefined, unit: Json | undefined): number {
  if (typeof exponent === 'number') return -exponent;
  if (typeof decimals === 'number') return decimals;
  const part = typeof unit === 'string' ? /^1\/(10+)$/.exec(unit)?.[1] : undefined;
  return part === undefined ? 0 : part.length - 1;
}
