import { decodeBody, type DecodedBody } from './body.ts';
import type { HttpResponse } from './http.ts';

const DECODED = new WeakMap<HttpResponse, DecodedBody>();

/** The body of a response that many look at: decoded once. */
export function decodedResponse(response: HttpResponse): DecodedBody {
  let decoded = DECODED.get(response);
  if (decoded === undefined) DECODED.set(response, (decoded = decodeBody(response.headers, response.body)));
  return decoded;
}
