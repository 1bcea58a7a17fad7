/** Tables as text: a cell is a field of its row's record, named by the first row. */
import { scrubFields } from './field-rules.ts';
import type { Scrub } from './scrub.ts';

const MOST_COLUMNS = 500;

/** Null where the first row is no list of names. */
export function scrubTable(text: string, separator: ',' | '\t' | ';', scrub: Scrub): string | null {
  const rows = rowsOf(text, separator);
  const head = rows.next();
  if (head.done === true || head.value.length < 2 || head.value.length > MOST_COLUMNS) return null;
  const names = head.value.map(({ value }) => value);
  if (!names.every((name) => /^\uFEFF?[\p{L}_][\p{L}\w ./()-]{0,60}$/u.test(name))) return null;
  let result = '';
  let at = 0;
  for (const row of rows) {
    const fields = row.map(({ value }, index) => ({ key: names[index] ?? '', value }));
    const standIns = scrubFields('', fields, scrub);
    for (const [index, { start, end, value }] of row.entries()) {
      const standIn = standIns[index] ?? value;
      if (standIn === value) continue;
      result += text.slice(at, start) + quoted(standIn, text.slice(start, end), separator);
      at = end;
    }
  }
  return result + text.slice(at);
}

interface Cell {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

function* rowsOf(text: string, separator: string): Generator<readonly Cell[]> {
  let row: Cell[] = [];
  for (let at = 0; at < text.length;) {
    const end = endOfCell(text, at, separator);
    const raw = text.slice(at, end);
    const value = raw.startsWith('"')
      ? raw.slice(1, raw.endsWith('"') && raw.length > 1 ? -1 : undefined).replaceAll('""', '"')
      : raw;
    row.push({ start: at, end, value });
    const isLast = text[end] !== separator;
    at = end + 1;
    if (!isLast) continue;
    if (text[end] === '\r' && text[end + 1] === '\n') at++;
    yield row;
    row = [];
  }
  if (row.length > 0) yield row;
}

function endOfCell(text: string, from: number, separator: string): number {
  let at = from;
  if (text[at] === '"') {
    at++;
    while (at < text.length && (text[at] !== '"' || text[at + 1] === '"')) at += text[at] === '"' ? 2 : 1;
    if (at < text.length) at++;
  }
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}

function quoted(value: string, like: string, separator: string): string {
  return like.startsWith('"') || /["\r\n]/.test(value) || value.includes(separator)
    ? `"${value.replaceAll('"', '""')}"`
    : value;
}
