/** HTTP messages as they travel through offscript: raw header lists, byte bodies, errors as data. */

/** Name and value pairs in wire order; duplicates kept; names as received. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export interface HttpRequest {
  readonly method: string;
  /** Scheme, host and port (`https://api.example.com`), always the recorded one, never a local rewrite. */
  readonly origin: string;
  /** Raw request target with query, starting with `/`. */
  readonly target: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

/** Why no complete response came. `timeout`: the client gave up waiting; the rest happened to the connection. */
export type NetworkErrorKind =
  'timeout' | 'reset' | 'refused' | 'dns' | 'tls' | 'aborted' | 'empty' | 'garbage' | 'truncated';

export interface NetworkError {
  readonly kind: NetworkErrorKind;
  readonly message: string;
}

export const NO_BODY: Uint8Array = new Uint8Array(0);

/** First value of a header, compared without case. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([key]) => key.toLowerCase() === wanted)?.[1];
}

export function withHeader(headers: HeaderList, name: string, value: string): HeaderList {
  const wanted = name.toLowerCase();
  const index = headers.findIndex(([key]) => key.toLowerCase() === wanted);
  if (index < 0) return [...headers, [name, value]];
  return headers.flatMap((pair, at) =>
    pair[0].toLowerCase() !== wanted ? [pair] : at === index ? [[pair[0], value] as const] : [],
  );
}

export function withoutHeader(headers: HeaderList, name: string): HeaderList {
  const wanted = name.toLowerCase();
  return headers.filter(([key]) => key.toLowerCase() !== wanted);
}

export function pathOf(target: string): string {
  const at = target.indexOf('?');
  return at < 0 ? target : target.slice(0, at);
}

/** Decoded query pairs in order; `+` is a space, malformed escapes are kept as they are. */
export function queryOf(target: string): readonly (readonly [string, string])[] {
  const at = target.indexOf('?');
  return at < 0 ? [] : formPairs(target.slice(at + 1));
}

/** Decoded pairs of an `application/x-www-form-urlencoded` text. */
export function formPairs(text: string): readonly (readonly [string, string])[] {
  return text
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [decodeForm(part), ''] : [decodeForm(part.slice(0, at)), decodeForm(part.slice(at + 1))];
    });
}

export function decodeForm(text: string): string {
  return decodePercent(text.replaceAll('+', ' '));
}

export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
