/** Bodies of messages, through their content codings and back; large ones window by window. */
import { decodeContent, encodeContent } from '../../model/content-coding.ts';
import { headerValue, NO_BODY, type HeaderList } from '../../model/http.ts';
import { scrubContent } from './body-rules.ts';
import type { Scrub } from './scrub.ts';
import { BodyTooDense } from './windows/body-too-dense.ts';
import { scrubInWindows } from './windows/scrub-in-windows.ts';

export interface ScrubbedBody {
  readonly bytes: Uint8Array;
  /** Set where the body could not be looked into and was left out for safety. */
  readonly incomplete: string | null;
}

const MAX_DECODED_BYTES = 128 * 1024 * 1024;
/** What JSON of this size is read into takes twenty times the memory. */
const MOST_AT_ONCE = 4 * 1024 * 1024;
const PIECE = 256 * 1024;

/** The same bytes where nothing was replaced. */
export function scrubBody(headers: HeaderList, body: Uint8Array, rootKey: string, scrub: Scrub): ScrubbedBody {
  if (body.length === 0) return { bytes: body, incomplete: null };
  const content = decodeContent(headers, body, MAX_DECODED_BYTES);
  // What cannot be read cannot be shown to hold no secret.
  if (content.kind === 'undecodable') return leftOut(body, content.reason);
  const contentType = headerValue(headers, 'content-type') ?? '';
  try {
    const scrubbed =
      content.bytes.length > MOST_AT_ONCE
        ? inWindows(contentType, content.bytes, rootKey, scrub)
        : scrubContent(contentType, content.bytes, rootKey, scrub);
    return { bytes: scrubbed === content.bytes ? body : encodeContent(content.codings, scrubbed), incomplete: null };
  } catch (error) {
    if (error instanceof BodyTooDense) return leftOut(body, error.message);
    throw error;
  }
}

function inWindows(contentType: string, bytes: Uint8Array, rootKey: string, scrub: Scrub): Uint8Array {
  const windows = scrubInWindows(contentType, rootKey, scrub);
  const ready: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += PIECE) ready.push(...windows.add(bytes.subarray(at, at + PIECE)));
  ready.push(...windows.end());
  const scrubbed = Buffer.concat(ready);
  return scrubbed.equals(bytes) ? bytes : scrubbed;
}

function leftOut(body: Uint8Array, reason: string): ScrubbedBody {
  return {
    bytes: NO_BODY,
    incomplete: `body of ${body.length} bytes left out, since it could not be redacted: ${reason}`,
  };
}
