/** Witnesses that all say the same say it once: what they share may be a rule or a copy of the request. */
import { canonicalJson, isArray, isObject, jsonEquals, type Json } from '../../model/json.ts';
import type { Sample } from '../values/value-sample.ts';

/** However often a request was repeated, it is one witness. */
export function isOneRequest(samples: readonly Sample[]): boolean {
  const [first, ...rest] = samples;
  if (first === undefined) return false;
  const text = bodyText(first);
  return rest.every((sample) => bodyText(sample) === text);
}

function bodyText({ scene }: Sample): string {
  const { body } = scene.call.exchange;
  return body === undefined ? '' : canonicalJson(body);
}

/** Some part of an object is the very array, object or telling text that every request carried. */
export function repeatsRequestInside(samples: readonly Sample[]): boolean {
  const [first] = samples;
  if (first === undefined || !isObject(first.value)) return false;
  const sent = [...partsOf(first.scene.call.exchange.body, 3)];
  return Object.values(first.value).some((part) => isTelling(part) && sent.some((one) => jsonEquals(one, part)));
}

/** Worth repeating: chance would hardly make it twice. */
export function isTelling(value: Json | undefined): boolean {
  if (isArray(value)) return value.length > 0 && JSON.stringify(value).length >= 8;
  if (isObject(value)) return JSON.stringify(value).length >= 8;
  return typeof value === 'string' && value.length >= 6 && !/^[a-z]+$/.test(value);
}

/** Everything inside a request body, down to a depth. */
export function* partsOf(value: Json | undefined, depth: number): Generator<Json> {
  if (value === undefined || depth < 0) return;
  yield value;
  if (isObject(value)) for (const part of Object.values(value)) yield* partsOf(part, depth - 1);
}
