import type { ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import type { HeaderList } from '../../model/http.ts';
import { isHttp2 } from './client-request.ts';
import { rawHeadersOf } from './raw-headers.ts';

/** Writes the head of an upstream's answer: over HTTP/1.1 as it was, over HTTP/2 without what that has no place for. */
export function writeAnswerHead(response: ServerResponse, status: number, phrase: string, headers: HeaderList): void {
  response.sendDate = false;
  if (!isHttp2(response.req)) return void response.writeHead(status, phrase, rawHeadersOf(headers));
  for (const [name, values] of byName(headers)) {
    const [only] = values;
    response.setHeader(name, values.length === 1 && only !== undefined ? only : values);
  }
  response.writeHead(status);
}

export function addAnswerTrailers(response: ServerResponse, trailers: HeaderList): void {
  if (isHttp2(response.req)) over2(response).addTrailers(Object.fromEntries(byName(trailers)));
  else response.addTrailers(trailers as [string, string][]);
}

/** An interim answer (1xx other than 100 and 101), where the client's protocol can carry it. */
export function writeInterim(response: ServerResponse, status: number, headers: NodeJS.Dict<string | string[]>): void {
  if (isHttp2(response.req)) over2(response).stream.additionalHeaders({ ...headers, ':status': status });
  else if (status === 102) response.writeProcessing();
  else if (status === 103 && headers['link'] !== undefined)
    response.writeEarlyHints(headers as Record<string, string | string[]>);
}

/** HTTP/2 has no duplicates of these; node refuses to write any. */
const ONCE: ReadonlySet<string> = new Set([
  'content-length',
  'content-type',
  'etag',
  'date',
  'location',
  'age',
  'expires',
  'last-modified',
  'retry-after',
  'server',
]);

function byName(headers: HeaderList): ReadonlyMap<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const known = values.get(key);
    if (known === undefined) values.set(key, [value]);
    else if (!ONCE.has(key)) known.push(value);
  }
  return values;
}

function over2(response: ServerResponse): Http2ServerResponse {
  return response as unknown as Http2ServerResponse;
}
