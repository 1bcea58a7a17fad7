/** In which order a list shows its items, by default and as asked for. */
import { isArray, valueAt, type Json, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { ListModel } from '../../model/list-model.ts';
import type { Slot } from '../../model/slot.ts';
import { slotValue, slotsOf } from '../reading/call.ts';
import { DIRECTION_NAMES, SORT_NAMES, snakeOf } from '../lexicon.ts';
import { firstOf, type ListWitness, type LiveRecord } from './list-witness.ts';
import { slotText } from '../reading/spots.ts';

type Key = { readonly path: JsonPath; readonly direction: 'asc' | 'desc' };

export interface Ordering {
  readonly order: readonly Key[];
  readonly sort: ListModel['sort'];
}

export function orderingOf(witnesses: readonly ListWitness[], idPath: JsonPath): Ordering {
  const sortSlot = slotNamed(witnesses, SORT_NAMES, null);
  const directionSlot = slotNamed(witnesses, DIRECTION_NAMES, sortSlot);
  const plain = witnesses.filter(
    ({ scene }) =>
      (sortSlot === null || valueOf(scene, sortSlot) === undefined) &&
      (directionSlot === null || valueOf(scene, directionSlot) === undefined),
  );
  const order = bestOrder(
    plain.map(({ items }) => items.map(({ doc }) => doc)),
    idPath,
    witnesses,
  );
  if (sortSlot === null) return { order, sort: null };
  const values: Record<string, readonly Key[]> = {};
  let prefix = false;
  for (const [text, group] of groupBySort(witnesses, sortSlot)) {
    const bare = text.startsWith('-') || text.startsWith('+') ? text.slice(1) : text;
    if (text.startsWith('-')) prefix = true;
    const named = /^(.+?)[.:_ ](asc|desc)$/i.exec(bare);
    const field = named?.[1] ?? bare;
    const direction = directionSlot === null ? undefined : valueOf(group[0]?.scene, directionSlot);
    const wanted =
      text.startsWith('-') ||
      /desc/i.test(named?.[2] ?? '') ||
      (typeof direction === 'string' && /desc|-1/i.test(direction))
        ? 'desc'
        : 'asc';
    const path = pathNamed(group, field) ?? pathNamed(witnesses, field);
    const keys =
      path === null
        ? bestOrder(
            group.map(({ items }) => items.map(({ doc }) => doc)),
            idPath,
            group,
          )
        : [{ path, direction: measured(group, path) ?? wanted } as Key];
    if (keys.length === 0) continue;
    // With a direction given apart, values name the ascending order.
    const flip = text.startsWith('-') || (directionSlot !== null && wanted === 'desc');
    const stored = flip
      ? keys.map((key): Key => ({ path: key.path, direction: key.direction === 'desc' ? 'asc' : 'desc' }))
      : keys;
    values[text.startsWith('-') ? bare : text] ??= stored;
  }
  return { order, sort: { slot: sortSlot, directionSlot, values, descendingPrefix: prefix ? '-' : null } };
}

function valueOf(scene: ListWitness['scene'] | undefined, slot: Slot): Json | undefined {
  return scene === undefined ? undefined : slotValue(scene.call.exchange, scene.call.params, slot);
}

function slotNamed(witnesses: readonly ListWitness[], names: ReadonlySet<string>, except: Slot | null): Slot | null {
  for (const { scene } of witnesses) {
    for (const { slot } of slotsOf(scene.call)) {
      if (slot.in === 'path' || (except !== null && slotText(slot) === slotText(except))) continue;
      if (names.has((slot.in === 'body' ? String(slot.path.at(-1)) : slot.name).toLowerCase())) return slot;
    }
  }
  return null;
}

function groupBySort(witnesses: readonly ListWitness[], slot: Slot): ReadonlyMap<string, ListWitness[]> {
  const groups = new Map<string, ListWitness[]>();
  for (const witness of witnesses) {
    const value = valueOf(witness.scene, slot);
    if (typeof value !== 'string') continue;
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [witness]);
    else group.push(witness);
  }
  return groups;
}

function pathNamed(witnesses: readonly ListWitness[], name: string): JsonPath | null {
  const wanted = snakeOf(name.split('.').at(-1) ?? name).replaceAll('_', '');
  for (const witness of witnesses.slice(-20)) {
    const { items } = witness;
    for (const { doc } of items.length > 0 ? items.slice(0, 4) : firstOf(witness.live(), 3)) {
      for (const [key, value] of Object.entries(doc)) {
        if (snakeOf(key).replaceAll('_', '') === wanted && (typeof value !== 'object' || value === null)) return [key];
        if (typeof value === 'object' && value !== null && !isArray(value))
          for (const [inner, leaf] of Object.entries(value))
            if (snakeOf(inner).replaceAll('_', '') === wanted && (typeof leaf !== 'object' || leaf === null))
              return [key, inner];
      }
    }
  }
  return null;
}

function measured(witnesses: readonly ListWitness[], path: JsonPath): 'asc' | 'desc' | null {
  let up = 0;
  let down = 0;
  for (const { items } of witnesses) {
    const { asc, desc } = runs(
      items.map(({ doc }) => doc),
      path,
    );
    up += asc;
    down += desc;
  }
  return up === down ? null : up > down ? 'asc' : 'desc';
}

function runs(
  docs: readonly JsonObject[],
  path: JsonPath,
): { readonly asc: number; readonly desc: number; readonly ties: number } {
  let asc = 0;
  let desc = 0;
  let ties = 0;
  for (let index = 1; index < docs.length; index++) {
    const order = compare(valueAt(docs[index - 1], path), valueAt(docs[index], path));
    if (order < 0) asc++;
    else if (order > 0) desc++;
    else ties++;
  }
  return { asc, desc, ties };
}

export function compare(left: Json | undefined, right: Json | undefined): number {
  if (left === right) return 0;
  if (left === undefined || left === null) return -1;
  if (right === undefined || right === null) return 1;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [a, b] = [String(left), String(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The field that every page is monotone in; time and id fields first. Empty: the order of creation. */
function bestOrder(
  pages: readonly (readonly JsonObject[])[],
  idPath: JsonPath,
  witnesses: readonly ListWitness[],
): readonly Key[] {
  const steps = pages.reduce((sum, docs) => sum + Math.max(0, docs.length - 1), 0);
  if (steps === 0) return defaultOrder(witnesses, idPath);
  const paths = new Map<string, JsonPath>([[idPath.join('\u0000'), idPath]]);
  for (const docs of pages.slice(0, 20)) {
    for (const doc of docs.slice(0, 5)) {
      for (const [key, value] of Object.entries(doc)) {
        if (typeof value === 'string' || typeof value === 'number') paths.set(key, [key]);
        else if (
          typeof value === 'object' &&
          value !== null &&
          !isArray(value) &&
          (key === 'attributes' || key === 'metadata')
        )
          for (const [inner, leaf] of Object.entries(value))
            if (typeof leaf !== 'object') paths.set(`${key}\u0000${inner}`, [key, inner]);
      }
    }
  }
  let best: { key: Key; score: number; ties: number } | null = null;
  for (const path of paths.values()) {
    let [asc, desc, ties] = [0, 0, 0];
    for (const docs of pages) {
      const run = runs(docs, path);
      asc += run.asc;
      desc += run.desc;
      ties += run.ties;
    }
    const direction = asc >= desc ? 'asc' : 'desc';
    const wrong = Math.min(asc, desc);
    const moves = asc + desc;
    if (moves === 0 || wrong > moves * 0.02) continue;
    const name = String(path.at(-1));
    const prior =
      path.join() === idPath.join()
        ? 0.12
        : /creat|_at$|At$|date|time|added|placed/i.test(name)
          ? 0.2
          : /name|title|position|order|rank|sort|priority|index|sequence/i.test(name)
            ? 0.1
            : 0;
    const score = 1 - ties / steps + prior - (wrong / moves) * 5;
    if (best === null || score > best.score) best = { key: { path, direction }, score, ties };
  }
  if (best === null || best.score < 0.35) return [];
  const time = best.key;
  // Ids that grow as texts (ULIDs) stand for the order of creation, in which the base is kept; new ones need not grow.
  if (
    time.path.join() === idPath.join() &&
    time.direction === 'asc' &&
    pages.some((docs) => docs.some((doc) => /[A-Za-z]/.test(String(valueAt(doc, idPath))))) &&
    witnesses.slice(-2).some(({ live }) => grows(live()))
  )
    return [];
  if (best.ties === 0 || time.path.join() === idPath.join()) return [time];
  const tie = tieDirection(pages, time.path, idPath);
  return tie === null ? [time] : [time, { path: idPath, direction: tie }];
}

/** Records whose making was recorded have ever greater ids. */
function grows(live: Iterable<LiveRecord>): boolean {
  let born = 0;
  let last = '';
  for (const { track } of live) {
    if (!track.born) continue;
    if (born > 0 && track.id <= last) return false;
    last = track.id;
    born += 1;
  }
  return born >= 3;
}

function tieDirection(
  pages: readonly (readonly JsonObject[])[],
  path: JsonPath,
  idPath: JsonPath,
): 'asc' | 'desc' | null {
  let up = 0;
  let down = 0;
  for (const docs of pages) {
    for (let index = 1; index < docs.length; index++) {
      if (compare(valueAt(docs[index - 1], path), valueAt(docs[index], path)) !== 0) continue;
      const order = compare(valueAt(docs[index - 1], idPath), valueAt(docs[index], idPath));
      if (order < 0) up++;
      else if (order > 0) down++;
    }
  }
  return up > 0 && down === 0 ? 'asc' : down > 0 && up === 0 ? 'desc' : null;
}

/** No page with two items: by integer id where ids are integers, else as created. */
function defaultOrder(witnesses: readonly ListWitness[], idPath: JsonPath): readonly Key[] {
  const ids = witnesses.slice(-3).flatMap(({ live }) => firstOf(live(), 5).map(({ doc }) => valueAt(doc, idPath)));
  return ids.length > 0 && ids.every((id) => typeof id === 'number') ? [{ path: idPath, direction: 'asc' }] : [];
}
