/** An answer as it goes over a socket: compressed bytes as they are where they stay true and the client takes them. */
import { decodeContent } from '../model/content-coding.ts';
import { headerValue, type HttpResponse } from '../model/http.ts';
import type { OriginRewriter } from './origin-rewriter.ts';
import { presentable } from './presentable.ts';

/** `accepts`: the request's Accept-Encoding. */
export function wireForm(response: HttpResponse, rewriter: OriginRewriter, accepts: string | undefined): HttpResponse {
  const plain = presentable(response);
  const rewritten = rewriter.outgoing(plain);
  const coding = headerValue(response.headers, 'content-encoding');
  if (coding === undefined || !takes(accepts, coding) || !Buffer.from(plain.body).equals(rewritten.body))
    return rewritten;
  const content = decodeContent(response.headers, response.body, MOST_BYTES);
  if (content.kind === 'undecodable' || content.codings.length === 0) return rewritten;
  return { ...rewritten, headers: [...rewritten.headers, ['Content-Encoding', coding]], body: response.body };
}

const MOST_BYTES = 256 * 1024 * 1024;

/** A client that names no encodings takes any. */
function takes(accepts: string | undefined, coding: string): boolean {
  if (accepts === undefined) return true;
  const refused = new Set<string>();
  const taken = new Set<string>();
  for (const part of accepts.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
    const isRefused = parameters.some((text) => /^q=0(?:\.0*)?$/.test(text));
    (isRefused ? refused : taken).add(name);
  }
  return coding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .every((name) => taken.has(name) || (taken.has('*') && !refused.has(name)));
}
