import type { Json, JsonPath } from 'offscript';
import { readsSame } from '../json.ts';
import type { FindStep } from '../script.ts';
import { listRows } from './list-rows.ts';
import { readItem } from './read-item.ts';
import { saidOf } from './said-of.ts';
import { Stop } from './stop.ts';
import { callOf, fieldOf, idOf, resolve, type Found, type Work } from './work.ts';

interface Wanted {
  readonly path: JsonPath;
  readonly value: Json;
}

const MOST_ITEMS = 12;

/** The one record that was meant, after looking at all pages; null where none is. Never the first of several. */
export async function findRecord(work: Work, step: FindStep): Promise<Found | null> {
  const wanted = step.where.flatMap(({ path, equals }): Wanted[] => {
    const value = resolve(work, equals, step.as);
    return value === undefined ? [] : [{ path, value }];
  });
  if (wanted.length === 0) return null;
  const call = callOf(work, step);
  let matches = await matching(work, await listRows(work, call), wanted);
  const parents = call.values.filter(({ place }) => place.in === 'path');
  if (matches.length === 0 && parents.length < call.values.length) {
    matches = await matching(work, await listRows(work, { ...call, values: parents }), wanted);
  }
  // Rows move while one reads: what was passed over may be there all the same.
  if (matches.length === 0) matches = await matching(work, await listRows(work, { ...call, values: parents }), wanted);
  if (matches.length <= 1) return matches[0] ?? null;
  const meant = await narrowed(work, matches);
  if (meant.length === 1) return meant[0] ?? null;
  const ids = matches.flatMap((match) => idOf(work, match) ?? []);
  throw new Stop('conflict', ids, `${ids.length} records fit what was said.`);
}

/** Rows that show what is wanted; where the list shows too little to tell, the records themselves are read. */
async function matching(work: Work, rows: readonly Found[], wanted: readonly Wanted[]): Promise<readonly Found[]> {
  const shown = (row: Found, { path, value }: Wanted): Json | undefined =>
    fieldOf(work, row, path, value) ?? fieldOf(work, row, path);
  const matches = rows.filter((row) => wanted.every((one) => readsSame(shown(row, one), one.value)));
  if (matches.length > 0) return matches;
  const unclear = rows.filter((row) => wanted.every((one) => isUnclear(shown(row, one), one.value)));
  if (unclear.length === 0 || unclear.length > MOST_ITEMS) return [];
  const items: Found[] = [];
  for (const row of unclear) {
    const item = await readItem(work, row);
    if (item !== null && wanted.every((one) => readsSame(shown(item, one), one.value))) items.push(item);
  }
  return items;
}

/** Not shown, or cut short. */
function isUnclear(shown: Json | undefined, value: Json): boolean {
  if (shown === undefined) return true;
  if (readsSame(shown, value)) return true;
  if (typeof shown !== 'string' || typeof value !== 'string') return false;
  const start = shown.replace(/\s*(?:\.{3}|…)$/, '');
  return start.length >= 3 && start.length < value.length && value.startsWith(start);
}

/** By what else was said of such a record. */
async function narrowed(work: Work, matches: readonly Found[]): Promise<readonly Found[]> {
  const resource = matches[0]?.resource ?? '';
  const said = saidOf(work, resource);
  if (said.length === 0 || matches.length > MOST_ITEMS) return matches;
  const fits: Found[] = [];
  for (const match of matches) {
    const isShown = said.every(({ path }) => fieldOf(work, match, path) !== undefined);
    const full = isShown ? match : ((await readItem(work, match)) ?? match);
    if (
      said.every(({ path, value }) => readsSame(fieldOf(work, full, path, value) ?? fieldOf(work, full, path), value))
    )
      fits.push(match);
  }
  return fits;
}
