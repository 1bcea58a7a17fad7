/**
 * What a body says, as a view: the stored bytes stay the truth. Decided from the headers and then from the bytes,
 * since JSON travels as `text/plain`, and cassettes keep decoded bodies beside `Content-Encoding`.
 *
 * @example
 * decodeBody([['Content-Type', 'application/json']], bytes)   =>   { kind: 'json', value: { id: 7 }, exact: true }
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { bigIntegersAsText } from './big-integers.ts';
import { decodeContent, isPlainText } from './content-coding.ts';
import { nestForm, parseForm, type FormPair } from './form.ts';
import { headerValue, type HeaderList } from './http.ts';
import type { Json, JsonObject } from './json.ts';
import { parseMultipart } from './multipart.ts';

export type DecodedBody =
  | ParsedValue
  /** Urlencoded or multipart fields in order; `value` nests bracketed names. A file is `{ filename, contentType, bytes }`. */
  | { readonly kind: 'form'; readonly pairs: readonly FormPair[]; readonly value: JsonObject }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'undecodable'; readonly reason: string };

/**
 * `exact` is false where a number is beyond what JavaScript holds (over 2^53, 1e400): the text knows more than the value.
 * Integers over 2^53 are read as texts of their digits; `bigIntegers` are the keys that held any.
 */
export interface ParsedValue {
  readonly kind: 'json';
  readonly value: Json;
  readonly exact: boolean;
  readonly bigIntegers?: readonly string[];
}

export interface BodyLimits {
  /** Bytes after decoding, above which a body is not looked into. */
  readonly maxBytes: number;
  readonly maxDepth: number;
}

export const BODY_LIMITS: BodyLimits = { maxBytes: 8 * 1024 * 1024, maxDepth: 256 };

const EMPTY: DecodedBody = { kind: 'empty' };
const BINARY: DecodedBody = { kind: 'binary' };

export function decodeBody(headers: HeaderList, body: Uint8Array, limits: BodyLimits = BODY_LIMITS): DecodedBody {
  if (body.length === 0) return EMPTY;
  const content = decodeContent(headers, body, limits.maxBytes);
  if (content.kind === 'undecodable') return content;
  const { bytes } = content;
  if (bytes.length === 0) return EMPTY;
  if (bytes.length > limits.maxBytes)
    return { kind: 'undecodable', reason: `body of ${bytes.length} bytes is over the limit of ${limits.maxBytes}` };
  const contentType = headerValue(headers, 'content-type') ?? '';
  const type = mediaTypeOf(contentType);
  if (type.startsWith('multipart/')) return decodeMultipart(contentType, bytes);
  if (isOpaque(type)) return BINARY;
  const text = textOf(contentType, bytes);
  if (text === null) return BINARY;
  if (mayBeJson(type, text)) {
    const parsed = parseJsonText(text, limits.maxDepth);
    if (parsed.kind !== 'not-json') return parsed;
  }
  if (type === FORM) {
    const pairs = parseForm(text);
    return { kind: 'form', pairs, value: nestForm(pairs) };
  }
  return { kind: 'text', text };
}

/** `application/problem+json` of `Application/Problem+JSON; charset=utf-8`. */
export function mediaTypeOf(contentType: string): string {
  const end = contentType.indexOf(';');
  return (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
}

export type ParsedJson =
  ParsedValue | { readonly kind: 'undecodable'; readonly reason: string } | { readonly kind: 'not-json' };

/** JSON of outside origin: no deeper than `maxDepth` (checked before anything recurses), a leading BOM allowed. */
export function parseJsonText(text: string, maxDepth: number = BODY_LIMITS.maxDepth): ParsedJson {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (isDeeperThan(source, maxDepth))
    return { kind: 'undecodable', reason: `JSON is nested deeper than ${maxDepth} levels` };
  try {
    const value = JSON.parse(source) as Json;
    if (!MAY_LOSE_DIGITS.test(source) || numbersAreExact(source)) return { kind: 'json', value, exact: true };
    const { text: digits, keys } = bigIntegersAsText(source);
    if (keys.length === 0) return { kind: 'json', value, exact: false };
    return { kind: 'json', value: JSON.parse(digits) as Json, exact: false, bigIntegers: keys };
  } catch {
    return { kind: 'not-json' };
  }
}

/** The value of a JSON text as bodies are read; throws where it is none. */
export function jsonOf(text: string): Json {
  const parsed = parseJsonText(text);
  if (parsed.kind !== 'json') throw new SyntaxError(parsed.kind === 'undecodable' ? parsed.reason : 'not JSON');
  return parsed.value;
}

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = /^(?:application|text)\/(?:[^;]*\+)?json\d*$|^application\/(?:x-)?(?:javascript|json)$|\+json$/;
const JSON_LINES = /ndjson|jsonl|json-seq|json-lines|event-stream/;
const OPAQUE_TYPE =
  /^(?:image\/(?!svg)|audio\/|video\/|font\/|application\/(?:pdf|zip|gzip|x-gzip|x-tar|wasm|x-protobuf|protobuf|grpc|msgpack|x-msgpack|cbor|vnd\.ms-|vnd\.openxmlformats))/;

function isOpaque(type: string): boolean {
  return OPAQUE_TYPE.test(type);
}

function mayBeJson(type: string, text: string): boolean {
  if (JSON_TYPE.test(type)) return true;
  if (JSON_LINES.test(type)) return false;
  return /^[\uFEFF\s]*[[{]/.test(text.slice(0, 64));
}

/** Text by the declared charset; without one, UTF-8 if the bytes are plain text. Null: not text. */
function textOf(contentType: string, bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  if (charset !== 'utf-8' && charset !== 'utf8' && !isAscii(bytes))
    return decodeCharset(charset, bytes) ?? (isUtf8(bytes) ? buffer.toString('utf8') : null);
  const type = mediaTypeOf(contentType);
  if (type.startsWith('text/') || type === FORM || JSON_TYPE.test(type) || /[+/]xml$/.test(type))
    return buffer.toString('utf8');
  return isPlainText(bytes) ? buffer.toString('utf8') : null;
}

function decodeCharset(charset: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return null;
  }
}

function decodeMultipart(contentType: string, bytes: Uint8Array): DecodedBody {
  const parts = parseMultipart(contentType, bytes);
  if (parts === null) return BINARY;
  const pairs = parts.map((part, index): FormPair => {
    const content = bytes.subarray(part.start, part.end);
    const name = part.name ?? String(index);
    const partType = headerValue(part.headers, 'content-type') ?? '';
    if (part.filename !== null || !isPlainText(content)) {
      return [name, { filename: part.filename ?? '', contentType: partType, bytes: content.length }];
    }
    return [name, Buffer.from(content).toString('utf8')];
  });
  return { kind: 'form', pairs, value: nestForm(pairs) };
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Brackets outside strings, counted before the parser sees them. */
function isDeeperThan(text: string, maxDepth: number): boolean {
  if (text.length <= 2 * maxDepth || !hasMoreBrackets(text, maxDepth)) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at);
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > maxDepth) return true;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return false;
}

/** Opening brackets anywhere: the quick way to tell most bodies from deep ones. */
function hasMoreBrackets(text: string, most: number): boolean {
  let found = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code === 0x7b || code === 0x5b) && ++found > most) return true;
  }
  return false;
}

/** Index of the quote that closes the string opened at `at`. */
function stringEnd(text: string, at: number): number {
  let end = text.indexOf('"', at + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
  return slashes % 2 === 1;
}

/** Outside strings, a number follows one of these; what looks like one inside a string only costs a closer look. */
const MAY_LOSE_DIGITS = /(?:^|[[:,\s])(?:-0|-?\d[\d.]{15}|-?\d[\d.]*[eE])/;
const NUMBER = /-?\d[\d.eE+-]*/y;

function numbersAreExact(source: string): boolean {
  for (let at = 0; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(source, at);
    else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      NUMBER.lastIndex = at;
      const token = NUMBER.exec(source)?.[0] ?? '';
      if (!isExactNumber(token)) return false;
      at += Math.max(0, token.length - 1);
    }
  }
  return true;
}

function isExactNumber(token: string): boolean {
  const value = Number(token);
  if (!Number.isFinite(value) || Object.is(value, -0)) return false;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return false;
  return digitsOf(token) <= 17;
}

function digitsOf(token: string): number {
  return token
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '').length;
}
