/**
 * Requests as attackers and broken clients send them: recorded ones of a real API with one or more parts broken, so that
 * most get past routing and credentials and reach the code behind, and some that were never anything else than noise.
 */
import { array, constant, constantFrom, integer, nat, oneof, record, string, tuple, uint8Array } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { HttpRequest } from '../../src/model/http.ts';

type Change = (request: HttpRequest) => HttpRequest;

const PIECES = ['%', '%00', '%zz', '..', '', '__proto__', 'constructor', 'me', '%2F', '\u0000', '😀', '-1', 'NaN'];
const QUERIES = ['page=1e99', 'limit=-1', 'after=%ff', 'a[]=1&a=2', '__proto__[x]=1', 'sort=__proto__', 'q=%E0%A4%A'];
const BODIES = [
  '{',
  '[',
  'null',
  '"x"',
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"a":1,"a":2}',
  `${'['.repeat(5000)}`,
  `{"x":"${'y'.repeat(200_000)}"}`,
  '{"id":1e400}',
  '{"id":"\\ud800"}',
  'a=1&b[__proto__][polluted]=2',
  '--x\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\n1\r\n--x--',
];
const VALUES = [null, true, -1, 1e308, '', '\u0000', [], {}, [[]], { $gt: '' }, '__proto__', 'x'.repeat(10_000)];
const HEADERS: readonly (readonly [string, string])[] = [
  ['Content-Type', 'text/xml'],
  ['Content-Type', 'multipart/form-data; boundary='],
  ['Content-Encoding', 'gzip'],
  ['Content-Length', '-5'],
  ['Authorization', ';;;==='],
  ['Authorization', ''],
  ['Cookie', '=;;__proto__=1'],
  ['If-Match', '"*'],
  ['If-None-Match', '*'],
  ['Idempotency-Key', '\u0000'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['Accept', 'x'.repeat(20_000)],
];

/** `recorded`: at least one request. */
export function hostileRequest(recorded: readonly HttpRequest[]): Arbitrary<HttpRequest> {
  const start = nat(recorded.length - 1).map((index) => recorded[index] as HttpRequest);
  return tuple(start, array(change(), { minLength: 1, maxLength: 3 })).map(([request, changes]) =>
    changes.reduce((now, next) => next(now), request),
  );
}

function change(): Arbitrary<Change> {
  return oneof(
    constantFrom('GET', 'PUT', 'PATCH', 'DELETE', 'POST', 'HEAD', 'TRACE', '__proto__', '').map(
      (method): Change =>
        (request) => ({ ...request, method }),
    ),
    record({ at: nat(8), piece: oneof(constantFrom(...PIECES), string(), constant('9'.repeat(4000))) }).map(
      ({ at, piece }): Change =>
        (request) => ({ ...request, target: withPiece(request.target, at, piece) }),
    ),
    oneof(constantFrom(...QUERIES), string()).map((query): Change => (request) => ({
      ...request,
      target: `${request.target}${request.target.includes('?') ? '&' : '?'}${query}`,
    })),
    oneof(constantFrom(...BODIES).map(bytesOf), uint8Array({ maxLength: 300 })).map((body): Change => (request) => ({
      ...request,
      body,
    })),
    record({ at: nat(40), value: constantFrom(...VALUES) }).map(({ at, value }): Change => (request) => ({
      ...request,
      body: withLeaf(request.body, at, value),
    })),
    record({ cut: integer({ min: 0, max: 100 }) }).map(({ cut }): Change => (request) => ({
      ...request,
      body: request.body.slice(0, Math.floor((request.body.length * cut) / 100)),
    })),
    oneof(constantFrom(...HEADERS), tuple(string(), string())).map((header): Change => (request) => ({
      ...request,
      headers: [header, ...request.headers],
    })),
    constant<Change>((request) => ({ ...request, headers: [] })),
  );
}

function withPiece(target: string, at: number, piece: string): string {
  const [path = '', ...query] = target.split('?');
  const parts = path.split('/');
  parts[at % parts.length] = piece;
  return [parts.join('/'), ...query].join('?');
}

/** One leaf of a JSON body replaced, counted from the front. */
function withLeaf(body: Uint8Array, at: number, value: unknown): Uint8Array {
  try {
    let left = at;
    const text = JSON.stringify(JSON.parse(new TextDecoder().decode(body)), (key, item: unknown) =>
      key !== '' && typeof item !== 'object' && left-- === 0 ? value : item,
    );
    return bytesOf(text);
  } catch {
    return body;
  }
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}
