/**
 * One list of one world: the base's selection without what changed, merged with what changed. Short lists are put
 * together anew; long ones follow the log of changes, so that a page of 100,000 records costs no walk over them.
 */
import type { EntityKey } from '../../model/names.ts';
import { baseSelection, indexedCondition } from './selection.ts';
import { belongs, compareRecs, type ListQuery } from './list-query.ts';
import type { Rec } from '../state/rec.ts';
import type { WorldState } from '../state/state.ts';

export interface LiveList {
  readonly total: number;
  slice(start: number, count: number): readonly Rec[];
  /** How many of its records come before this one, whether or not it is in the list. */
  before(rec: Rec): number;
}

const SHORT = 256;
const KEPT_LISTS = 64;

export function liveList(state: WorldState, query: ListQuery): LiveList {
  const selected = baseSelection(state.base, query);
  const touched = state.touched(query.resource);
  if (touched.size === 0) return plainList(selected, query);
  const indexed = indexedCondition(query);
  if (selected.length <= SHORT && (indexed !== null || touched.size <= SHORT)) {
    const gone = indexed === null ? touched : state.changedFrom(query.resource, indexed.path, indexed.value);
    const come = indexed === null ? touched.values() : state.changedTo(query.resource, indexed.path, indexed.value);
    return together(selected, gone, state.base, come, query);
  }
  let list = state.lists.get(query.signature) as FollowingList | undefined;
  if (list === undefined) {
    if (state.lists.size >= KEPT_LISTS) state.lists.clear();
    state.lists.set(query.signature, (list = new FollowingList(state, query, selected)));
  }
  list.follow();
  return list;
}

/** What is left of the base's selection, with what changed merged in as far as somebody looks. */
function together(
  selected: readonly Rec[],
  gone: { keys(): Iterable<EntityKey> } | undefined,
  base: WorldState['base'],
  come: Iterable<Rec>,
  query: ListQuery,
): LiveList {
  const left = new Set<Rec>();
  if (gone !== undefined && selected.length > 0) {
    const places = placesOf(selected);
    for (const key of gone.keys()) {
      const rec = base.get(key);
      if (rec !== undefined && places.has(rec)) left.add(rec);
    }
  }
  const changed: Rec[] = [];
  for (const rec of come) if (belongs(rec, query)) changed.push(rec);
  if (changed.length === 0 && left.size === 0) return plainList(selected, query);
  changed.sort((a, b) => compareRecs(a, b, query.order));
  const before = (recs: readonly Rec[], rec: Rec): number =>
    lowerBound(recs, (other) => compareRecs(other, rec, query.order) < 0);
  return {
    total: selected.length - left.size + changed.length,
    slice: (start, count) => merged(selected, left, changed, start + count, query).slice(start),
    before: (rec) => {
      let place = before(selected, rec);
      for (const other of left) if (compareRecs(other, rec, query.order) < 0) place--;
      return place + before(changed, rec);
    },
  };
}

function merged(
  left: readonly Rec[],
  gone: ReadonlySet<Rec>,
  right: readonly Rec[],
  count: number,
  { order }: ListQuery,
): readonly Rec[] {
  const result: Rec[] = [];
  let [a, b] = [0, 0];
  while (result.length < count) {
    let one = left[a];
    while (one !== undefined && gone.has(one)) one = left[++a];
    const two = right[b];
    if (one === undefined && two === undefined) break;
    if (one !== undefined && (two === undefined || compareRecs(one, two, order) < 0)) {
      result.push(one);
      a++;
    } else if (two !== undefined) {
      result.push(two);
      b++;
    }
  }
  return result;
}

function plainList(recs: readonly Rec[], { order }: ListQuery): LiveList {
  return {
    total: recs.length,
    slice: (start, count) => recs.slice(start, start + count),
    before: (rec) => lowerBound(recs, (other) => compareRecs(other, rec, order) < 0),
  };
}

class FollowingList implements LiveList {
  readonly #state: WorldState;
  readonly #query: ListQuery;
  readonly #base: readonly Rec[];
  /** Places in the base selection that no longer count, ascending. */
  readonly #gone: number[] = [];
  /** Changed and new records, in list order. */
  readonly #added: Rec[] = [];
  readonly #shown = new Map<EntityKey, Rec>();
  readonly #goneKeys = new Set<EntityKey>();
  /** Changed records that stay where they are in the base selection, by place. */
  readonly #instead = new Map<number, Rec>();
  #read = 0;

  constructor(state: WorldState, query: ListQuery, base: readonly Rec[]) {
    this.#state = state;
    this.#query = query;
    this.#base = base;
    for (const key of state.touched(query.resource).keys()) this.#update(key);
    this.#read = state.log.get(query.resource)?.length ?? 0;
  }

  get total(): number {
    return this.#base.length - this.#gone.length + this.#added.length;
  }

  follow(): void {
    const log = this.#state.log.get(this.#query.resource);
    if (log === undefined) return;
    for (; this.#read < log.length; this.#read++) this.#update(log[this.#read] ?? '');
  }

  slice(start: number, count: number): readonly Rec[] {
    const result: Rec[] = [];
    let added = lowerBound(this.#added, (_rec, index) => index + this.#baseBefore(this.#added[index]) < start);
    let base = this.#baseIndex(start - added);
    while (result.length < count) {
      while (this.#isGone(base)) base++;
      const fromBase = this.#base[base];
      const fromAdded = this.#added[added];
      if (fromBase === undefined && fromAdded === undefined) break;
      if (fromAdded !== undefined && (fromBase === undefined || this.#compare(fromAdded, fromBase) < 0)) {
        result.push(fromAdded);
        added++;
      } else if (fromBase !== undefined) {
        result.push(this.#instead.get(base) ?? fromBase);
        base++;
      }
    }
    return result;
  }

  before(rec: Rec): number {
    return lowerBound(this.#added, (other) => this.#compare(other, rec) < 0) + this.#baseBefore(rec);
  }

  #update(key: EntityKey): void {
    const now = this.#state.touched(this.#query.resource).get(key);
    const place = this.#placeInBase(key);
    this.#instead.delete(place);
    const shown = this.#shown.get(key);
    if (shown === now && shown !== undefined) return;
    if (shown !== undefined) {
      this.#added.splice(
        lowerBound(this.#added, (other) => this.#compare(other, shown) < 0),
        1,
      );
      this.#shown.delete(key);
    }
    const held = place < 0 ? undefined : this.#base[place];
    const stays =
      now !== undefined && held !== undefined && this.#compare(now, held) === 0 && belongs(now, this.#query);
    if (stays) this.#instead.set(place, now);
    if (now === undefined || stays) this.#comeBack(key, place);
    else this.#leaveBase(key, place);
    if (now !== undefined && !stays && belongs(now, this.#query)) {
      this.#added.splice(
        lowerBound(this.#added, (other) => this.#compare(other, now) < 0),
        0,
        now,
      );
      this.#shown.set(key, now);
    }
  }

  #leaveBase(key: EntityKey, place: number): void {
    if (place < 0 || this.#goneKeys.has(key)) return;
    this.#goneKeys.add(key);
    this.#gone.splice(
      lowerBound(this.#gone, (other) => other < place),
      0,
      place,
    );
  }

  #comeBack(key: EntityKey, place: number): void {
    if (!this.#goneKeys.delete(key)) return;
    this.#gone.splice(
      lowerBound(this.#gone, (other) => other < place),
      1,
    );
  }

  #placeInBase(key: EntityKey): number {
    const rec = this.#state.base.get(key);
    if (rec === undefined) return -1;
    return placesOf(this.#base).get(rec) ?? -1;
  }

  #baseBefore(rec: Rec | undefined): number {
    if (rec === undefined) return 0;
    const place = lowerBound(this.#base, (other) => this.#compare(other, rec) < 0);
    return place - lowerBound(this.#gone, (other) => other < place);
  }

  /** Index in the base selection of its n-th record that still counts. */
  #baseIndex(nth: number): number {
    let index = nth;
    for (;;) {
      const next = nth + lowerBound(this.#gone, (other) => other <= index);
      if (next === index) return index;
      index = next;
    }
  }

  #isGone(index: number): boolean {
    return this.#gone[lowerBound(this.#gone, (other) => other < index)] === index;
  }

  #compare(left: Rec, right: Rec): number {
    return compareRecs(left, right, this.#query.order);
  }
}

const places = new WeakMap<readonly Rec[], ReadonlyMap<Rec, number>>();

/** Where each record stands in a selection of the base, which every world of a model shares. */
function placesOf(selection: readonly Rec[]): ReadonlyMap<Rec, number> {
  let found = places.get(selection);
  if (found === undefined) places.set(selection, (found = new Map(selection.map((rec, index) => [rec, index]))));
  return found;
}

/** First index for which `isBefore` no longer holds. */
function lowerBound<T>(items: readonly T[], isBefore: (item: T, index: number) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && isBefore(item, middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
