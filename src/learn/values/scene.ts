/** The moment of one recorded call: its request, the records around it before and after, for testing expressions. */
import { valueAt, type Json, type JsonObject } from '../../model/json.ts';
import type { Ref } from '../../model/expr.ts';
import type { EntityKey, ResourceName } from '../../model/names.ts';
import { slotValue, type Call } from '../reading/call.ts';
import { docBefore, type Chronicle } from '../records/chronicle.ts';
import { idText } from '../records/matching.ts';
import { keyOf, parentKeyOf, type KeyRules, type ParentIds } from '../records/views.ts';
import type { OperationLayout } from '../paths/layout.ts';

export interface Scene {
  readonly call: Call;
  /** Server time where its Date header says it, else the client's. */
  readonly now: number;
  readonly layout: OperationLayout;
  readonly targetKey: EntityKey | null;
  readonly parentKeys: readonly (EntityKey | null)[];
  readonly createdKey: EntityKey | null;
  /** The created or changed record afterwards, where known. */
  readonly after: JsonObject | null;
  readonly afterKnown: boolean;
  readonly principal: EntityKey | null;
  readonly principalId: string | null;
  readonly world: SceneWorld;
  /** Figures over other records are as they were before the call. */
  readonly isBefore?: boolean;
  /** Inside `map` and `each`. */
  readonly element?: { readonly value: Json; readonly index: number };
}

export interface SceneWorld {
  readonly chronicle: Chronicle;
  readonly rules: KeyRules;
  readonly idPaths: ReadonlyMap<ResourceName, readonly (string | number)[]>;
}

export function parentIdsOf(call: Call, layout: OperationLayout): ParentIds {
  const ids = new Map<ResourceName, string>();
  for (const { resource, slot } of layout.parents) {
    const id = idText(slotValue(call.exchange, call.params, slot));
    if (id !== null) ids.set(resource, id);
  }
  return ids;
}

export function targetKeyOf(call: Call, layout: OperationLayout, rules: KeyRules): EntityKey | null {
  if (layout.target === null || layout.resource === null) return null;
  const id = idText(slotValue(call.exchange, call.params, layout.target));
  if (id === null) return null;
  return keyOf(layout.resource, id, parentKeyOf(layout.resource, null, rules, parentIdsOf(call, layout)), rules);
}

/** The key of a record that the request names by its id: below the same parents as the request's path, where ids are theirs. */
export function namedBy(scene: Scene, resource: ResourceName, id: string): EntityKey {
  const { rules } = scene.world;
  return keyOf(resource, id, parentKeyOf(resource, null, rules, parentIdsOf(scene.call, scene.layout)), rules);
}

export function refKey(scene: Scene, ref: Ref): EntityKey | null {
  switch (ref.r) {
    case 'target':
      return scene.targetKey;
    case 'created':
      return scene.createdKey;
    case 'parent':
      return scene.parentKeys[ref.index] ?? null;
    case 'principal':
      return scene.principal;
    case 'slot': {
      const id = idText(slotValue(scene.call.exchange, scene.call.params, ref.slot));
      return id === null ? null : namedBy(scene, ref.resource, id);
    }
    case 'via': {
      const owner = refKey(scene, ref.of);
      const track = owner === null ? undefined : scene.world.chronicle.tracks.get(owner);
      const rule = track === undefined ? undefined : scene.world.rules.get(track.resource)?.parent;
      if (rule?.resource === ref.resource && rule.field?.join('\u0000') === ref.path.join('\u0000'))
        return track?.parent ?? null;
      const id = idText(valueAt(docOf(scene, ref.of) ?? undefined, ref.path));
      return id === null ? null : `${ref.resource}/${id}`;
    }
    case 'element': {
      const id = idText(valueAt(scene.element?.value, ref.path));
      return id === null ? null : namedBy(scene, ref.resource, id);
    }
  }
}

/** The record a reference stands for: before the call, except for a created one. */
export function docOf(scene: Scene, ref: Ref): JsonObject | null {
  if (ref.r === 'created') return scene.after;
  const key = refKey(scene, ref);
  if (key === null) return null;
  return docBefore(scene.world.chronicle.tracks.get(key), scene.call.tick) ?? null;
}
