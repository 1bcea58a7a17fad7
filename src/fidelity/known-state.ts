/**
 * What the system was known to hold when a held-out session began. The behaviour is learned from the training sessions
 * alone, but records live on between sessions, so their state is taken from everything recorded before.
 *
 * A record that neither the training nor an earlier session ever showed is ambiguous: missing, or never recorded.
 * The session itself says which: where the real API served it, the first contact defines it (its view becomes the
 * record, put into the world before the session starts) and is not judged; later calls are. The same holds for fields
 * that a first read shows otherwise than last known (before the session wrote anything), for a record that was there and
 * now answers 404, and for records that a whole list lacks: somebody unrecorded changed them in between. What a session creates itself is no unknown: the world has to create it.
 */
import { isObject, jsonEquals, leavesOf, valueAt, type Json, type JsonObject, type JsonPath } from '../model/json.ts';
import type { Entity } from '../model/base-state.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { EntityKey } from '../model/names.ts';
import { isWriteKind, type Operation } from '../model/operation.ts';
import type { Template } from '../model/template.ts';
import type { Resource } from '../model/resource.ts';
import type { TracedSession, TracedStep } from '../model/trace.ts';
import type { Session } from '../model/recording.ts';
import { indexModel, sameSlot, type ModelIndex } from '../model/model-index.ts';
import type { WorldPatch } from '../model/world.ts';
import { isWholeList } from './whole-list.ts';

/** How one call of a held-out session is to be judged. */
export interface StepTruth {
  /** Its target or parent was met for the first time: the call only defines it. */
  readonly defines: boolean;
  /** Places in the answer that show what nobody could know: unknown records, drifted fields. */
  readonly unknowable: readonly JsonPath[];
}

export interface SessionTruth {
  readonly patches: readonly WorldPatch[];
  readonly steps: readonly StepTruth[];
  readonly unknownEntities: number;
  readonly goneEntities: number;
  readonly driftedFields: number;
}

interface Draft {
  readonly startedAt: number;
  /** what the start state needs; null: gone */
  readonly puts: Map<EntityKey, Entity | null>;
  readonly met: Set<EntityKey>;
  /** from the first write on, a difference may be the session's own doing */
  wrote: boolean;
  unknownEntities: number;
  goneEntities: number;
  driftedFields: number;
}

const FRESH: StepTruth = { defines: false, unknowable: [] };

export class KnownState {
  readonly #model: LearnedModel;
  readonly #index: ModelIndex;
  /** As changed since the training's base; null: gone. */
  readonly #since = new Map<EntityKey, Entity | null>();

  constructor(model: LearnedModel) {
    this.#model = model;
    this.#index = indexModel(model);
  }

  /** Reads a session that is about to be replayed. */
  truthOf(session: Session, traced: TracedSession): SessionTruth {
    const draft: Draft = {
      startedAt: traced.startedAt,
      puts: new Map(),
      met: new Set(),
      wrote: false,
      unknownEntities: 0,
      goneEntities: 0,
      driftedFields: 0,
    };
    const steps = traced.steps.map((step, position) => {
      const operation = step.operation === null ? undefined : this.#index.operation(step.operation);
      if (operation === undefined) return FRESH;
      const truth = this.#truthOfStep(step, operation, draft);
      const interaction = session.interactions[position];
      if (
        step.success &&
        interaction?.outcome.kind === 'response' &&
        isWholeList(this.#model, operation, interaction.request, interaction.outcome.response)
      )
        this.#bury(step, operation, draft);
      draft.wrote ||= step.success && isWriteKind(operation.kind);
      return truth;
    });
    const { puts, unknownEntities, goneEntities, driftedFields } = draft;
    const edits = new Map([...this.#since, ...puts]);
    const patches = [...edits].map(([key, entity]) => patchOf(key, entity));
    return { patches: [...patches, ...restated(edits)], steps, unknownEntities, goneEntities, driftedFields };
  }

  /** Takes over what a session left behind. */
  pass(traced: TracedSession): void {
    for (const step of traced.steps) {
      const operation = step.operation === null ? undefined : this.#index.operation(step.operation);
      if (operation === undefined || !step.success) continue;
      for (const { key, doc } of step.views) {
        const entity = this.#entityFrom(key, doc, operation, step, traced.startedAt);
        if (entity !== null) this.#since.set(key, entity);
      }
      for (const { key, after } of step.changes) {
        if (after === null) this.#since.set(key, null);
        else if (!step.views.some((view) => view.key === key)) {
          const entity = this.#entityFrom(key, after, operation, step, traced.startedAt);
          if (entity !== null) this.#since.set(key, entity);
        }
      }
    }
  }

  /** What a whole list lacks, though it was last known to be there, is gone. */
  #bury(step: TracedStep, operation: Operation, draft: Draft): void {
    const listed = new Set(step.views.map(({ key }) => key));
    const parent = this.#namedBy(step, operation).at(-1) ?? null;
    const added = [...this.#since.values()].filter(
      (entity) => entity !== null && entity.resource === operation.resource,
    );
    for (const entity of [...this.#index.entitiesOf(operation.resource ?? ''), ...added]) {
      if (entity === null || listed.has(entity.key) || draft.met.has(entity.key) || this.#entity(entity.key) === null)
        continue;
      if (operation.parents.length > 0 && entity.parent !== parent) continue;
      draft.met.add(entity.key);
      draft.puts.set(entity.key, null);
      draft.goneEntities += 1;
    }
  }

  #truthOfStep(step: TracedStep, operation: Operation, draft: Draft): StepTruth {
    const { startedAt, puts, met } = draft;
    const named = this.#namedBy(step, operation);
    if (!step.success) {
      const gone =
        step.status === 404 || step.status === 410
          ? named.filter((key) => !met.has(key) && this.#entity(key) !== null)
          : [];
      const target = gone.at(-1);
      if (target === undefined || named.at(-1) !== target) return FRESH;
      puts.set(target, null);
      met.add(target);
      return { defines: true, unknowable: [] };
    }
    const created = new Set(
      step.changes
        .filter(({ before, key }) => before === null && operation.kind === 'create' && !met.has(key))
        .map(({ key }) => key),
    );
    let defines = false;
    const unknowable: JsonPath[] = [];
    for (const { key, doc, at } of step.views) {
      if (met.has(key) && puts.get(key) !== null) continue;
      met.add(key);
      if (created.has(key)) continue;
      const known = puts.get(key) === null ? null : this.#entity(key);
      const entity = this.#entityFrom(key, doc, operation, step, startedAt);
      if (entity === null) continue;
      if (known === null) {
        draft.unknownEntities += 1;
        puts.set(key, entity);
        unknowable.push(at);
        if (isItem(operation) && key === (named.at(-1) ?? key)) defines = true;
      } else if (!draft.wrote && !isWriteKind(operation.kind)) {
        const drifted = [...leavesOf(doc)].filter(({ path, value }) => !jsonEquals(valueAt(known.doc, path), value));
        const lost = showsAll(operation) ? Object.keys(known.doc).filter((name) => !Object.hasOwn(doc, name)) : [];
        if (drifted.length + lost.length === 0) continue;
        draft.driftedFields += drifted.length + lost.length;
        unknowable.push(...drifted.map(({ path }) => [...at, ...path]), ...lost.map((name) => [...at, name]));
        const kept = Object.entries(entity.doc).filter(([name]) => !lost.includes(name));
        puts.set(key, { ...entity, doc: Object.fromEntries(kept) });
      }
    }
    for (const key of named) {
      if (met.has(key)) continue;
      met.add(key);
      if (this.#entity(key) !== null) continue;
      const stub = this.#entityFrom(key, {}, operation, step, startedAt);
      if (stub === null) continue;
      draft.unknownEntities += 1;
      puts.set(key, stub);
      defines = true;
    }
    for (const { key } of step.changes) met.add(key);
    return { defines, unknowable };
  }

  #entity(key: EntityKey): Entity | null {
    const since = this.#since.get(key);
    if (since !== undefined) return since;
    return this.#index.isLive(key) ? (this.#index.entity(key) ?? null) : null;
  }

  /** Parents and target that the request names, outermost first. */
  #namedBy(step: TracedStep, operation: Operation): readonly EntityKey[] {
    const parents = operation.parents.flatMap(({ resource, slot }) => {
      const value = step.values.find((each) => sameSlot(each.slot, slot))?.value;
      return value === undefined || value === null ? [] : [`${resource}/${String(value)}`];
    });
    const { target, resource } = operation;
    const value = target === null ? undefined : step.values.find((each) => sameSlot(each.slot, target))?.value;
    if (resource === null || value === undefined || value === null || typeof value === 'object') return parents;
    const isScoped = this.#index.resource(resource)?.scope === 'parent';
    const parentId = parents.at(-1)?.split('/').slice(1).join('/');
    return [
      ...parents,
      isScoped && parentId !== undefined ? `${resource}/${parentId}/${String(value)}` : `${resource}/${String(value)}`,
    ];
  }

  #entityFrom(
    key: EntityKey,
    doc: JsonObject,
    operation: Operation,
    step: TracedStep,
    startedAt: number,
  ): Entity | null {
    const known = this.#entity(key);
    if (known !== null) return { ...known, doc: { ...known.doc, ...doc } };
    const [name = '', ...rest] = key.split('/');
    const resource = this.#index.resource(name);
    if (resource === undefined) return null;
    const scoped = resource.scope === 'parent' && resource.parent !== null && rest.length > 1;
    const id = scoped ? rest.slice(1).join('/') : rest.join('/');
    const own = withId(doc, resource.idPath, id, resource.idShape.kind === 'integer');
    const parent = this.#parentOf(scoped ? (rest[0] ?? null) : null, name, own, operation, step);
    return {
      key,
      resource: name,
      id,
      parent,
      doc: withParent(own, resource, parent),
      complete: false,
      createdAt: startedAt - 1000,
    };
  }

  #parentOf(
    scopeId: string | null,
    name: string,
    doc: JsonObject,
    operation: Operation,
    step: TracedStep,
  ): EntityKey | null {
    const parent = this.#index.resource(name)?.parent ?? null;
    if (parent === null) return null;
    if (scopeId !== null) return `${parent.resource}/${scopeId}`;
    const named = parent.field === null ? undefined : valueAt(doc, parent.field);
    if (typeof named === 'string' || typeof named === 'number') return `${parent.resource}/${named}`;
    const slot = operation.parents.findLast(({ resource }) => resource === parent.resource)?.slot;
    const value = slot === undefined ? undefined : step.values.find((each) => sameSlot(each.slot, slot))?.value;
    return typeof value === 'string' || typeof value === 'number' ? `${parent.resource}/${value}` : null;
  }
}

/** Everything a record has is shown: what is not there, the record does not have. */
function showsAll({ branches }: Operation): boolean {
  return branches.some(({ body, success }) => success && holdsWhole(body));
}

function holdsWhole(template: Template): boolean {
  if (template.t === 'object') return template.fields.some(({ value }) => holdsWhole(value));
  return (template.t === 'entity' || template.t === 'list') && template.view.fields === null;
}

/** The path says whose it is. */
function withParent(doc: JsonObject, { parent: above, fields }: Resource, parent: EntityKey | null): JsonObject {
  const [name] = above?.field ?? [];
  if (parent === null || above?.field?.length !== 1 || typeof name !== 'string' || Object.hasOwn(doc, name)) return doc;
  const id = parent.slice(parent.lastIndexOf('/') + 1);
  const isNumber = fields.find(({ path }) => path.length === 1 && path[0] === name)?.types.includes('integer') === true;
  return { ...doc, [name]: isNumber && /^\d+$/.test(id) ? Number(id) : id };
}

function isItem(operation: Operation): boolean {
  return operation.kind !== 'list' && operation.kind !== 'create';
}

function withId(doc: JsonObject, path: JsonPath, id: string, isNumber: boolean): JsonObject {
  const [key] = path;
  if (path.length !== 1 || typeof key !== 'string' || Object.hasOwn(doc, key)) return doc;
  const value: Json = isNumber && /^\d+$/.test(id) ? Number(id) : id;
  return isObject(doc) ? { [key]: value, ...doc } : doc;
}

/** Once more, since a record put in moves the derived fields (counters, totals) of others, which already say what was true. */
function restated(edits: ReadonlyMap<EntityKey, Entity | null>): readonly WorldPatch[] {
  return [...edits].flatMap(([key, entity]) => (entity === null ? [] : [patchOf(key, entity)]));
}

function patchOf(key: EntityKey, entity: Entity | null): WorldPatch {
  return entity === null ? { p: 'remove', key, unborn: true } : { p: 'put', entity };
}
