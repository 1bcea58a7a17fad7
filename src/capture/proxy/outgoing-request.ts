import type { IncomingMessage } from 'node:http';
import { headerValue, type HeaderList, type HttpRequest } from '../../model/http.ts';
import { takeDirectives, type Directives } from './directives.ts';
import { bodyFramingOf, clientHeadersOf, isHttp2 } from './client-request.ts';
import { endToEndHeaders } from './end-to-end-headers.ts';
import type { Upstream } from './upstream.ts';

/** A client's request, as it is recorded and as it goes on. */
export interface OutgoingRequest {
  readonly recorded: Omit<HttpRequest, 'body'>;
  readonly forwarded: HeaderList;
  readonly directives: Directives;
  readonly hasBody: boolean;
}

/** Methods for which node would frame a missing body as chunked; an explicit zero says the same thing plainly. */
const EXPECTS_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** The Host header names the upstream in both: the local port is nobody's business but ours. */
export function outgoingRequestOf(request: IncomingMessage, upstream: Upstream): OutgoingRequest {
  const { headers: own, directives } = takeDirectives(clientHeadersOf(request));
  const headers = own
    .filter(([name]) => !isForProxy(name))
    .map((header) => (isHost(header[0]) ? ([header[0], upstream.host] as const) : header));
  const method = request.method ?? 'GET';
  const framing = bodyFramingOf(request);
  const forwarded = [...endToEndHeaders(headers, framing === 'chunked')];
  if (framing === 'chunked' && isHttp2(request)) forwarded.push(['Transfer-Encoding', 'chunked']);
  if (framing === 'none' && request.headers['content-length'] === undefined && EXPECTS_BODY.has(method))
    forwarded.push(['Content-Length', '0']);
  if (/(?:^|,)\s*trailers\b/i.test(headerValue(headers, 'te') ?? ''))
    forwarded.push(['TE', 'trailers'], ['Connection', 'TE, keep-alive']);
  return {
    recorded: { method, origin: upstream.origin, target: originForm(request.url ?? '/'), headers },
    forwarded,
    directives,
    hasBody: framing !== 'none',
  };
}

function isHost(name: string): boolean {
  return name.length === 4 && name.toLowerCase() === 'host';
}

/** What a client says to the proxy is neither passed on nor recorded: a password may be in it. */
function isForProxy(name: string): boolean {
  return (name[0] === 'P' || name[0] === 'p') && /^proxy-(?:authorization|connection)$/i.test(name);
}

/** `http://host/path?query` -> `/path?query`, byte for byte. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const rest = target.replace(/^https?:\/\/[^/?#]*/i, '');
  return rest.startsWith('/') ? rest : `/${rest}`;
}
