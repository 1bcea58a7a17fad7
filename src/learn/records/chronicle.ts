/**
 * Every record as the recording knew it at each moment: partial views folded in time.
 * A version says what was known from its tick on; documents are shared, never copied.
 */
import { jsonEquals, objectOf, type Json, type JsonObject } from '../../model/json.ts';
import type { EntityKey, ResourceName } from '../../model/names.ts';
import type { RecordView } from './views.ts';

export interface Version {
  readonly tick: number;
  readonly at: number;
  /** Null: deleted. */
  readonly doc: JsonObject | null;
  /** The operation whose answer or effect made it. */
  readonly by: string;
  /** The write itself said so; otherwise a later read found it. */
  readonly written: boolean;
}

export interface Track {
  readonly key: EntityKey;
  readonly resource: ResourceName;
  readonly id: string;
  parent: EntityKey | null;
  readonly versions: Version[];
  /** True where its creation was recorded. */
  born: boolean;
  complete: boolean;
}

export interface Chronicle {
  readonly tracks: Map<EntityKey, Track>;
  readonly byResource: Map<ResourceName, Track[]>;
}

export function createChronicle(): Chronicle {
  return { tracks: new Map(), byResource: new Map() };
}

export interface ViewNote {
  readonly tick: number;
  readonly at: number;
  readonly by: string;
  readonly written: boolean;
  readonly born: boolean;
  /** Shows all fields of its kind: fields it lacks are absent. */
  readonly whole: ReadonlySet<string> | null;
}

export function observe(chronicle: Chronicle, view: RecordView, note: ViewNote): Track {
  let track = chronicle.tracks.get(view.key);
  if (track === undefined) {
    track = {
      key: view.key,
      resource: view.resource,
      id: view.id,
      parent: view.parent,
      versions: [],
      born: note.born,
      complete: false,
    };
    chronicle.tracks.set(view.key, track);
    const list = chronicle.byResource.get(view.resource);
    if (list === undefined) chronicle.byResource.set(view.resource, [track]);
    else list.push(track);
  }
  if (view.parent !== null) track.parent = view.parent;
  if (note.whole !== null) track.complete = true;
  const before = track.versions.at(-1)?.doc ?? null;
  if (before !== null && addsNothing(before, view.doc, note.whole)) return track;
  const doc = before === null ? view.doc : merged(before, view.doc, note.whole);
  track.versions.push({ tick: note.tick, at: note.at, doc, by: note.by, written: note.written });
  return track;
}

/** All it shows was known, and all that was known of what it must show is there. */
function addsNothing(before: JsonObject, view: JsonObject, whole: ReadonlySet<string> | null): boolean {
  for (const key of Object.keys(view))
    if (!Object.hasOwn(before, key) || !jsonEquals(before[key] as Json, view[key] as Json)) return false;
  if (whole !== null)
    for (const key of Object.keys(before)) if (whole.has(key) && !Object.hasOwn(view, key)) return false;
  return true;
}

export function markDeleted(chronicle: Chronicle, key: EntityKey, note: Pick<ViewNote, 'tick' | 'at' | 'by'>): void {
  const track = chronicle.tracks.get(key);
  if (track === undefined || track.versions.at(-1)?.doc === null) return;
  track.versions.push({ tick: note.tick, at: note.at, doc: null, by: note.by, written: true });
}

/** What was known of a record just before a tick; undefined where it was unknown then. Records met later, but not born later, count as there. */
export function docBefore(track: Track | undefined, tick: number): JsonObject | null | undefined {
  if (track === undefined) return undefined;
  let found: JsonObject | null | undefined;
  let low = 0;
  let high = track.versions.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const version = track.versions[middle];
    if (version === undefined || version.tick >= tick) high = middle - 1;
    else {
      found = version.doc;
      low = middle + 1;
    }
  }
  if (found !== undefined) return found;
  return track.born ? undefined : (track.versions[0]?.doc ?? undefined);
}

/** What has not changed is kept from before, so that the versions of a record share it. */
function merged(before: JsonObject, view: JsonObject, whole: ReadonlySet<string> | null): JsonObject {
  const shared = Object.entries(view).map(
    ([key, value]) =>
      [key, Object.hasOwn(before, key) && jsonEquals(before[key], value) ? (before[key] as Json) : value] as const,
  );
  const kept = Object.entries(before).filter(([key]) => !Object.hasOwn(view, key) && whole?.has(key) !== true);
  return whole === null ? { ...before, ...objectOf(shared) } : objectOf([...shared, ...kept]);
}
