import { decodeContent } from '../model/content-coding.ts';
import type { HttpResponse } from '../model/http.ts';

/** Written by whoever transports the message. */
const OF_TRANSPORT = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'trailer',
  'upgrade',
  'proxy-connection',
]);

/**
 * An answer of the world as it can go over any transport: content decoded (recordings hold decoded bodies beside
 * `Content-Encoding`), hop-by-hop headers left out, nothing that a header may not contain.
 */
export function presentable(response: HttpResponse): HttpResponse {
  const content = decodeContent(response.headers, response.body, MOST_BYTES);
  const decoded = content.kind !== 'undecodable';
  const headers = response.headers.filter(([name, value]) => {
    const lower = name.toLowerCase();
    if (OF_TRANSPORT.has(lower) || (decoded && lower === 'content-encoding')) return false;
    return TOKEN.test(name) && !NOT_IN_HEADERS.test(value);
  });
  return { status: response.status, headers, body: decoded ? content.bytes : response.body };
}

const MOST_BYTES = 256 * 1024 * 1024;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// oxlint-disable-next-line no-control-regex -- exactly these are what Node refuses in a header
const NOT_IN_HEADERS = /[^\t\x20-\x7e\x80-\xff]/;
