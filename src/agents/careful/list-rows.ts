import type { Json } from 'offscript';
import type { Call } from '../call.ts';
import { isArray, isObject, valueAt } from '../json.ts';
import { nextPage } from '../next-page.ts';
import { refuse } from './refuse.ts';
import { idOf, type Found, type Work } from './work.ts';

const MOST_PAGES = 40;
const MOST_RESTARTS = 2;

/** Every record a list shows, on all its pages, each once. */
export async function listRows(work: Work, first: Call): Promise<readonly Found[]> {
  const { resource, shows } = first.operation;
  const rows: Found[] = [];
  const ids = new Set<string>();
  let call: Call | null = first;
  let restarts = 0;
  let shown = new Set<string>();
  for (let number = 1, seen = 0; call !== null && number <= MOST_PAGES; number += 1) {
    const answer = await work.send(call);
    // The place in the list is forgotten: it has to be read from the start.
    if (number > 1 && (answer.status === 400 || answer.status === 410) && restarts < MOST_RESTARTS) {
      [call, restarts, number, seen, shown] = [first, restarts + 1, 0, 0, new Set()];
      continue;
    }
    if (answer.status >= 400 || answer.status === 0 || answer.flaw !== null)
      throw refuse(work, answer, call.operation.name);
    const items: readonly Json[] = itemsOf(answer.body, shows ?? []);
    const before = shown.size;
    for (const record of items) shown.add(JSON.stringify(record));
    for (const record of items) {
      const row = { resource, record };
      const id = idOf(work, row);
      if (id !== null && ids.has(id)) continue;
      if (id !== null) ids.add(id);
      rows.push(row);
    }
    // The same page again: the list cannot be asked for others.
    if (items.length > 0 && shown.size === before) break;
    seen += items.length;
    call = nextPage(call, answer, { number, items: items.length, seen });
  }
  return rows;
}

/** Where the list was, or the only list of objects there is. */
function itemsOf(body: Json | undefined, path: readonly (string | number)[]): readonly Json[] {
  const there = valueAt(body, path);
  if (isArray(there)) return there;
  if (isArray(body)) return body;
  return isObject(body)
    ? (Object.values(body).find((value): value is readonly Json[] => isArray(value) && value.every(isObject)) ?? [])
    : [];
}
