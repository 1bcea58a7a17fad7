/** Puts an answer together: common headers, the branch's own, type and length. */
import { bigIntegersAsNumbers } from '../../model/big-integers.ts';
import type { HttpResponse } from '../../model/http.ts';
import type { CompiledHeader, Turn } from '../compiled.ts';
import { evaluate } from '../effects/evaluate.ts';

const NONE: readonly CompiledHeader[] = [];
const BODILESS = new Set([204, 205, 304]);

export function reply(
  turn: Turn,
  status: number,
  own: readonly CompiledHeader[],
  written: Buffer,
  contentType?: string,
): HttpResponse {
  const body = withBigIntegers(turn, written);
  const common = turn.compiled.headers.get(turn.request.raw.origin) ?? NONE;
  const headers: (readonly [string, string])[] = [];
  let hasType = false;
  for (const header of common) {
    if (own.some(({ lower }) => lower === header.lower)) continue;
    if (header.lower === 'content-type' && contentType !== undefined) continue;
    if (push(turn, headers, header) && header.lower === 'content-type') hasType = true;
  }
  for (const header of own) if (push(turn, headers, header) && header.lower === 'content-type') hasType = true;
  const isEmpty = body.length === 0 || BODILESS.has(status);
  if (isEmpty && hasType)
    headers.splice(
      headers.findIndex(([name]) => name.toLowerCase() === 'content-type'),
      1,
    );
  if (!isEmpty && !hasType) headers.push(['Content-Type', contentType ?? guessType(body)]);
  if (!BODILESS.has(status)) headers.push(['Content-Length', String(body.length)]);
  return { status, headers, body: BODILESS.has(status) ? EMPTY : body };
}

/** JSON with the numbers that documents hold as their digits. */
export function withBigIntegers(turn: Turn, json: Buffer): Buffer {
  const keys = turn.compiled.bigIntegers.get(turn.request.raw.origin);
  return keys === undefined ? json : Buffer.from(bigIntegersAsNumbers(json.toString(), keys));
}

const EMPTY = Buffer.alloc(0);

function push(turn: Turn, headers: (readonly [string, string])[], header: CompiledHeader): boolean {
  if (header.kind === 'fixed') {
    headers.push(header.pair);
    return true;
  }
  const value = evaluate(header.value, turn);
  if (value === undefined || value === null || typeof value === 'object') return false;
  headers.push([header.name, String(value).replace(/[\r\n\0]/g, '')]);
  return true;
}

function guessType(body: Buffer): string {
  const [first] = body;
  return first === 0x7b || first === 0x5b || first === 0x22
    ? 'application/json; charset=utf-8'
    : 'text/plain; charset=utf-8';
}
