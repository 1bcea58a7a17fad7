import type { Json } from 'offscript';
import type { Call } from '../call.ts';
import { isArray, isObject, valueAt } from '../json.ts';
import { nextPage } from '../next-page.ts';
import { refuse } from './refuse.ts';
import { idOf, type Found, type Work } from './work.ts';

const MOST_PAGES = 40;

/** Every record a list shows, on all its pages, each once. */
export async function listRows(work: Work, first: Call): Promise<readonly Found[]> {
  const { resource, shows } = first.operation;
  const rows: Found[] = [];
  const ids = new Set<string>();
  let call: Call | null = first;
  for (let number = 1, seen = 0; call !== null && number <= MOST_PAGES; number += 1) {
    const answer = await work.send(call);
    if (answer.status >= 400 || answer.status === 0 || answer.flaw !== null)
      throw refuse(work, answer, call.operation.name);
    const items: readonly Json[] = itemsOf(answer.body, shows ?? []);
    const known = rows.length;
    for (const record of items) {
      const row = { resource, record };
      const id = idOf(work, row);
      if (id !== null && ids.has(id)) continue;
      if (id !== null) ids.add(id);
      rows.push(row);
    }
    // The same page again: the list cannot be asked for others.
    if (items.length > 0 && rows.length === known) break;
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
