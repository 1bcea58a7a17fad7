import type { Entity } from './base-state.ts';
import type { LearnedModel } from './learned-model.ts';
import type { EntityKey, OperationId, ResourceName } from './names.ts';
import type { Operation } from './operation.ts';
import type { Resource, ResourceField } from './resource.ts';
import type { Slot } from './slot.ts';
import type { JsonPath } from './json.ts';

/** Look-ups over a learned model, made once per model. */
export interface ModelIndex {
  readonly operation: (id: OperationId) => Operation | undefined;
  readonly resource: (name: ResourceName) => Resource | undefined;
  /** As last known, deleted ones included. */
  readonly entity: (key: EntityKey) => Entity | undefined;
  readonly isLive: (key: EntityKey) => boolean;
  readonly entitiesOf: (resource: ResourceName) => readonly Entity[];
  /** Operations that read one record of the resource, most used first. */
  readonly readsOf: (resource: ResourceName) => readonly Operation[];
  readonly listsOf: (resource: ResourceName) => readonly Operation[];
  readonly field: (resource: ResourceName, path: JsonPath) => ResourceField | undefined;
}

const INDEXES = new WeakMap<LearnedModel, ModelIndex>();

export function indexModel(model: LearnedModel): ModelIndex {
  let index = INDEXES.get(model);
  if (index === undefined) {
    index = makeIndex(model);
    INDEXES.set(model, index);
  }
  return index;
}

export function slotText(slot: Slot): string {
  return slot.in === 'body'
    ? `body:${slot.path.join('.')}`
    : `${slot.in}:${slot.in === 'header' ? slot.name.toLowerCase() : slot.name}`;
}

export function sameSlot(left: Slot, right: Slot): boolean {
  return slotText(left) === slotText(right);
}

export function samePath(left: readonly (string | number)[], right: readonly (string | number)[]): boolean {
  return left.length === right.length && left.every((step, index) => String(step) === String(right[index]));
}

function makeIndex(model: LearnedModel): ModelIndex {
  const operations = new Map(model.operations.map((operation) => [operation.id, operation]));
  const resources = new Map(model.resources.map((resource) => [resource.name, resource]));
  const live = new Map(model.base.entities.map((entity) => [entity.key, entity]));
  const deleted = new Map(model.base.deleted.map((entity) => [entity.key, entity]));
  const byResource = groupBy(model.base.entities);
  const byUse = (kind: Operation['kind']) => (resource: ResourceName) =>
    model.operations
      .filter((operation) => operation.kind === kind && operation.resource === resource)
      .sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
  const reads = memo(byUse('read'));
  const lists = memo(byUse('list'));
  const fields = new Map(
    model.resources.flatMap((resource) =>
      resource.fields.map((field) => [`${resource.name} ${field.path.join('.')}`, field] as const),
    ),
  );
  return {
    operation: (id) => operations.get(id),
    resource: (name) => resources.get(name),
    entity: (key) => live.get(key) ?? deleted.get(key),
    isLive: (key) => live.has(key),
    entitiesOf: (resource) => byResource.get(resource) ?? [],
    readsOf: reads,
    listsOf: lists,
    field: (resource, path) =>
      fields.get(`${resource} ${path.map((step) => (typeof step === 'number' ? '*' : step)).join('.')}`),
  };
}

function groupBy(entities: readonly Entity[]): Map<ResourceName, Entity[]> {
  const groups = new Map<ResourceName, Entity[]>();
  for (const entity of entities) {
    const group = groups.get(entity.resource);
    if (group === undefined) groups.set(entity.resource, [entity]);
    else group.push(entity);
  }
  return groups;
}

function memo<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = compute(key);
      known.set(key, value);
    }
    return value;
  };
}
