import type { IncomingMessage } from 'node:http';
import type { Http2Session, ServerHttp2Stream } from 'node:http2';
import type { HeaderList } from '../../model/http.ts';
import { headerListOf } from './header-list.ts';

/** How a client's body is delimited; HTTP/2 needs no length, and HTTP/1.1 then says `chunked`. */
export type BodyFraming = 'none' | 'length' | 'chunked';

export function isHttp2(request: IncomingMessage): boolean {
  return request.httpVersionMajor === 2;
}

/**
 * A client's headers as HTTP/1.1 has them. Of HTTP/2, `:authority` is the Host and the crumbs of a cookie are one
 * header (RFC 9113 section 8.2.3); the other pseudo headers are method and target.
 */
export function clientHeadersOf(request: IncomingMessage): HeaderList {
  const sent = headerListOf(request.rawHeaders);
  if (!isHttp2(request)) return sent;
  const headers: (readonly [string, string])[] = [];
  const crumbs: string[] = [];
  for (const [name, value] of sent) {
    if (name === ':authority') headers.unshift(['host', value]);
    else if (name === 'cookie') crumbs.push(value);
    else if (!name.startsWith(':')) headers.push([name, value]);
  }
  const [first, second] = headers.filter(([name]) => name === 'host');
  const own =
    second !== undefined && first?.[1] === second[1] ? headers.filter((header) => header !== second) : headers;
  return crumbs.length === 0 ? own : [...own, ['cookie', crumbs.join('; ')]];
}

export function bodyFramingOf(request: IncomingMessage): BodyFraming {
  if (isHttp2(request) && streamOf(request).endAfterHeaders) return 'none';
  if (request.headers['transfer-encoding'] !== undefined) return 'chunked';
  const length = request.headers['content-length'];
  if (length === undefined) return isHttp2(request) ? 'chunked' : 'none';
  return length === '0' ? 'none' : 'length';
}

/** Undefined once the connection of an HTTP/2 request is gone. */
export function sessionOf(request: IncomingMessage): Http2Session | undefined {
  return streamOf(request).session;
}

function streamOf(request: IncomingMessage): ServerHttp2Stream {
  return (request as IncomingMessage & { readonly stream: ServerHttp2Stream }).stream;
}
