/** A world before it starts, for mutators: shows the records with the edits so far, and collects more. */
import { valueAt, withValueAt, type JsonObject } from '../../model/json.ts';
import type { Entity } from '../../model/base-state.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { EntityKey, ResourceName } from '../../model/names.ts';
import type { WorldDraft, WorldPatch } from '../../model/world.ts';
import { compileModel } from '../compile-model.ts';
import type { CompiledModel } from '../compiled.ts';
import { entityKey } from './entity-key.ts';
import { isNumeric, newIdFor } from './new-id.ts';
import { applyStartEdit, quietTurn, startState } from './start-state.ts';
import type { WorldState } from './state.ts';

/** The draft keeps all patches, those it began with first. */
export type CollectedDraft = WorldDraft & { patches(): readonly WorldPatch[] };

export function createDraft(
  model: LearnedModel,
  patches: readonly WorldPatch[],
  startAt: number,
  seed: number,
): CollectedDraft {
  return new Draft(model, patches, startAt, seed);
}

class Draft implements CollectedDraft {
  readonly model: LearnedModel;
  readonly startAt: number;
  readonly #patches: WorldPatch[];
  readonly #compiled: CompiledModel;
  readonly #state: WorldState;
  readonly #seed: number;
  readonly #given = new Set<string>();

  constructor(model: LearnedModel, patches: readonly WorldPatch[], startAt: number, seed: number) {
    this.model = model;
    this.startAt = startAt;
    this.#patches = [...patches];
    this.#seed = seed;
    this.#compiled = compileModel(model);
    this.#state = startState(this.#compiled, patches, startAt, seed);
  }

  entity(key: EntityKey): Entity | null {
    return this.#state.live(key)?.entity ?? null;
  }

  *entitiesOf(resource: ResourceName): Iterable<Entity> {
    for (const rec of this.#state.recs(resource)) yield rec.entity;
  }

  freshId(resource: ResourceName): string {
    for (;;) {
      const turn = quietTurn(this.#compiled, this.#state, this.startAt, this.#seed);
      const id = newIdFor(turn, resource);
      if (id === undefined) throw new Error(`no resource ${resource} in this model`);
      const name = `${resource}/${String(id)}`;
      if (this.#given.has(name)) continue;
      this.#given.add(name);
      return String(id);
    }
  }

  add(patch: WorldPatch): void {
    this.#patches.push(patch);
    if (patch.p === 'put' || patch.p === 'set' || patch.p === 'remove')
      applyStartEdit(quietTurn(this.#compiled, this.#state, this.startAt, this.#seed), patch);
  }

  clone(key: EntityKey, changes: JsonObject): EntityKey {
    const original = this.entity(key);
    const resource = original === null ? undefined : this.#compiled.base.resources.get(original.resource);
    if (original === null || resource === undefined) throw new Error(`no record ${key} to copy`);
    const id = this.freshId(resource.name);
    let doc: JsonObject = { ...original.doc, ...changes };
    if (valueAt(changes, resource.idPath) === undefined)
      doc = withValueAt(doc, resource.idPath, isNumeric(resource) ? Number(id) : id) as JsonObject;
    doc = withOwnId(doc, original, id);
    const copy = entityKey(resource, id, original.parent);
    this.add({
      p: 'put',
      entity: { ...original, key: copy, id, doc, createdAt: Math.min(original.createdAt, this.startAt - 1) },
    });
    return copy;
  }

  patches(): readonly WorldPatch[] {
    return this.#patches;
  }
}

/** A record's links to itself (`.../tickets/7.json`) name the copy. */
function withOwnId(doc: JsonObject, original: Entity, id: string): JsonObject {
  const own = new RegExp(`/${escaped(original.id)}(?=$|[./?#])`);
  const entries = Object.entries(doc).map(
    ([key, value]) =>
      [
        key,
        typeof value === 'string' && /^(https?:\/\/|\/)/.test(value) && own.test(value) && isOwnLink(value, original)
          ? value.replace(own, `/${id}`)
          : value,
      ] as const,
  );
  return Object.fromEntries(entries) as JsonObject;
}

function isOwnLink(url: string, { resource, id }: Entity): boolean {
  return url.includes(`${resource}/${id}`) || url.endsWith(`/${id}`) || url.includes(`/${id}.`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
