import type { Json, JsonPath } from 'offscript';
import type { Call } from '../call.ts';
import { fieldPlace } from '../field-place.ts';
import { isObject } from '../json.ts';
import type { WriteStep } from '../script.ts';
import type { Work } from './work.ts';

/**
 * The ways to name the fields of a write, likeliest first: as they were recorded, and as such records show them now.
 * Where all names have only changed their style, requests have likely kept theirs.
 */
export function namings(
  work: Work,
  call: Call,
  step: WriteStep,
  record: Json | null,
): readonly [first: Call, ...others: Call[]] {
  if (record === null || !isObject(record)) return [call];
  const known = work.book.resources[call.operation.resource]?.fields ?? [];
  const present = (path: JsonPath): JsonPath => {
    const field = step.settings.find(({ place }) => place.in === 'body' && same(place.path, path))?.field ?? null;
    if (field === null || path.at(-1) !== field.at(-1)) return path;
    const now = fieldPlace(record, field, known);
    return now === null || now.length !== field.length ? path : [...path.slice(0, -1), ...now.slice(-1)];
  };
  const values = call.values.map((one) =>
    one.place.in === 'body' ? { ...one, place: { in: 'body' as const, path: present(one.place.path) } } : one,
  );
  const changes = values.flatMap(({ place }, at) => {
    const before = call.values[at]?.place;
    return place.in === 'body' && before?.in === 'body' && !same(place.path, before.path)
      ? [[String(before.path.at(-1)), String(place.path.at(-1))] as const]
      : [];
  });
  if (changes.length === 0) return [call];
  const renamed = { ...call, values };
  const lost = known.filter((name) => !Object.hasOwn(record, name));
  const isStyle = lost.length > 1 && changes.every(([before, after]) => plain(before) === plain(after));
  return isStyle ? [call, renamed] : [renamed, call];
}

function same(left: JsonPath, right: JsonPath): boolean {
  return left.join('.') === right.join('.');
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
