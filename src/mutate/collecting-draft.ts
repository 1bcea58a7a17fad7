import { withValueAt, type JsonObject } from '../model/json.ts';
import type { Entity } from '../model/base-state.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { EntityKey, ResourceName } from '../model/names.ts';
import type { WorldDraft, WorldPatch } from '../model/world.ts';

/**
 * The draft that a plan's mutators share: reads the task's start through what they have changed so far, and keeps their
 * patches apart from the task's own. The start draft is only read, so that many plans can stand on one.
 */
export class CollectingDraft implements WorldDraft {
  readonly model: LearnedModel;
  readonly startAt: number;
  readonly patches: WorldPatch[] = [];
  readonly #start: WorldDraft;
  readonly #fresh: () => WorldDraft;
  readonly #changed = new Map<EntityKey, Entity | null>();
  #ids: WorldDraft | null = null;

  /** @param fresh a draft of its own for this plan, made only where new ids are needed */
  constructor(start: WorldDraft, fresh: () => WorldDraft) {
    this.model = start.model;
    this.startAt = start.startAt;
    this.#start = start;
    this.#fresh = fresh;
  }

  entity(key: EntityKey): Entity | null {
    const changed = this.#changed.get(key);
    return changed === undefined ? this.#start.entity(key) : changed;
  }

  *entitiesOf(resource: ResourceName): Generator<Entity> {
    const met = new Set<EntityKey>();
    for (const { key } of this.#start.entitiesOf(resource)) {
      met.add(key);
      const entity = this.entity(key);
      if (entity !== null) yield entity;
    }
    for (const [key, entity] of this.#changed)
      if (entity !== null && entity.resource === resource && !met.has(key)) yield entity;
  }

  freshId(resource: ResourceName): string {
    if (this.#ids === null) {
      this.#ids = this.#fresh();
      for (const patch of this.patches) this.#ids.add(patch);
    }
    return this.#ids.freshId(resource);
  }

  add(patch: WorldPatch): void {
    this.patches.push(patch);
    this.#ids?.add(patch);
    if (patch.p === 'put') this.#changed.set(patch.entity.key, patch.entity);
    else if (patch.p === 'remove') this.#changed.set(patch.key, null);
    else if (patch.p === 'set') {
      const entity = this.entity(patch.key);
      if (entity !== null)
        this.#changed.set(patch.key, {
          ...entity,
          doc: withValueAt(entity.doc, patch.path, patch.value) as JsonObject,
        });
    }
  }

  clone(key: EntityKey, changes: JsonObject): EntityKey {
    const entity = this.entity(key);
    const idPath = this.model.resources.find(({ name }) => name === entity?.resource)?.idPath;
    if (entity === null || idPath === undefined) throw new Error(`There is no record ${key}.`);
    const id = this.freshId(entity.resource);
    const twin = `${key.slice(0, key.lastIndexOf('/') + 1)}${id}`;
    const doc = withValueAt(
      { ...entity.doc, ...changes },
      idPath,
      typeof entity.doc[String(idPath[0])] === 'number' ? Number(id) : id,
    ) as JsonObject;
    this.add({ p: 'put', entity: { ...entity, key: twin, id, doc } });
    return twin;
  }
}
