/** XML and HTML: elements and attributes are fields, an element with a name and a value in its attributes is one too. */
import type { Edits } from './edits.ts';
import { scrubField, scrubFields, type Field } from './field-rules.ts';
import type { Scrub } from './scrub.ts';

export function editMarkup(text: string, edits: Edits, scrub: Scrub): void {
  if (!scrub.mayNest) return;
  if (text.includes('</')) each(ELEMENT, text, (found, at) => editElement(found, at, edits, scrub));
  if (text.includes('="') || text.includes("='"))
    each(TAG, text, (found, at) => editAttributes(found, at, edits, scrub));
}

const ELEMENT = /<(\p{L}[\p{L}\w:.-]{0,60})(?:\s[^<>]{0,200})?>(?:([^<]{1,400})|<!\[CDATA\[([^\]]{1,400})\]\]>)<\//gu;

/** `<password>...</password>`: an element is a field where its name tells something. */
function editElement([found, name = '', content, data]: RegExpExecArray, at: number, edits: Edits, scrub: Scrub): void {
  const key = name.slice(name.lastIndexOf(':') + 1);
  const kind = scrub.classOf(key);
  if (kind === 'other' || kind === 'id') return;
  const raw = content ?? data ?? '';
  const value = data === undefined ? unescaped(raw) : raw;
  const standIn = scrubField(key, value, scrub);
  if (standIn === value) return;
  const start = at + found.lastIndexOf(raw);
  edits.add(start, start + raw.length, data === undefined ? escaped(standIn) : standIn);
}

const TAG =
  /<\p{L}[\p{L}\w:.-]{0,60}((?:\s{1,20}[\p{L}_:][\p{L}\w:.-]{0,60}\s?=\s?(?:"[^"<]{0,2000}"|'[^'<]{0,2000}')){1,40})/gu;
const ATTRIBUTE = /([\p{L}_][\p{L}\w.-]{0,60})\s?=\s?(?:"([^"<]*)"|'([^'<]*)')/gu;

/** All of one tag are judged together, as one record. */
function editAttributes([tag, list = '']: RegExpExecArray, at: number, edits: Edits, scrub: Scrub): void {
  const fields: (Field & { readonly start: number; readonly length: number })[] = [];
  const offset = at + tag.length - list.length;
  each(ATTRIBUTE, list, ([pair, key = '', double, single], from) => {
    const raw = double ?? single ?? '';
    const start = offset + from + pair.length - 1 - raw.length;
    if (raw !== '') fields.push({ key, value: unescaped(raw), start, length: raw.length });
  });
  const standIns = scrubFields('', fields, scrub);
  for (const [index, { value, start, length }] of fields.entries()) {
    const standIn = standIns[index] ?? value;
    if (standIn !== value) edits.add(start, start + length, escaped(standIn).replaceAll('"', '&quot;'));
  }
}

function each(pattern: RegExp, text: string, use: (found: RegExpExecArray, at: number) => void): void {
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const end = pattern.lastIndex;
    use(found, found.index);
    pattern.lastIndex = end;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => ENTITIES[entity] ?? '');
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (char) => (char === '&' ? '&amp;' : char === '<' ? '&lt;' : '&gt;'));
}
