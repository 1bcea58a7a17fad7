/** A recorded list answer beside all records known at that moment. */
import type { JsonObject } from '../model/json.ts';
import type { EntityKey } from '../model/names.ts';
import { docBefore, type Track } from './chronicle.ts';
import type { Witness } from './fold-recording.ts';
import type { Scene } from './scene.ts';

export interface ListWitness {
  readonly scene: Scene;
  readonly items: readonly { readonly key: EntityKey; readonly doc: JsonObject }[];
  /** Live records of the resource as known then, in order of first sight. */
  readonly live: readonly { readonly key: EntityKey; readonly doc: JsonObject; readonly track: Track }[];
}

export function listWitness(scene: Scene, witness: Witness, resource: string): ListWitness {
  const { chronicle } = scene.world;
  const tick = scene.call.tick + 1;
  const items = witness.shown.flatMap(({ key, role }) => {
    const doc = role === 'list' ? docBefore(chronicle.tracks.get(key), tick) : null;
    return doc === null || doc === undefined ? [] : [{ key, doc }];
  });
  // Looked at by few learners and only for some witnesses: made when asked for.
  let live: ListWitness['live'] | null = null;
  return {
    scene,
    items,
    get live() {
      live ??= (chronicle.byResource.get(resource) ?? []).flatMap((track) => {
        const doc = docBefore(track, tick);
        return doc === null || doc === undefined ? [] : [{ key: track.key, doc, track }];
      });
      return live;
    },
  };
}
