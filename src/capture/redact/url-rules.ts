/** URLs and forms: parameters by their names, path segments and values by their shape, escapes kept valid. */
import { decodePercent } from '../../model/http.ts';
import type { Edits } from './edits.ts';
import { scrubFields, type Field } from './field-rules.ts';
import type { Scrub } from './scrub.ts';

/** Edits `text[start, end)`, a URL or a request target. */
export function editUrl(text: string, start: number, end: number, edits: Edits, scrub: Scrub): void {
  const query = indexWithin(text, '?', start, end);
  const fragment = indexWithin(text, '#', start, end);
  const pathEnd = Math.min(query, fragment);
  if (text.slice(start, pathEnd).includes('%')) editSegments(text, start, pathEnd, edits, scrub);
  if (query < fragment) editPairs(text, query + 1, fragment, edits, scrub);
  if (fragment < end) editPairs(text, fragment + 1, end, edits, scrub);
}

/** Edits `text[start, end)`, urlencoded pairs: each field is judged as the member of a JSON record that it stands for. */
export function editPairs(text: string, start: number, end: number, edits: Edits, scrub: Scrub): void {
  const records = new Map<string, FormField[]>();
  for (let at = start; at < end;) {
    const next = indexWithin(text, '&', at, end);
    const equals = indexWithin(text, '=', at, next);
    if (equals + 1 < next) {
      const { record, key } = splitName(decodeField(text.slice(at, equals)));
      const fields = records.get(record) ?? [];
      fields.push({ key, value: decodeField(text.slice(equals + 1, next)), at: equals + 1, end: next });
      records.set(record, fields);
    }
    at = next + 1;
  }
  for (const [record, fields] of records) {
    const standIns = scrubFields(record, fields, scrub);
    for (const [index, field] of fields.entries()) {
      const standIn = standIns[index];
      if (standIn !== undefined && standIn !== field.value)
        edits.add(field.at, field.end, encodeField(standIn, text.slice(field.at, field.end)));
    }
  }
}

interface FormField extends Field {
  readonly at: number;
  readonly end: number;
}

/** @example customer[address][city] -> the record `address`, the key `city` */
function splitName(name: string): { readonly record: string; readonly key: string } {
  const parts = name.split(/[[\]]+/).filter((part) => part !== '' && !/^\d+$/.test(part));
  return { record: parts.at(-2) ?? '', key: parts.at(-1) ?? name };
}

function editSegments(text: string, start: number, end: number, edits: Edits, scrub: Scrub): void {
  for (let at = start; at < end;) {
    const next = indexWithin(text, '/', at, end);
    const raw = text.slice(at, next);
    const value = raw.includes('%') ? decodePercent(raw) : raw;
    if (value !== raw) {
      const standIn = scrub.text(value);
      if (standIn !== value) edits.add(at, next, encodeURIComponent(standIn));
    }
    at = next + 1;
  }
}

/** Index of `character` in `text[start, end)`, or `end`. */
function indexWithin(text: string, character: string, start: number, end: number): number {
  const at = text.indexOf(character, start);
  return at < 0 || at > end ? end : at;
}

function decodeField(raw: string): string {
  return decodePercent(raw.includes('+') ? raw.replaceAll('+', ' ') : raw);
}

/** Escaped as the original was: blanks as plus or %20, and `@`, `:`, `/`, `,` bare where they were bare. */
function encodeField(value: string, like: string): string {
  let encoded = encodeURIComponent(value);
  if (!like.includes('%20')) encoded = encoded.replaceAll('%20', '+');
  for (const [bare, escaped] of [
    ['@', '%40'],
    [':', '%3A'],
    ['/', '%2F'],
    [',', '%2C'],
  ] as const) {
    if (like.includes(bare)) encoded = encoded.replaceAll(escaped, bare);
  }
  return encoded;
}
