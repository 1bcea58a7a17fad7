import type { NetworkError, NetworkErrorKind } from '../model/http.ts';

/** What Node's `fetch` rejects with, by what happened to the connection: agents look at `error.cause.code`. */
export function fetchError(error: NetworkError, url: URL): Error {
  if (error.kind === 'timeout') return new DOMException('The operation was aborted due to timeout', 'TimeoutError');
  return new TypeError('fetch failed', { cause: systemError(error.kind, url) });
}

/** What a socket of `node:http` emits. */
export function systemError(kind: NetworkErrorKind, url: URL): Error {
  const port = url.port || (url.protocol === 'http:' ? '80' : '443');
  switch (kind) {
    case 'refused':
      return coded(`connect ECONNREFUSED ${url.hostname}:${port}`, {
        code: 'ECONNREFUSED',
        errno: -111,
        syscall: 'connect',
      });
    case 'dns':
      return coded(`getaddrinfo ENOTFOUND ${url.hostname}`, {
        code: 'ENOTFOUND',
        errno: -3008,
        syscall: 'getaddrinfo',
        hostname: url.hostname,
      });
    case 'tls':
      return coded('certificate has expired', { code: 'CERT_HAS_EXPIRED' });
    case 'timeout':
      return coded('Headers Timeout Error', { code: 'UND_ERR_HEADERS_TIMEOUT' });
    case 'aborted':
    case 'empty':
    case 'truncated':
      return coded('other side closed', { code: 'UND_ERR_SOCKET' });
    case 'garbage':
      return coded('Parse Error: Expected HTTP/, RTSP/ or ICE/', { code: 'HPE_INVALID_CONSTANT' });
    case 'reset':
      return coded('read ECONNRESET', { code: 'ECONNRESET', errno: -104, syscall: 'read' });
  }
}

/** Reading the body of an answer that was cut off. */
export function terminatedError(url: URL): Error {
  return new TypeError('terminated', { cause: systemError('truncated', url) });
}

function coded(message: string, fields: Readonly<Record<string, string | number>>): Error {
  return Object.assign(new Error(message), fields);
}
