import type { Json } from './json.ts';
import { timeOf } from './time-format.ts';

export interface Span {
  readonly from: Json | undefined;
  readonly to: Json | undefined;
}

/** Whether two spans of time, or of numbers, have something in common; `touching`: ends that meet count. */
export function overlaps(a: Span, b: Span, touching: boolean): boolean {
  const [from, to, theirFrom, theirTo] = [a.from, a.to, b.from, b.to].map(placeOf);
  if (from === undefined || to === undefined || theirFrom === undefined || theirTo === undefined) return false;
  return touching ? from <= theirTo && theirFrom <= to : from < theirTo && theirFrom < to;
}

/** A moment or number as a place on a line. */
export function placeOf(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  if (/^\d{1,2}:\d{2}(?::\d{2})?$/.test(value)) return Number(value.replaceAll(':', '').padEnd(6, '0'));
  return timeOf(value)?.at;
}
