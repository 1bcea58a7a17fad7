/**
 * Content-Encoding, undone and redone. Never trusts the header alone: cassettes often keep a decoded body
 * beside `Content-Encoding: gzip`, and a bomb of 165 bytes unpacks to 100 MiB.
 */
import { isUtf8 } from 'node:buffer';
import {
  constants,
  brotliCompressSync,
  brotliDecompressSync,
  deflateRawSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
} from 'node:zlib';
import type { HeaderList } from './http.ts';

/** One layer as it was found in the bytes; `deflate-raw` is what some servers send under the name `deflate`. */
export type ContentCoding = 'gzip' | 'deflate' | 'deflate-raw' | 'br';

export type DecodedContent =
  /** `codings` are the layers that were undone, in the order they were applied. */
  | { readonly kind: 'content'; readonly bytes: Uint8Array; readonly codings: readonly ContentCoding[] }
  | { readonly kind: 'undecodable'; readonly reason: string };

const MAX_LAYERS = 3;
const NO_CODINGS: readonly ContentCoding[] = [];

/** Undoes every layer the headers declare and the bytes really have; at most three, at most `maxBytes` out. */
export function decodeContent(headers: HeaderList, body: Uint8Array, maxBytes: number): DecodedContent {
  const declared = declaredCodings(headers);
  if (declared.length === 0 || body.length === 0) return { kind: 'content', bytes: body, codings: NO_CODINGS };
  if (declared.length > MAX_LAYERS)
    return undecodable(`content-encoding has ${declared.length} layers, more than ${MAX_LAYERS}`);
  const codings: ContentCoding[] = [];
  let bytes = body;
  for (const name of declared.toReversed()) {
    const layer = undoLayer(name, bytes, maxBytes);
    if (layer.kind === 'undecodable') return layer;
    if (layer.coding === null) break;
    codings.unshift(layer.coding);
    bytes = layer.bytes;
  }
  return { kind: 'content', bytes, codings };
}

/** The inverse for the same `codings`: equal content, not equal compressed bytes. */
export function encodeContent(codings: readonly ContentCoding[], content: Uint8Array): Uint8Array {
  return codings.reduce<Uint8Array>((bytes, coding) => ENCODERS[coding](bytes), content);
}

const ENCODERS = {
  gzip: (bytes) => gzipSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
  'deflate-raw': (bytes) => deflateRawSync(bytes),
  br: (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
} as const satisfies Record<ContentCoding, (bytes: Uint8Array) => Uint8Array>;

type Layer =
  /** `coding: null`: the bytes were plain already. */
  | { readonly kind: 'layer'; readonly bytes: Uint8Array; readonly coding: ContentCoding | null }
  | { readonly kind: 'undecodable'; readonly reason: string };

function undoLayer(name: string, bytes: Uint8Array, maxOutputLength: number): Layer {
  const limit = { maxOutputLength };
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return plainOr(name, bytes, 'no gzip header');
      return unpack('gzip', bytes, () => gunzipSync(bytes, limit));
    case 'deflate':
      if (hasZlibHeader(bytes)) return unpack('deflate', bytes, () => inflateSync(bytes, limit));
      return unpack('deflate-raw', bytes, () => inflateRawSync(bytes, limit));
    case 'br':
      return unpack('br', bytes, () => brotliDecompressSync(bytes, limit));
    default:
      return plainOr(name, bytes, 'not supported');
  }
}

function unpack(coding: ContentCoding, bytes: Uint8Array, run: () => Uint8Array): Layer {
  try {
    return { kind: 'layer', bytes: run(), coding };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ERR_BUFFER_TOO_LARGE') return undecodable(`${coding} body unpacks to more than the limit`);
    return plainOr(coding, bytes, code ?? 'broken');
  }
}

function plainOr(name: string, bytes: Uint8Array, problem: string): Layer {
  return isPlainText(bytes) ? { kind: 'layer', bytes, coding: null } : undecodable(`${name} body: ${problem}`);
}

/** Valid UTF-8 without control characters other than tab, line feed, form feed and carriage return. */
export function isPlainText(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09 && byte !== 0x0c) return false;
  }
  return isUtf8(bytes);
}

function hasZlibHeader(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
}

function declaredCodings(headers: HeaderList): readonly string[] {
  const names: string[] = [];
  for (const [name, value] of headers) {
    if (name.length !== 16 || name.toLowerCase() !== 'content-encoding') continue;
    for (const part of value.split(',')) {
      const coding = part.trim().toLowerCase();
      if (coding !== '' && coding !== 'identity') names.push(coding);
    }
  }
  return names;
}

function undecodable(reason: string): { readonly kind: 'undecodable'; readonly reason: string } {
  return { kind: 'undecodable', reason };
}
