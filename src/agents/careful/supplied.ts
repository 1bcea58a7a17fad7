import type { Json } from 'offscript';
import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import { isObject, valuesIn } from '../json.ts';
import { fieldOf, type Found, type Work } from './work.ts';

/**
 * The call with the field that a refusal misses, taken from a record that was found: named by its kind and its field.
 * Null where no record has it.
 *
 * @example '"customer_email" is required', a customer with an email was found  ->  the call with that email
 */
export function supplied(work: Work, call: Call, refusal: Answer): Call | null {
  const body = call.values.flatMap(({ place }) => (place.in === 'body' ? [place.path] : []));
  for (const name of missingIn(refusal.body)) {
    if (body.some((path) => path.at(-1) === name)) continue;
    for (const found of [...work.records.values()].reverse()) {
      const value = valueFor(work, found, name);
      if (value === undefined || value === null || isObject(value)) continue;
      const path = [...(body[0]?.slice(0, -1) ?? []), name];
      return { ...call, values: [...call.values, { place: { in: 'body', path }, value }] };
    }
  }
  return null;
}

function valueFor(work: Work, found: Found, name: string): Json | undefined {
  const singular = plain(work.book.resources[found.resource]?.singular ?? found.resource);
  if (!plain(name).startsWith(singular)) return undefined;
  const field = (work.book.resources[found.resource]?.fields ?? []).find(
    (candidate) => plain(candidate) === plain(name).slice(singular.length),
  );
  return field === undefined ? undefined : fieldOf(work, found, [field]);
}

function missingIn(body: Json | undefined): readonly string[] {
  return [...(body === undefined ? [] : valuesIn(body))].flatMap(({ value }) =>
    typeof value === 'string' && /\b(?:required|missing|must be given|needed)\b/i.test(value)
      ? [...value.matchAll(/["'`]([A-Za-z_][\w-]*)["'`]/g)].map(([, name = '']) => name)
      : [],
  );
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
