import { hash } from 'node:crypto';
import { decodeBody, type DecodedBody } from './body.ts';
import type { HttpResponse } from './http.ts';

/** Bytes from which the same content, met again in another response, is worth finding by its hash. */
const LARGE = 4096;
/** Bytes of large bodies whose decoded form is kept. */
const MOST_KEPT = 16 * 1024 * 1024;

const DECODED = new WeakMap<HttpResponse, DecodedBody>();
const LARGE_ONES = new Map<string, { readonly decoded: DecodedBody; readonly bytes: number }>();
let kept = 0;

/** The body of a response that many look at: decoded once, and where it is large, once for all responses alike. */
export function decodedResponse(response: HttpResponse): DecodedBody {
  let decoded = DECODED.get(response);
  if (decoded === undefined) {
    decoded = response.body.length < LARGE ? decodeBody(response.headers, response.body) : decodedLarge(response);
    DECODED.set(response, decoded);
  }
  return decoded;
}

function decodedLarge({ headers, body }: HttpResponse): DecodedBody {
  const key = `${hash('sha256', body)} ${headers.filter(([name]) => /^content-/i.test(name)).join(' ')}`;
  const known = LARGE_ONES.get(key);
  if (known !== undefined) return known.decoded;
  const decoded = decodeBody(headers, body);
  LARGE_ONES.set(key, { decoded, bytes: body.length });
  kept += body.length;
  for (const [oldest, { bytes }] of LARGE_ONES) {
    if (kept <= MOST_KEPT) break;
    LARGE_ONES.delete(oldest);
    kept -= bytes;
  }
  return decoded;
}
