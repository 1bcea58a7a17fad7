import type { HeaderList } from '../../model/http.ts';

/** RFC 9110 section 7.6.1: these describe one connection, not the message. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The headers that travel on to the next connection, those nominated by `Connection` left out.
 * `Transfer-Encoding` stays in its place where the body goes on chunked, so that the order is kept.
 */
export function endToEndHeaders(headers: HeaderList, keepsChunked: boolean): HeaderList {
  const nominated = new Set<string>();
  for (const [name, value] of headers) {
    if (name.length === 10 && name.toLowerCase() === 'connection') {
      for (const token of value.split(',')) nominated.add(token.trim().toLowerCase());
    }
  }
  nominated.delete('content-length');
  nominated.delete('host');
  return headers.filter(([name]) => {
    const key = name.toLowerCase();
    if (key === 'transfer-encoding') return keepsChunked;
    return !HOP_BY_HOP.has(key) && !nominated.has(key);
  });
}
