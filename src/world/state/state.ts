/**
 * What one world has changed on top of the shared base: a thin layer of record versions, counters, and a way back.
 * Writes are undone as a whole, so that a refused request leaves nothing behind; nothing here costs the size of the world.
 */
import type { JsonPath } from '../../model/json.ts';
import { pathText } from '../../model/json.ts';
import type { EntityKey, ResourceName } from '../../model/names.ts';
import { indexedValues, indexText, PARENT, type BaseIndex } from './base-index.ts';
import type { Rec } from './rec.ts';

const NOTHING: ReadonlyMap<EntityKey, Rec> = new Map();

export class WorldState {
  readonly base: BaseIndex;
  /** Number of records made so far: they stand behind the base, in order. */
  #born: number;
  #touched = new Map<ResourceName, Map<EntityKey, Rec>>();
  #sequences = new Map<ResourceName, number>();
  #undo: { readonly key: EntityKey; readonly before: Rec | undefined; readonly after: Rec }[] = [];
  /** The past is being looked at: everything will be as it was, and lists need not know. */
  #isLookingBack = false;
  readonly #indexes = new Map<string, ValueIndex>();
  /** Keys in order of change, per resource, for lists that keep up with it. */
  readonly log = new Map<ResourceName, EntityKey[]>();
  /** Lists that were asked for, kept up to date; never shared between forks. */
  readonly lists = new Map<string, unknown>();

  constructor(base: BaseIndex) {
    this.base = base;
    this.#born = base.size + 1_000_000;
  }

  fork(): WorldState {
    const copy = new WorldState(this.base);
    copy.#born = this.#born;
    for (const [resource, recs] of this.#touched) copy.#touched.set(resource, new Map(recs));
    copy.#sequences = new Map(this.#sequences);
    return copy;
  }

  /** The current version, dead ones included. */
  get(key: EntityKey): Rec | undefined {
    const at = key.indexOf('/');
    const touched = this.#touched.get(at < 0 ? key : key.slice(0, at));
    return touched?.get(key) ?? this.base.get(key);
  }

  live(key: EntityKey): Rec | undefined {
    const rec = this.get(key);
    return rec === undefined || rec.dead !== null ? undefined : rec;
  }

  touched(resource: ResourceName): ReadonlyMap<EntityKey, Rec> {
    return this.#touched.get(resource) ?? NOTHING;
  }

  *allTouched(): Iterable<Rec> {
    for (const recs of this.#touched.values()) yield* recs.values();
  }

  /** Live records of a resource in base order, then in order of creation. */
  *recs(resource: ResourceName): Generator<Rec> {
    const touched = this.touched(resource);
    for (const rec of this.base.recs(resource)) {
      const now = touched.get(rec.key) ?? rec;
      if (now.dead === null && !now.ghost) yield now;
    }
    for (const rec of touched.values()) {
      if (rec.dead === null && !rec.ghost && this.base.get(rec.key)?.dead !== null) yield rec;
    }
  }

  withValue(resource: ResourceName, path: JsonPath, value: string): readonly Rec[] {
    const base = this.base.withValue(resource, path, value);
    const touched = this.#touched.get(resource);
    if (touched === undefined || touched.size === 0) return base;
    const { now, before } = this.#index(resource, path);
    const gone = before.get(value);
    const come = now.get(value);
    if (gone === undefined && come === undefined) return base;
    const found = gone === undefined ? [...base] : base.filter(({ key }) => !gone.has(key) || !touched.has(key));
    for (const key of come ?? []) {
      const rec = touched.get(key);
      if (rec !== undefined && !rec.ghost) found.push(rec);
    }
    return found;
  }

  /** Of the records that held a value in the base, those that changed since; undefined where none did. */
  changedFrom(resource: ResourceName, path: JsonPath, value: string): ReadonlySet<EntityKey> | undefined {
    return this.#index(resource, path).before.get(value);
  }

  /** Changed records that hold a value now. */
  changedTo(resource: ResourceName, path: JsonPath, value: string): readonly Rec[] {
    const touched = this.touched(resource);
    return [...(this.#index(resource, path).now.get(value) ?? [])].flatMap((key) => touched.get(key) ?? []);
  }

  #index(resource: ResourceName, path: JsonPath): ValueIndex {
    const name = indexName(resource, path);
    let index = this.#indexes.get(name);
    if (index !== undefined) return index;
    index = { resource, path, now: new Map(), before: new Map() };
    this.#indexes.set(name, index);
    for (const rec of this.touched(resource).values()) this.#enter(index, rec);
    return index;
  }

  #enter({ path, now, before }: ValueIndex, rec: Rec): void {
    if (rec.dead === null) addTo(now, rec, path);
    const base = this.base.get(rec.key);
    if (base !== undefined && base.dead === null) addTo(before, base, path);
  }

  #leave({ path, before }: ValueIndex, key: EntityKey): void {
    const base = this.base.get(key);
    if (base !== undefined) removeFrom(before, base, path);
  }

  put(rec: Rec): void {
    const before = this.#swap(rec.key, rec);
    this.#undo.push({ key: rec.key, before, after: rec });
  }

  nextOrd(): number {
    return this.#born++;
  }

  sequence(resource: ResourceName, first: number): number {
    return this.#sequences.get(resource) ?? first;
  }

  setSequence(resource: ResourceName, next: number): void {
    this.#sequences.set(resource, next);
  }

  /** Changes since `mark()`, oldest first; one per put. */
  changesSince(
    mark: number,
  ): readonly { readonly key: EntityKey; readonly before: Rec | undefined; readonly after: Rec }[] {
    return this.#undo.slice(mark);
  }

  mark(): number {
    return this.#undo.length;
  }

  rollback(mark: number): void {
    while (this.#undo.length > mark) {
      const last = this.#undo.pop();
      if (last !== undefined) this.#swap(last.key, last.before, last.after.resource);
    }
  }

  /** Forgets how to go back: what was done stays done. */
  commit(): void {
    this.#undo.length = 0;
  }

  /** Runs `look` on the state as it was at `mark`, then puts everything back. */
  asOf<T>(mark: number, look: () => T): T {
    const later = this.#undo.slice(mark);
    this.#isLookingBack = true;
    for (const { key, before, after } of later.toReversed()) this.#swap(key, before, after.resource);
    try {
      return look();
    } finally {
      for (const { key, after } of later) this.#swap(key, after);
      this.#isLookingBack = false;
    }
  }

  #swap(key: EntityKey, rec: Rec | undefined, resource: ResourceName = rec?.resource ?? ''): Rec | undefined {
    let recs = this.#touched.get(resource);
    if (recs === undefined) this.#touched.set(resource, (recs = new Map()));
    const before = recs.get(key);
    if (rec === undefined) recs.delete(key);
    else recs.set(key, rec);
    for (const index of this.#indexes.values()) {
      if (index.resource !== resource) continue;
      if (before !== undefined && before.dead === null) removeFrom(index.now, before, index.path);
      if (rec !== undefined) this.#enter(index, rec);
      else this.#leave(index, key);
    }
    if (this.lists.size > 0 && !this.#isLookingBack) {
      const log = this.log.get(resource);
      if (log === undefined) this.log.set(resource, [key]);
      else log.push(key);
    }
    return before;
  }
}

/** Changed records by a field's value: as they are, and as the base has them. */
interface ValueIndex {
  readonly resource: ResourceName;
  readonly path: JsonPath;
  readonly now: Map<string, Set<EntityKey>>;
  readonly before: Map<string, Set<EntityKey>>;
}

function indexName(resource: ResourceName, path: JsonPath): string {
  return `${resource} ${path === PARENT ? '\u0000' : pathText(path)}`;
}

function addTo(values: Map<string, Set<EntityKey>>, rec: Rec, path: JsonPath): void {
  for (const value of indexedValues(rec, path)) {
    const text = indexText(value);
    if (text === null) continue;
    const keys = values.get(text);
    if (keys === undefined) values.set(text, new Set([rec.key]));
    else keys.add(rec.key);
  }
}

function removeFrom(values: Map<string, Set<EntityKey>>, rec: Rec, path: JsonPath): void {
  for (const value of indexedValues(rec, path)) values.get(indexText(value) ?? '')?.delete(rec.key);
}
