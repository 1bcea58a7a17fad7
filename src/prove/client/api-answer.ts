import { decodedResponse } from '../../model/decoded-response.ts';
import { headerValue, type HeaderList, type HttpResponse } from '../../model/http.ts';
import type { Json } from '../../model/json.ts';

export interface ApiAnswer {
  /** 0 where no response came. */
  readonly status: number;
  readonly body: Json | undefined;
  readonly headers: HeaderList;
  /** The write may have happened although nothing says so. */
  readonly ambiguous: boolean;
  /** A complete answer that parses, and no failure of the way there. */
  readonly sound: boolean;
}

/** A call that was never made. */
export const UNASKED: ApiAnswer = { status: 404, body: undefined, headers: [], ambiguous: false, sound: true };
/** No response came. */
export const NOTHING: ApiAnswer = { status: 0, body: undefined, headers: [], ambiguous: true, sound: false };

/** A response as a client sees it. */
export function answerOf(response: HttpResponse): ApiAnswer {
  const decoded = decodedResponse(response);
  const declared = headerValue(response.headers, 'content-length');
  const short = declared !== undefined && Number(declared) > response.body.length;
  const isJson = (headerValue(response.headers, 'content-type') ?? '').includes('json');
  const garbled = decoded.kind === 'undecodable' || (isJson && decoded.kind === 'text') || short;
  const body =
    decoded.kind === 'json' || decoded.kind === 'form'
      ? decoded.value
      : decoded.kind === 'text'
        ? decoded.text
        : undefined;
  const html = decoded.kind === 'text' && /^\s*<(!doctype|html)/i.test(decoded.text);
  return {
    status: response.status,
    body,
    headers: response.headers,
    ...judged(response.status, garbled || (html && response.status < 300)),
  };
}

/** `broken`: the body is not what it says it is. */
export function judged(status: number, broken: boolean): { readonly ambiguous: boolean; readonly sound: boolean } {
  const failing = status === 0 || status >= 500 || status === 429 || status === 408;
  return { ambiguous: status === 0 || status >= 500 || status === 408 || broken, sound: !failing && !broken };
}
