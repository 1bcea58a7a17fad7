/** What a recorded write changed: its record as the answer (or its effects) show it, and other records by its effects. */
import {
  isArray,
  jsonEquals,
  valueAt,
  withValueAt,
  type Json,
  type JsonObject,
  type JsonPath,
} from '../../model/json.ts';
import type { Effect, FieldWrite } from '../../model/effect.ts';
import type { Ref } from '../../model/expr.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { EntityKey, ResourceName } from '../../model/names.ts';
import type { Operation } from '../../model/operation.ts';
import type { EntityChange } from '../../model/trace.ts';
import { isWriteKind } from '../../model/operation.ts';
import { principalIndex } from '../auth/principal-index.ts';
import { baseChronicle, type SessionTracks } from '../records/base-chronicle.ts';
import type { Call } from '../reading/call.ts';
import { docBefore } from '../records/chronicle.ts';
import { evaluate } from '../values/evaluate.ts';
import type { Exchange } from '../reading/exchange.ts';
import { idText } from '../records/matching.ts';
import { modelKeyRules, type ModelView } from '../records/model-views.ts';
import { mergeOf } from '../effects/merge-mode.ts';
import { parentIdsOf, refKey, targetKeyOf, type Scene } from '../values/scene.ts';
import { sentObject } from '../values/request-object.ts';
import { layoutOf } from './scene-layout.ts';
import { keyOf, parentKeyOf, type ParentIds } from '../records/views.ts';

export interface StepScene extends Scene {
  readonly parents: ParentIds;
}

export function stepScene(
  model: LearnedModel,
  operation: Operation,
  params: Readonly<Record<string, string>>,
  exchange: Exchange,
  tracks: SessionTracks,
  principal: string | null,
): StepScene {
  const layout = layoutOf(operation);
  const call: Call = {
    operation: operation.id,
    template: layout.facts.template,
    params,
    discriminator: operation.discriminator,
    number: null,
    exchange,
    success: true,
    session: 0,
    tick: exchange.at,
  };
  const rules = modelKeyRules(model);
  const parents = parentIdsOf(call, layout);
  const entity = principal === null ? null : (principalIndex(model).byId.get(principal)?.entity ?? null);
  return {
    call,
    now: exchange.at,
    layout,
    targetKey: targetKeyOf(call, layout, rules),
    parentKeys: operation.parents.map(({ resource }) => {
      const id = parents.get(resource);
      return id === undefined ? null : keyOf(resource, id, parentKeyOf(resource, null, rules, parents), rules);
    }),
    createdKey: null,
    after: null,
    afterKnown: false,
    principal: entity,
    principalId: principal,
    world: {
      chronicle: { tracks, byResource: baseChronicle(model).byResource },
      rules,
      idPaths: new Map(model.resources.map(({ name, idPath }) => [name, idPath])),
    },
    parents,
  };
}

export function changesOf(
  model: LearnedModel,
  operation: Operation,
  scene: StepScene,
  views: readonly ModelView[],
  tracks: SessionTracks,
): readonly EntityChange[] {
  if (!isWriteKind(operation.kind)) return [];
  const shown = views.find(({ main }) => main);
  const changes = new Map<EntityKey, EntityChange>();
  const put = (key: EntityKey, resource: ResourceName, before: JsonObject | null, after: JsonObject | null): void => {
    const known = changes.get(key);
    if (!jsonEquals(before ?? undefined, after ?? undefined))
      changes.set(key, { key, resource, before: known?.before ?? before, after });
  };
  const effects = operation.branches.findLast(({ success }) => success)?.effects ?? [];
  if (operation.kind === 'create' || (operation.kind === 'action' && operation.target === null)) {
    const created = shown ?? null;
    if (created !== null) put(created.key, created.resource, null, created.doc);
    runOthers(model, { ...scene, createdKey: created?.key ?? null, after: created?.doc ?? null }, effects, put);
    return [...changes.values()];
  }
  const key = scene.targetKey ?? shown?.key ?? null;
  const resource = operation.resource;
  if (key !== null && resource !== null) {
    const before = docBefore(tracks.get(key), scene.call.tick) ?? null;
    if (operation.kind === 'delete' && shown === undefined) {
      if (effects.some(({ t }) => t === 'delete') || effects.length === 0) {
        put(key, resource, before ?? {}, null);
        for (const child of childrenOf(model, scene, effects, key)) put(child.key, child.resource, child.doc, null);
      } else put(key, resource, before, predicted(scene, effects, before ?? {}));
    } else {
      const after = shown?.key === key ? { ...(before ?? {}), ...shown.doc } : predicted(scene, effects, before ?? {});
      put(key, resource, before ?? (shown?.key === key ? shown.doc : {}), after);
    }
  }
  const after = key === null ? null : (changes.get(key)?.after ?? null);
  runOthers(model, { ...scene, after }, effects, put);
  return [...changes.values()];
}

/** The target after the branch's own effects on it. */
function predicted(scene: Scene, effects: readonly Effect[], before: JsonObject): JsonObject {
  let doc = before;
  for (const effect of effects) {
    if (effect.t !== 'update' || effect.of.r !== 'target') continue;
    if (effect.copy !== null) {
      const { from, to, mode, except } = effect.copy;
      const sent = Object.fromEntries(Object.entries(sentObject(scene, from)).filter(([key]) => !except.includes(key)));
      doc = mergeOf(
        doc,
        sent,
        { from, to, except, echoed: new Set(Object.keys(sent)) },
        mode,
        effect.copy.defaults ?? null,
        effect.copy.gone ?? [],
      );
    }
    doc = written(scene, effect, doc);
  }
  return doc;
}

function written(scene: Scene, effect: { readonly set: readonly FieldWrite[] }, start: JsonObject): JsonObject {
  let doc = start;
  for (const { path, value } of effect.set) {
    const next: Json | undefined = evaluate(value, { ...scene, after: doc }, doc);
    if (next !== undefined) doc = withValueAt(doc, path, next) as JsonObject;
  }
  return doc;
}

type Put = (key: EntityKey, resource: ResourceName, before: JsonObject | null, after: JsonObject | null) => void;

/** Effects on records other than the target and the created one. */
function runOthers(model: LearnedModel, scene: Scene, effects: readonly Effect[], put: Put): void {
  for (const effect of effects) {
    if (effect.t === 'each') {
      const items = evaluate(effect.array, scene);
      if (isArray(items))
        items.forEach((value, index) => runOthers(model, { ...scene, element: { value, index } }, effect.effects, put));
    } else if (effect.t === 'children') {
      const owner = refKey(scene, effect.of);
      for (const { key, resource, doc } of owner === null
        ? []
        : ownedBy(model, scene, owner, effect.resource, effect.by))
        if (fits(doc, effect.where)) put(key, resource, doc, written(scene, effect, doc));
    } else if (
      (effect.t === 'update' || effect.t === 'recompute') &&
      effect.of.r !== 'target' &&
      effect.of.r !== 'created'
    )
      runOther(model, scene, effect, effect.of, put);
  }
}

function runOther(
  model: LearnedModel,
  scene: Scene,
  effect: Extract<Effect, { t: 'update' | 'recompute' }>,
  of: Ref,
  put: Put,
): void {
  const key = refKey(scene, of);
  const before = key === null ? undefined : docBefore(scene.world.chronicle.tracks.get(key), scene.call.tick);
  if (key === null || before === undefined || before === null) return;
  const usable = effect.set.filter(({ value }) => value.k !== 'aggregate');
  put(key, key.slice(0, key.indexOf('/')), before, written(scene, { ...effect, set: usable }, before));
}

function fits(doc: JsonObject, where: Extract<Effect, { t: 'children' }>['where']): boolean {
  return where.every(({ path, in: values }) => values.some((value) => jsonEquals(value, valueAt(doc, path) ?? null)));
}

interface Owned {
  readonly key: EntityKey;
  readonly resource: ResourceName;
  readonly doc: JsonObject;
}

function childrenOf(model: LearnedModel, scene: Scene, effects: readonly Effect[], key: EntityKey): readonly Owned[] {
  return effects.flatMap((effect) =>
    effect.t === 'delete' ? effect.cascade.flatMap(({ resource, by }) => ownedBy(model, scene, key, resource, by)) : [],
  );
}

/** Records of a resource that belong to another one just before the call. */
function ownedBy(
  model: LearnedModel,
  scene: Scene,
  owner: EntityKey,
  resource: ResourceName,
  by: JsonPath,
): readonly Owned[] {
  const id = owner.slice(owner.lastIndexOf('/') + 1);
  return (baseChronicle(model).byResource.get(resource) ?? []).flatMap((track) => {
    const doc = docBefore(scene.world.chronicle.tracks.get(track.key), scene.call.tick);
    if (doc === undefined || doc === null) return [];
    const isChild = by.length === 0 ? track.parent === owner : idText(valueAt(doc, by)) === id;
    return isChild ? [{ key: track.key, resource, doc }] : [];
  });
}
