import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { AnyClient, Sent } from './exchange.ts';

/** One kind of exchange: what the client sends the nth time, and how the API answers. */
interface Kind {
  readonly times: number;
  readonly send: (n: number) => Partial<Omit<Sent, 'path'>> & { readonly query?: string };
  readonly answer: (response: ServerResponse, n: number, request: IncomingMessage) => void | Promise<void>;
  /** Clients that cannot say it, or whose own handling hides the answer. */
  readonly except?: readonly AnyClient[];
}

const STATUSES = [
  200, 201, 202, 203, 206, 207, 400, 401, 402, 403, 404, 405, 409, 410, 412, 415, 418, 422, 428, 429, 451, 500, 501,
  503, 504,
];
const SIZES = [0, 1, 2, 1023, 16_384, 65_535, 65_536, 65_537, 300_000, 1_500_000];
const CODINGS = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync } as const;
const CODING_NAMES = Object.keys(CODINGS) as (keyof typeof CODINGS)[];

const PATTERN = Buffer.from(Uint8Array.from({ length: 2_000_000 }, (_, at) => (at * 31 + (at >> 8)) & 0xff));
const bytes = (length: number, seed: number): Buffer => PATTERN.subarray(seed * 7, seed * 7 + length);
const json = (n: number): string =>
  JSON.stringify({ n, text: 'naïve – 漢字 '.repeat(1 + (n % 40)), big: 12345678901234567890n.toString() });
const plain = (response: ServerResponse, body: string | Buffer, type = 'application/json'): void => {
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
};
const multipart = (n: number): string =>
  `--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\n${json(n)}\r\n--edge\r\nContent-Disposition: form-data; name="f"; filename="x.bin"\r\nContent-Type: application/octet-stream\r\n\r\n\u0000\u0001${n}\r\n--edge--\r\n`;

export const KINDS: Readonly<Record<string, Kind>> = {
  length: {
    times: 40,
    send: () => ({ headers: [['Accept', 'application/json']] }),
    answer: (response, n) => plain(response, json(n)),
  },
  sizes: {
    times: SIZES.length,
    send: () => ({}),
    answer: (response, n) => plain(response, bytes(SIZES[n] ?? 0, n), 'application/octet-stream'),
  },
  chunked: {
    times: 15,
    send: () => ({}),
    answer: (response, n) => {
      for (let at = 0; at <= n; at++) response.write(bytes(at * 997 + 1, at));
      response.end();
    },
  },
  coded: {
    times: 15,
    send: (n) => ({ headers: [['Accept-Encoding', CODING_NAMES[n % 3] ?? 'gzip']] }),
    answer: (response, n) => {
      const coding = CODING_NAMES[n % 3] ?? 'gzip';
      response.setHeader('Content-Encoding', coding);
      plain(response, CODINGS[coding](json(n)));
    },
  },
  'coded, chunked': {
    times: 6,
    send: () => ({ headers: [['Accept-Encoding', 'gzip, br']] }),
    answer: (response, n) => {
      const packed = gzipSync(json(n).repeat(50));
      response.setHeader('Content-Encoding', 'gzip');
      response.write(packed.subarray(0, 20));
      setImmediate(() => response.end(packed.subarray(20)));
    },
  },
  'JSON sent': {
    times: 20,
    send: (n) => ({
      method: ['POST', 'PUT', 'PATCH', 'DELETE'][n % 4] ?? 'POST',
      headers: [['Content-Type', 'application/json']],
      body: Buffer.from(json(n)),
    }),
    answer: (response, n) => {
      response.statusCode = n % 2 === 0 ? 201 : 200;
      plain(response, json(n));
    },
  },
  'form sent': {
    times: 10,
    send: (n) => ({
      method: 'POST',
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: Buffer.from(`a=${n}&b=%20x&b=2&c=`),
    }),
    answer: (response, n) => plain(response, json(n)),
  },
  'multipart sent': {
    times: 10,
    send: (n) => ({
      method: 'POST',
      headers: [['Content-Type', 'multipart/form-data; boundary=edge']],
      body: Buffer.from(multipart(n), 'latin1'),
    }),
    answer: (response, n) => plain(response, json(n)),
  },
  'binary sent': {
    times: 10,
    send: (n) => ({
      method: 'PUT',
      headers: [['Content-Type', 'application/octet-stream']],
      body: bytes(n * n * 5000, n),
    }),
    answer: (response) => void response.writeHead(204).end(),
  },
  'chunked sent': {
    times: 10,
    send: (n) => ({
      method: 'POST',
      headers: [['Content-Type', 'text/plain']],
      body: Buffer.from(json(n).repeat(20)),
      chunked: true,
    }),
    answer: (response, n) => plain(response, json(n)),
    except: ['urllib'],
  },
  'nothing sent': {
    times: 8,
    send: (n) => ({ method: n % 2 === 0 ? 'POST' : 'DELETE', body: Buffer.alloc(0) }),
    answer: (response, n) => plain(response, json(n)),
  },
  'no content': {
    times: 9,
    send: (n) => ({ method: ['GET', 'DELETE', 'OPTIONS'][n % 3] ?? 'GET' }),
    answer: (response, n) => {
      response.setHeader('ETag', `"${n}"`);
      if (n % 3 === 2) response.setHeader('Allow', 'GET, DELETE');
      response.writeHead([204, 304, 205][n % 3] === 205 ? 200 : ([204, 304][n % 3] ?? 204), { 'X-N': n }).end();
    },
  },
  HEAD: {
    times: 10,
    send: () => ({ method: 'HEAD' }),
    answer: (response, n) => {
      response.setHeader('Content-Type', 'application/json');
      if (n % 2 === 0) response.setHeader('Content-Length', 1000 + n);
      response.end();
    },
  },
  statuses: {
    times: STATUSES.length,
    send: () => ({}),
    answer: (response, n) => {
      response.statusCode = STATUSES[n] ?? 200;
      if (response.statusCode === 401)
        response.setHeader('WWW-Authenticate', 'Bearer realm="x", error="invalid_token"');
      if (response.statusCode === 429) response.setHeader('Retry-After', '7');
      plain(response, json(n), 'application/problem+json');
    },
  },
  redirects: {
    times: 15,
    send: (n) => ({ method: n % 2 === 0 ? 'GET' : 'POST', ...(n % 2 === 0 ? {} : { body: Buffer.from('x=1') }) }),
    answer: (response, n, request) => {
      const host = request.headers.host ?? String(request.headers[':authority']);
      const scheme = 'encrypted' in request.socket ? 'https' : 'http';
      response.statusCode = [301, 302, 303, 307, 308][n % 5] ?? 302;
      response.setHeader(
        'Location',
        [`/elsewhere?n=${n}`, `${scheme}://${host}/here/${n}`, `https://other.example/${n}#part`][n % 3] ?? '/',
      );
      plain(response, '');
    },
  },
  'interim answers': {
    times: 8,
    send: () => ({}),
    answer: (response, n) => {
      response.writeEarlyHints({ link: `</${n}.css>; rel=preload; as=style` });
      plain(response, json(n));
    },
    except: ['urllib'],
  },
  'asks first': {
    times: 6,
    send: (n) => ({
      method: 'POST',
      headers: [
        ['Expect', '100-continue'],
        ['Content-Type', 'text/plain'],
      ],
      body: Buffer.from(`body ${n}`),
    }),
    answer: (response, n) => plain(response, json(n)),
    except: ['fetch', 'http2', 'urllib'],
  },
  trailers: {
    times: 8,
    send: () => ({ headers: [['TE', 'trailers']] }),
    answer: (response, n) => {
      response.setHeader('Trailer', 'X-Sum');
      response.write(json(n));
      response.addTrailers({ 'X-Sum': `sum-${n}` });
      response.end();
    },
    except: ['fetch', 'urllib'],
  },
  'connection closed': {
    times: 6,
    send: () => ({ headers: [['Connection', 'close']] }),
    answer: (response, n) => plain(response, json(n)),
    except: ['fetch', 'http2'],
  },
  events: {
    times: 10,
    send: () => ({ headers: [['Accept', 'text/event-stream']] }),
    answer: async (response, n) => {
      response.setHeader('Content-Type', n % 2 === 0 ? 'text/event-stream' : 'application/x-ndjson');
      for (let at = 0; at < 3; at++) {
        response.write(n % 2 === 0 ? `id: ${at}\ndata: ${json(at)}\n\n` : `${json(at)}\n`);
        await pause(4);
      }
      response.end();
    },
  },
  'odd headers': {
    times: 20,
    send: (n) => ({
      headers: [
        ['X-MiXeD-Case', 'A, b;q=0.5,  c'],
        ['X-Empty', ''],
        ['Cookie', `a=1; b="two words"; c=${'x'.repeat(n * 100)}`],
        ['Authorization', `Bearer ${'t'.repeat(n * 40)}`],
        ['X-__proto__', '{"a":1}'],
      ],
    }),
    answer: (response, n) => {
      response.setHeader('Set-Cookie', ['a=1; Path=/', 'b=2; HttpOnly', `c=${'y'.repeat(n * 200)}`]);
      response.setHeader('X-Repeated', ['one', 'two, three', '']);
      response.setHeader('X-Long', 'z'.repeat(n * 300));
      for (let at = 0; at < n * 3; at++) response.setHeader(`X-Many-${at}`, String(at));
      response.setHeader('Link', '<https://api.example/next>; rel="next"');
      plain(response, json(n));
    },
  },
  'odd targets': {
    times: 15,
    send: (n) => ({
      query:
        ['a=1&a=2&b', '&&x==y', 'q=%2F%3f%20+&e=%E2%9C%93', 'f[]=1&f[a][b]=2', `long=${'v'.repeat(n * 200)}`][n % 5] ??
        '',
    }),
    answer: (response, n) => plain(response, json(n)),
  },
  'Latin-1 and UTF-8 texts': {
    times: 6,
    send: () => ({}),
    answer: (response, n) =>
      plain(
        response,
        Buffer.from(`Grüße ${n}`, n % 2 === 0 ? 'latin1' : 'utf8'),
        `text/plain; charset=${n % 2 === 0 ? 'iso-8859-1' : 'utf-8'}`,
      ),
  },
  'no length, connection closed': {
    times: 6,
    send: () => ({}),
    answer: (response, n, request) => {
      if (request.httpVersionMajor === 1) {
        response.removeHeader('Transfer-Encoding');
        response.setHeader('Connection', 'close');
        response.useChunkedEncodingByDefault = false;
      }
      response.write(bytes(5000 * n + 1, n));
      response.end(bytes(10, n));
    },
  },
  large: {
    times: 3,
    send: () => ({}),
    answer: (response, n) => {
      for (let at = 0; at < 40; at++) response.write(bytes(100_000, n + at));
      response.end();
    },
  },
  ranges: {
    times: 4,
    send: (n) => ({
      headers: [
        ['Range', `bytes=${n}-${n + 9}`],
        ['If-None-Match', '"a"'],
      ],
    }),
    answer: (response, n) => {
      response.statusCode = 206;
      response.setHeader('Content-Range', `bytes ${n}-${n + 9}/1000`);
      plain(response, bytes(10, n), 'application/octet-stream');
    },
  },
};

/** The requests that `client` can make, in one fixed order. */
export function requestsFor(client: AnyClient): readonly Sent[] {
  return Object.entries(KINDS).flatMap(([kind, { times, send, except }], at) =>
    except?.includes(client) === true
      ? []
      : Array.from({ length: times }, (_, n) => {
          const { query, ...sent } = send(n);
          const path = `/${at}/${n}/${encodeURIComponent(kind)}${query === undefined ? '' : `?${query}`}`;
          return { method: 'GET', headers: [], body: null, chunked: false, ...sent, path };
        }),
  );
}

/** Answers as the table says; `X-Seen` is a digest of all that came in. */
export async function answerAny(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = createHash('sha256');
  for await (const chunk of request) body.update(chunk as Buffer);
  const own = Object.entries(request.headers).filter(([name]) => !FRAMING.test(name));
  const seen = JSON.stringify([request.method, request.url, own.sort(), body.digest('hex'), request.trailers]);
  const [, at, n] = (request.url ?? '').split('/');
  response.sendDate = false;
  response.setHeader('X-Seen', createHash('sha256').update(seen).digest('hex').slice(0, 16));
  const kind = Object.values(KINDS)[Number(at)];
  if (kind === undefined) response.writeHead(404).end();
  else await kind.answer(response, Number(n), request);
}

const FRAMING =
  /^(?::.*|host|connection|keep-alive|content-length|transfer-encoding|te|expect|accept|user-agent|accept-encoding|accept-language|sec-fetch-mode|x-offscript.*)$/;
