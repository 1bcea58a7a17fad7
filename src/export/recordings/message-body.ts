import { isUtf8 } from 'node:buffer';
import { BODY_LIMITS, mediaTypeOf } from '../../model/body.ts';
import { decodeContent } from '../../model/content-coding.ts';
import { headerValue, type HeaderList } from '../../model/http.ts';
import type { Json } from '../../model/json.ts';

/** The bytes without Content-Encoding; the bytes themselves where it cannot be undone. */
export function plainBytes(
  headers: HeaderList,
  body: Uint8Array,
): { readonly bytes: Uint8Array; readonly wasCoded: boolean } {
  const content = decodeContent(headers, body, BODY_LIMITS.maxBytes);
  return content.kind === 'content' && content.codings.length > 0
    ? { bytes: content.bytes, wasCoded: true }
    : { bytes: body, wasCoded: false };
}

/** Null where the bytes are no text. */
export function textOfBytes(bytes: Uint8Array): string | null {
  return isUtf8(bytes) ? Buffer.from(bytes).toString('utf8') : null;
}

/** The value where its JSON text is this text again, byte for byte. */
export function exactJson(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

export function mimeType(headers: HeaderList): string {
  return headerValue(headers, 'content-type') ?? '';
}

export function isJsonType(headers: HeaderList): boolean {
  return /[/+]json$/.test(mediaTypeOf(mimeType(headers)));
}
