/** What bodies hold, content codings undone: JSON, forms, multipart, tables, lines, text. */
import { isUtf8 } from 'node:buffer';
import { mediaTypeOf } from '../../model/body.ts';
import { isPlainText } from '../../model/content-coding.ts';
import { headerValue, NO_BODY } from '../../model/http.ts';
import { parseMultipart, type MultipartPart } from '../../model/multipart.ts';
import { scrubTable } from './csv-rules.ts';
import { Edits } from './edits.ts';
import { scrubFields } from './field-rules.ts';
import type { Scrub } from './scrub.ts';
import { editPairs } from './url-rules.ts';

export const MEDIA =
  /^(?:image\/(?!svg)|audio\/|video\/|font\/|application\/(?:pdf|zip|gzip|x-gzip|x-tar|wasm|x-7z|vnd\.openxmlformats|vnd\.ms-))/;
const FORM = 'application/x-www-form-urlencoded';

/** The same bytes where nothing was replaced. */
export function scrubContent(contentType: string, bytes: Uint8Array, rootKey: string, scrub: Scrub): Uint8Array {
  const type = mediaTypeOf(contentType);
  if (type.startsWith('multipart/')) return scrubMultipart(contentType, bytes, scrub) ?? scrubBinary(bytes, scrub);
  if (MEDIA.test(type)) return bytes;
  const encoding = encodingOf(type, bytes);
  if (encoding === null) return scrubBinary(bytes, scrub);
  const text = bufferOf(bytes).toString(encoding);
  const scrubbed = scrubText(type, text, rootKey, scrub);
  return scrubbed === text ? bytes : Buffer.from(scrubbed, encoding);
}

/** `latin1` keeps any bytes as they are where the text is not UTF-8. */
function encodingOf(type: string, bytes: Uint8Array): BufferEncoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf16le';
  if (isUtf8(bytes))
    return type === '' || type.startsWith('text/') || type.includes('json') || type === FORM || isPlainText(bytes)
      ? 'utf8'
      : null;
  return type.startsWith('text/') || type.includes('json') || type.includes('xml') ? 'latin1' : null;
}

function scrubText(type: string, text: string, rootKey: string, scrub: Scrub): string {
  if (type.includes('event-stream') || /ndjson|jsonl|json-seq|json-lines/.test(type))
    return scrubLines(text, rootKey, scrub);
  if (/^[\uFEFF\s]*[[{"]/.test(text.slice(0, 64))) {
    const json = scrub.json(text, rootKey);
    if (json !== null) return json;
    if (text.includes('\n')) return scrubLines(text, rootKey, scrub);
  }
  const separator = separatorOf(type, text);
  const table = separator === null ? null : scrubTable(text, separator, scrub);
  if (table !== null) return table;
  if (type === FORM) {
    const edits = new Edits(text);
    editPairs(text, 0, text.length, edits, scrub);
    return edits.apply();
  }
  return scrub.text(text);
}

function separatorOf(type: string, text: string): ',' | '\t' | ';' | null {
  if (type === 'text/tab-separated-values') return '\t';
  if (!/^(?:text|application)\/(?:x-)?csv$/.test(type)) return null;
  const head = text.slice(0, text.search(/[\r\n]|$/));
  return head.split(';').length > head.split(',').length ? ';' : ',';
}

/** Begins each text of a JSON sequence (RFC 7464). */
const RECORD_SEPARATOR = '\u001e';

/** Server-sent events and JSON lines: each line's JSON for itself, so that a broken line breaks no other. */
function scrubLines(text: string, rootKey: string, scrub: Scrub): string {
  return text
    .split('\n')
    .map((line) => {
      const lead = line.startsWith(RECORD_SEPARATOR) ? RECORD_SEPARATOR : (/^(?:data:)?\s*/.exec(line)?.[0] ?? '');
      const rest = line.slice(lead.length);
      if (rest === '' || (rest[0] !== '{' && rest[0] !== '[')) return scrub.text(line);
      const end = rest.endsWith('\r') ? '\r' : '';
      const json = scrub.json(end === '' ? rest : rest.slice(0, -1), rootKey);
      return json === null ? scrub.text(line) : lead + json + end;
    })
    .join('\n');
}

/** Text fields are judged together, as one record; a file by its type. */
function scrubMultipart(contentType: string, bytes: Uint8Array, scrub: Scrub): Uint8Array | null {
  const parts = parseMultipart(contentType, bytes);
  if (parts === null) return null;
  const contents = parts.map((part) => bytes.subarray(part.start, part.end));
  const isText = parts.map((part, at) => isTextPart(part, contents[at] ?? NO_BODY));
  const fields = parts.flatMap((part, at) =>
    isText[at] ? [{ key: part.name ?? '', value: bufferOf(contents[at] ?? NO_BODY).toString('utf8') }] : [],
  );
  const standIns = scrubFields('', fields, scrub).values();
  const pieces: Uint8Array[] = [];
  let kept = 0;
  for (const [at, part] of parts.entries()) {
    const content = contents[at] ?? NO_BODY;
    const type = headerValue(part.headers, 'content-type') ?? '';
    const scrubbed = isText[at]
      ? Buffer.from(standIns.next().value ?? '')
      : scrubContent(type, content, part.name ?? '', scrub);
    if (Buffer.compare(scrubbed, content) === 0) continue;
    pieces.push(bytes.subarray(kept, part.start), scrubbed);
    kept = part.end;
  }
  return pieces.length === 0 ? bytes : Buffer.concat([...pieces, bytes.subarray(kept)]);
}

function isTextPart(part: MultipartPart, content: Uint8Array): boolean {
  const type = headerValue(part.headers, 'content-type') ?? '';
  return part.filename === null && (type === '' || type.startsWith('text/plain')) && isPlainText(content);
}

/** Bytes of an unknown kind keep their length: a shorter or longer stand-in would break what counts them. */
function scrubBinary(bytes: Uint8Array, scrub: Scrub): Uint8Array {
  if (bytes.length > 4 * 1024 * 1024) return bytes;
  const text = bufferOf(bytes).toString('latin1');
  const found = new Edits(text);
  scrub.editText(text, found);
  if (found.count === 0) return bytes;
  const edits = new Edits(text);
  for (const { start, end, text: standIn } of found.all()) {
    edits.add(start, end, standIn.length === end - start ? standIn : scrub.pseudonyms.token(text.slice(start, end)));
  }
  return Buffer.from(edits.apply(), 'latin1');
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
