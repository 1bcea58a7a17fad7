/** The wait that a refusal speaks of in its body: the one that its headers name, not the one of the recorded case. */
import { isArray, isObject, objectOf, type Json } from '../../model/json.ts';
import type { HttpResponse } from '../../model/http.ts';

const WAIT_KEYS =
  /^(?:retry|wait)[_-]?(?:after|for|in)?(?:[_-]?s(?:ec(?:ond)?s?)?)?$|^retryAfter(?:Seconds)?$|^reset[_-]?in$/i;
const IN_WORDS = /\b(in|after|for) (?:about )?\d+(?:\.\d+)?( ?)(s|secs?|seconds?)\b/gi;

/** @param seconds null: it is not said how long */
export function withWait(response: HttpResponse, seconds: number | null): HttpResponse {
  const before = Buffer.from(response.body).toString('utf8');
  const body = parsed(before);
  const after = body === undefined ? reworded(before, seconds) : JSON.stringify(told(body, seconds) ?? null);
  if (after === before || (body !== undefined && after === JSON.stringify(body))) return response;
  const bytes = Buffer.from(after);
  const headers = response.headers.map(([name, value]): readonly [string, string] =>
    name.toLowerCase() === 'content-length' ? [name, String(bytes.length)] : [name, value],
  );
  return { ...response, headers, body: bytes };
}

function told(value: Json, seconds: number | null): Json | undefined {
  if (typeof value === 'string') return reworded(value, seconds);
  if (isArray(value)) return value.flatMap((item) => told(item, seconds) ?? []);
  if (!isObject(value)) return value;
  return objectOf(
    Object.entries(value).flatMap(([key, item]): [string, Json][] => {
      if (WAIT_KEYS.test(key) && (typeof item === 'number' || (typeof item === 'string' && /^\d+$/.test(item))))
        return seconds === null ? [] : [[key, typeof item === 'number' ? seconds : String(seconds)]];
      const next = told(item, seconds);
      return next === undefined ? [] : [[key, next]];
    }),
  );
}

function reworded(text: string, seconds: number | null): string {
  return text.replaceAll(IN_WORDS, (_, before: string, space: string, unit: string) =>
    seconds === null ? 'later' : `${before} ${seconds}${space}${unit}`,
  );
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
