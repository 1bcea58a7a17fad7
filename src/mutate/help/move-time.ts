import type { Json } from '../../model/json.ts';

/**
 * A time as the API writes it, moved; undefined where the value is no time.
 *
 * @example '2024-05-01T10:00:00Z', -60_000  ->  '2024-05-01T09:59:00Z'
 */
export function moveTime(value: Json | undefined, byMs: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  const parts = /^(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/.exec(value);
  if (parts === null) return undefined;
  const [, date, between, time, fraction, zone] = parts;
  const at = Date.parse(`${date}T${time}Z`);
  if (!Number.isFinite(at)) return undefined;
  const moved = new Date(at + Math.round(byMs / 1000) * 1000).toISOString();
  return `${moved.slice(0, 10)}${between}${moved.slice(11, 19)}${fraction ?? ''}${zone ?? ''}`;
}
