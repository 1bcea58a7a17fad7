/**
 * The same recording with other ids and other people, so that no agent can learn a recording's facts by heart.
 * One map serves the model and everything said about it: `map` rewrites tasks the same way.
 */
import type { Json, JsonObject } from '../model/json.ts';
import type { Entity } from '../model/base-state.ts';
import type { FieldModel } from '../model/field.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { EntityKey, ResourceName } from '../model/names.ts';
import type { Operation } from '../model/operation.ts';
import type { Resource } from '../model/resource.ts';
import { createDice } from './effects/dice.ts';
import { idBijection } from './permute/id-bijection.ts';
import { personNames } from './permute/person-names.ts';
import { renameDoc, renameEntity, renameJson } from './permute/rename-json.ts';
import { Renamer } from './permute/renamer.ts';
import { valuesAt } from './effects/values-at.ts';
import { jsonOf } from '../model/body.ts';

export interface PermutedModel {
  readonly model: LearnedModel;
  /** Says a text, or any JSON about the model's records, in the new ids and names. */
  map(value: Json): Json;
}

export function permuteModel(model: LearnedModel, seed: number): PermutedModel {
  const ids = new Map<ResourceName, ReadonlyMap<string, string>>();
  const known = knownIds(model);
  for (const resource of model.resources) {
    if (resource.scope === 'parent' || resource.singleton) continue;
    ids.set(
      resource.name,
      idBijection([...(known.get(resource.name) ?? [])], resource.idShape, createDice(seed, 'permute', resource.name)),
    );
  }
  const names = personNames(model, createDice(seed, 'names'));
  const renamer = new Renamer(model, { ids, keys: keysOf(model, ids), names });
  return { model: permuted(model, renamer, ids), map: (value) => renameJson(renamer, value) };
}

function allEntities(model: LearnedModel): readonly Entity[] {
  const earlier = model.base.history.flatMap(({ versions }) => versions.flatMap(({ entity }) => entity ?? []));
  return [...model.base.entities, ...model.base.deleted, ...earlier];
}

function knownIds(model: LearnedModel): ReadonlyMap<ResourceName, ReadonlySet<string>> {
  const ids = new Map<ResourceName, Set<string>>(model.resources.map(({ name }) => [name, new Set()]));
  const links = new Map(
    model.resources.map(({ name, fields }) => [name, fields.filter(({ references }) => references !== null)]),
  );
  for (const { resource, id, doc } of allEntities(model)) {
    ids.get(resource)?.add(id);
    for (const { path, references } of links.get(resource) ?? []) {
      for (const value of valuesAt(doc, path))
        if (typeof value === 'string' || typeof value === 'number') ids.get(references ?? '')?.add(String(value));
    }
  }
  return ids;
}

function keysOf(
  model: LearnedModel,
  ids: ReadonlyMap<ResourceName, ReadonlyMap<string, string>>,
): ReadonlyMap<EntityKey, EntityKey> {
  const keys = new Map<EntityKey, EntityKey>();
  for (const { key, resource, id, parent } of allEntities(model)) {
    const own = ids.get(resource)?.get(id) ?? id;
    const parts = key.split('/');
    const isScoped = parts.length > 2 && parent !== null;
    const parentResource = parent?.slice(0, parent.indexOf('/')) ?? '';
    const above = key.slice(resource.length + 1, key.length - id.length - 1);
    keys.set(
      key,
      isScoped ? `${resource}/${ids.get(parentResource)?.get(above) ?? above}/${own}` : `${resource}/${own}`,
    );
  }
  return keys;
}

function permuted(
  model: LearnedModel,
  renamer: Renamer,
  ids: ReadonlyMap<ResourceName, ReadonlyMap<string, string>>,
): LearnedModel {
  const { base } = model;
  return {
    ...model,
    operations: model.operations.map((operation) => withExamples(renamer, operation)),
    resources: model.resources.map((resource) => withFields(renamer, resource, ids)),
    auth: model.auth.map((auth) => ({
      ...auth,
      principals: auth.principals.map((principal) => ({
        ...principal,
        entity: principal.entity === null ? null : renamer.key(principal.entity),
        login:
          principal.login === null ? null : { ...principal.login, body: renameJson(renamer, principal.login.body) },
      })),
    })),
    errors: model.errors.map((shape) => ({
      ...shape,
      body: renameJson(renamer, shape.body as unknown as Json) as unknown as typeof shape.body,
    })),
    base: {
      ...base,
      entities: base.entities.map((entity) => renameEntity(renamer, entity)),
      deleted: base.deleted.map((entity) => renameEntity(renamer, entity)),
      history: base.history.map(({ key, versions }) => ({
        key: renamer.key(key),
        versions: versions.map(({ until, entity }) => ({
          until,
          entity: entity === null ? null : renameEntity(renamer, entity),
        })),
      })),
      sequences: Object.fromEntries(
        Object.entries(base.sequences).map(([name, next]) => [name, nextAfter(ids.get(name), next)]),
      ),
    },
    samples: model.samples.map((sample) => {
      const operation = renamer.operations.get(sample.operation);
      const slots = sample.request.slots.map(({ slot, value }) => {
        const idOf = operation === undefined ? null : renamer.slotResource(operation, slot);
        return { slot, value: idOf === null ? renameJson(renamer, value) : renamer.id(idOf, value) };
      });
      const body =
        sample.body.kind === 'text'
          ? { kind: 'text' as const, text: renamedText(renamer, sample.body.text, operation?.resource ?? null) }
          : sample.body;
      const headers = sample.headers.map(([name, value]) => [name, renamer.text(value)] as const);
      return { ...sample, request: { slots }, headers, body, reads: sample.reads.map((key) => renamer.key(key)) };
    }),
  };
}

/** Numbers go on counting where the new ids end. */
function nextAfter(ids: ReadonlyMap<string, string> | undefined, next: number): number {
  const pairs = [...(ids ?? [])].flatMap(([old, now]) =>
    /^\d+$/.test(old) && /^\d+$/.test(now) ? [[Number(old), Number(now)] as const] : [],
  );
  if (pairs.length === 0) return next;
  const highest = pairs.reduce((top, pair) => (pair[0] > top[0] ? pair : top));
  return Math.max(next > highest[0] ? highest[1] + (next - highest[0]) : next, highest[1] + 1);
}

function renamedText(renamer: Renamer, text: string, resource: ResourceName | null): string {
  try {
    const value = jsonOf(text);
    const next =
      resource !== null && isBareDoc(value) ? renameDoc(renamer, resource, value) : renameJson(renamer, value);
    return JSON.stringify(next);
  } catch {
    return renamer.text(text);
  }
}

function isBareDoc(value: Json): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'id' in (value as JsonObject);
}

function withExamples(renamer: Renamer, operation: Operation): Operation {
  const field = (model: FieldModel, where: 'body' | 'query' | 'header'): FieldModel => {
    const name = String(model.path[0] ?? '');
    const slot = where === 'body' ? { in: 'body' as const, path: model.path } : { in: where, name };
    return renamedField(renamer, model, renamer.slotResource(operation, slot));
  };
  const { body, query, headers } = operation.request;
  const branches = operation.branches.map((branch) => ({
    ...branch,
    ...(renameJson(renamer, {
      operation: operation.id,
      guard: branch.guard,
      effects: branch.effects,
      body: branch.body,
      headers: branch.headers,
    } as unknown as Json) as unknown as Omit<typeof branch, 'seen' | 'success' | 'status'>),
  }));
  return {
    ...operation,
    request: {
      ...operation.request,
      body: body.map((model) => field(model, 'body')),
      query: query.map((model) => field(model, 'query')),
      headers: headers.map((model) => field(model, 'header')),
    },
    branches: branches.map(({ guard, status, effects, body: template, headers: own, seen, success }) => ({
      guard,
      status,
      effects,
      body: template,
      headers: own,
      seen,
      success,
    })),
  };
}

function withFields(
  renamer: Renamer,
  resource: Resource,
  ids: ReadonlyMap<ResourceName, ReadonlyMap<string, string>>,
): Resource {
  const own = [...(ids.get(resource.name)?.values() ?? [])].filter((id) => /^\d+$/.test(id)).map(Number);
  const { idShape } = resource;
  const shape =
    idShape.kind === 'integer' && own.length > 0 ? { ...idShape, min: minMax(own)[0], max: minMax(own)[1] } : idShape;
  return {
    ...resource,
    idShape: shape,
    fields: resource.fields.map((field) => ({
      ...field,
      ...renamedField(renamer, field, renamer.fieldResource(resource.name, field.path)),
    })),
  };
}

function minMax(values: readonly number[]): readonly [number, number] {
  return values.reduce<readonly [number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}

function renamedField<T extends FieldModel>(renamer: Renamer, field: T, idOf: ResourceName | null): T {
  const say = (value: Json): Json => (idOf === null ? renameJson(renamer, value) : renamer.id(idOf, value));
  return { ...field, examples: field.examples.map(say), enum: field.enum === null ? null : field.enum.map(say) };
}
