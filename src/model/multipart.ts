/** Multipart bodies as parts with exact byte ranges, so that one part can be rewritten and the rest kept. */
import type { HeaderList } from './http.ts';

export interface MultipartPart {
  readonly headers: HeaderList;
  /** From Content-Disposition; null where it has none. */
  readonly name: string | null;
  readonly filename: string | null;
  /** Where the part's content lies in the whole body: `[start, end)`. */
  readonly start: number;
  readonly end: number;
}

const MAX_PARTS = 1_000;

/** Parts in order; null where `contentType` names no boundary or the body does not hold it. */
export function parseMultipart(contentType: string, body: Uint8Array): readonly MultipartPart[] | null {
  const mark = boundaryOf(contentType);
  if (mark === null) return null;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  const delimiter = Buffer.from(`--${mark}`, 'latin1');
  const parts: MultipartPart[] = [];
  let at = bytes.indexOf(delimiter);
  if (at < 0) return null;
  while (parts.length < MAX_PARTS) {
    const afterMark = at + delimiter.length;
    if (bytes[afterMark] === 0x2d && bytes[afterMark + 1] === 0x2d) break;
    const headStart = lineEndAfter(bytes, afterMark);
    const next = bytes.indexOf(delimiter, headStart);
    const end = next < 0 ? bytes.length : contentEnd(bytes, next);
    parts.push(parsePart(bytes, headStart, Math.max(headStart, end)));
    if (next < 0) break;
    at = next;
  }
  return parts;
}

/** What parts are told apart by; null where the type names none. */
export function boundaryOf(contentType: string): string | null {
  const found = /^multipart\/[^;]+;(?:.*;)?\s*boundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(contentType);
  return found?.[1] ?? found?.[2] ?? null;
}

/** The lines between a delimiter and a part's content. */
export function parsePartHead(head: Buffer): Pick<MultipartPart, 'headers' | 'name' | 'filename'> {
  const { headers, name, filename } = parsePart(head, lineEndAfter(head, 0), head.length);
  return { headers, name, filename };
}

function lineEndAfter(bytes: Buffer, from: number): number {
  const at = bytes.indexOf(0x0a, from);
  return at < 0 ? bytes.length : at + 1;
}

/** The line break before a delimiter belongs to the delimiter. */
function contentEnd(bytes: Buffer, delimiterAt: number): number {
  if (bytes[delimiterAt - 1] !== 0x0a) return delimiterAt;
  return bytes[delimiterAt - 2] === 0x0d ? delimiterAt - 2 : delimiterAt - 1;
}

function parsePart(bytes: Buffer, from: number, end: number): MultipartPart {
  const headers: (readonly [string, string])[] = [];
  let at = from;
  while (at < end) {
    const next = lineEndAfter(bytes, at);
    const line = bytes.toString('utf8', at, Math.min(next, end)).trimEnd();
    at = Math.min(next, end);
    if (line === '') break;
    const colon = line.indexOf(':');
    if (colon > 0) headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  const disposition = headers.find(([name]) => name.toLowerCase() === 'content-disposition')?.[1] ?? '';
  return {
    headers,
    name: parameter(disposition, 'name'),
    filename: parameter(disposition, 'filename'),
    start: at,
    end,
  };
}

function parameter(disposition: string, name: 'name' | 'filename'): string | null {
  const found = (
    name === 'name' ? /;\s*name="([^"]*)"|;\s*name=([^\s;"]+)/i : /;\s*filename="([^"]*)"|;\s*filename=([^\s;"]+)/i
  ).exec(disposition);
  return found?.[1] ?? found?.[2] ?? null;
}
