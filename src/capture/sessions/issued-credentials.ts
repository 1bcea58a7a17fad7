import { decodeBody } from '../../model/body.ts';
import type { HttpRequest, HttpResponse } from '../../model/http.ts';
import { leavesOf } from '../../model/json.ts';

const MAX_BYTES = 64 * 1024;
const TOKEN_NAME = /token$|^jwt$|^session_?(?:id|key)$|^api_?key$/i;
/** The secrets an answer hands out: who shows one of them later is the client that got it here. */
export function issuedCredentials(request: Pick<HttpRequest, 'method'>, response: HttpResponse): readonly string[] {
  const issued: string[] = [];
  for (const [name, value] of response.headers) {
    if (name.toLowerCase() !== 'set-cookie') continue;
    const cookie =
      value
        .slice(value.indexOf('=') + 1)
        .split(';', 1)[0]
        ?.trim() ?? '';
    if (cookie.length >= 8) issued.push(cookie);
  }
  // Logging in and refreshing are POSTs; looking for tokens in every answer would cost more than recording it.
  return request.method === 'POST' ? [...issued, ...tokensIn(response)] : issued;
}

function tokensIn({ headers, body }: HttpResponse): readonly string[] {
  if (body.length === 0 || body.length > MAX_BYTES) return [];
  const decoded = decodeBody(headers, body);
  if (decoded.kind !== 'json') return [];
  const tokens: string[] = [];
  for (const { path, value } of leavesOf(decoded.value)) {
    if (typeof value === 'string' && value.length >= 8 && TOKEN_NAME.test(String(path.at(-1)))) tokens.push(value);
  }
  return tokens;
}
