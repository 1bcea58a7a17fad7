import { withValueAt, type JsonObject } from '../../../src/model/json.ts';
import type { Entity } from '../../../src/model/base-state.ts';
import type { EntityKey } from '../../../src/model/names.ts';
import type { WorldDraft, WorldPatch, WorldSpec } from '../../../src/model/world.ts';

/** A draft of a world, plain and slow: records in a map, ids counted up. */
export function deskDraft({ model, patches, startAt }: WorldSpec): WorldDraft {
  const entities = new Map<EntityKey, Entity>(model.base.entities.map((entity) => [entity.key, entity]));
  const next = new Map(Object.entries(model.base.sequences));
  const draft: WorldDraft = {
    model,
    startAt,
    entity: (key) => entities.get(key) ?? null,
    entitiesOf: (resource) => [...entities.values()].filter((entity) => entity.resource === resource),
    freshId(resource) {
      const id = next.get(resource) ?? 1;
      next.set(resource, id + 1);
      return String(id);
    },
    add(patch: WorldPatch) {
      if (patch.p === 'put') entities.set(patch.entity.key, patch.entity);
      if (patch.p === 'remove') entities.delete(patch.key);
      const entity = patch.p === 'set' ? entities.get(patch.key) : undefined;
      if (patch.p === 'set' && entity !== undefined)
        entities.set(patch.key, { ...entity, doc: withValueAt(entity.doc, patch.path, patch.value) as JsonObject });
    },
    clone: (key) => key,
  };
  for (const patch of patches) draft.add(patch);
  return draft;
}
