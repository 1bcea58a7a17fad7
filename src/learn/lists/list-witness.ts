/** A recorded list answer beside all records known at that moment. */
import type { JsonObject } from '../../model/json.ts';
import type { EntityKey } from '../../model/names.ts';
import { docBefore, type Track } from '../records/chronicle.ts';
import type { Witness } from '../records/fold-recording.ts';
import { liveCounts } from '../records/live-counts.ts';
import type { Scene } from '../values/scene.ts';

export interface ListedRecord {
  readonly key: EntityKey;
  readonly doc: JsonObject;
}

export interface LiveRecord extends ListedRecord {
  readonly track: Track;
}

export interface ListWitness {
  readonly scene: Scene;
  readonly items: readonly ListedRecord[];
  /** How many records of the resource were live as known then. */
  readonly liveCount: number;
  /** Them, in order of first sight. */
  live(): Iterable<LiveRecord>;
  /** Some 120 of them, evenly. */
  readonly liveSample: readonly ListedRecord[];
}

const SAMPLE = 120;

export function listWitness(scene: Scene, witness: Witness, resource: string): ListWitness {
  const { chronicle } = scene.world;
  const tick = scene.call.tick + 1;
  const tracks = chronicle.byResource.get(resource) ?? [];
  const items = witness.shown.flatMap(({ key, role }) => {
    const doc = role === 'list' ? docBefore(chronicle.tracks.get(key), tick) : null;
    return doc === null || doc === undefined ? [] : [{ key, doc }];
  });
  let sample: readonly ListedRecord[] | null = null;
  return {
    scene,
    items,
    get liveCount() {
      return liveCounts(tracks).before(tick);
    },
    live: () => liveAt(tracks, tick),
    get liveSample() {
      return (sample ??= everyNth(liveAt(tracks, tick), Math.max(1, Math.floor(this.liveCount / SAMPLE))));
    },
  };
}

function* liveAt(tracks: readonly Track[], tick: number): Generator<LiveRecord> {
  for (const track of tracks) {
    const doc = docBefore(track, tick);
    if (doc !== null && doc !== undefined) yield { key: track.key, doc, track };
  }
}

function everyNth(records: Iterable<ListedRecord>, step: number): readonly ListedRecord[] {
  const kept: ListedRecord[] = [];
  let index = 0;
  for (const record of records) if (index++ % step === 0) kept.push(record);
  return kept;
}

export function firstOf<T>(items: Iterable<T>, count: number): readonly T[] {
  const kept: T[] = [];
  for (const item of items) {
    kept.push(item);
    if (kept.length >= count) break;
  }
  return kept;
}
