/** Witnesses as scenes: with what is known of the record after the call. */
import { valueAt, type JsonObject } from '../../model/json.ts';
import type { EntityKey, ResourceName } from '../../model/names.ts';
import { docBefore } from '../records/chronicle.ts';
import type { Folded, Witness } from '../records/fold-recording.ts';
import type { OperationLayout } from '../paths/layout.ts';
import { parentIdsOf, type Scene, type SceneWorld } from './scene.ts';
import { keyOf, parentKeyOf } from '../records/views.ts';

export interface SceneMaker {
  readonly folded: Folded;
  readonly world: SceneWorld;
  readonly entityOfPrincipal: ReadonlyMap<string, EntityKey>;
}

export function sceneOf(maker: SceneMaker, witness: Witness, layout: OperationLayout): Scene {
  const key = witness.createdKey ?? witness.targetKey;
  const after = key === null ? undefined : docAfter(maker.folded, key, witness);
  const parents = parentIdsOf(witness.call, layout);
  return {
    call: witness.call,
    now: witness.now,
    layout,
    targetKey: witness.targetKey,
    parentKeys: layout.parents.map(({ resource }) => {
      const id = parents.get(resource);
      return id === undefined
        ? null
        : keyOf(resource, id, parentKeyOf(resource, null, maker.world.rules, parents), maker.world.rules);
    }),
    createdKey: witness.createdKey,
    after: after ?? null,
    afterKnown: after !== undefined,
    principal: witness.principal === null ? null : (maker.entityOfPrincipal.get(witness.principal) ?? null),
    principalId: witness.principal,
    world: maker.world,
  };
}

/** What a later look showed, as long as no other write to the record came between; undefined where no one looked. */
function docAfter(folded: Folded, key: EntityKey, witness: Witness): JsonObject | null | undefined {
  const { tick } = witness.call;
  const track = folded.chronicle.tracks.get(key);
  if (witness.shown.some((view) => view.key === key && view.role === 'record')) return docBefore(track, tick + 1);
  const sighting = firstAfter(folded.sightings.get(key) ?? [], tick);
  if (sighting === undefined) return undefined;
  const nextWrite = (folded.writes.get(key) ?? []).find((write) => write.tick > tick);
  if (nextWrite !== undefined && nextWrite.tick <= sighting) return undefined;
  return docBefore(track, sighting + 1);
}

function firstAfter(ticks: readonly number[], tick: number): number | undefined {
  let low = 0;
  let high = ticks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ticks[middle] ?? Infinity) > tick) high = middle;
    else low = middle + 1;
  }
  return ticks[low];
}

export function idOfDoc(world: SceneWorld, resource: ResourceName, doc: JsonObject): unknown {
  return valueAt(doc, world.idPaths.get(resource) ?? ['id']);
}
