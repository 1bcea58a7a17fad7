import type { IncomingMessage } from 'node:http';

/**
 * How a client tells that an answer is over; what ends it is held back until the exchange is recorded.
 * - `none`: no body (HEAD, 204, 304, length 0): the head is all there is
 * - `length`: the last of `length` bytes
 * - `stream`: the closing chunk
 * - `close`: the end of the connection; a killed process ends it too, so that the last byte is held back as well
 */
export type AnswerFraming =
  { readonly kind: 'none' | 'stream' | 'close' } | { readonly kind: 'length'; readonly length: number };

export function answerFramingOf(answer: IncomingMessage, request: IncomingMessage): AnswerFraming {
  const status = answer.statusCode ?? 0;
  const length = answer.headers['content-length'];
  if (request.method === 'HEAD' || status === 204 || status === 304 || length === '0') return { kind: 'none' };
  if (length !== undefined && answer.headers['transfer-encoding'] === undefined)
    return { kind: 'length', length: Number(length) };
  const chunkedClient =
    request.httpVersionMajor > 1 || (request.httpVersionMajor === 1 && request.httpVersionMinor >= 1);
  return { kind: chunkedClient ? 'stream' : 'close' };
}
