import { jsonEquals, valueAt, type Json, type JsonObject, type JsonPath } from '../model/json.ts';
import type { Entity } from '../model/base-state.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { ListFilter } from '../model/list-model.ts';
import type { EntityKey } from '../model/names.ts';
import type { Operation } from '../model/operation.ts';
import type { Resource } from '../model/resource.ts';
import { indexModel, samePath } from '../model/model-index.ts';
import { shownAt, viewShows } from '../model/template-paths.ts';
import { isAddressable } from './request-fields.ts';

/** Ways a person could point at a record, so that the agent must find it by a read. */
export type Finding =
  | {
      readonly by: 'key';
      readonly list: Operation;
      readonly path: JsonPath;
      readonly value: Json;
      readonly filter: ListFilter | null;
      readonly read: Operation | null;
    }
  | { readonly by: 'id'; readonly read: Operation }
  | { readonly by: 'id-in-list'; readonly list: Operation }
  /** No read knows the record: the id has to be told, and nothing can be checked first. */
  | { readonly by: 'told' };

const MOST_PAGES = 6;
const LONGEST_LABEL = 120;

/** How to find `entity` as it stands at the start; prefers what a person would say over an id when `preferKey`. */
export function findingOf(
  model: LearnedModel,
  entity: Entity,
  starting: ReadonlyMap<EntityKey, JsonObject | null>,
  preferKey: boolean,
): Finding {
  const index = indexModel(model);
  const resource = index.resource(entity.resource);
  if (resource === undefined) return { by: 'told' };
  const read =
    index.readsOf(resource.name).find((operation) => operation.target !== null && isAddressable(operation)) ?? null;
  const lists = index
    .listsOf(resource.name)
    .filter((list) => list.list !== null && isAddressable(list) && shownAt(list, 'list') !== undefined);
  const byKey = preferKey || read === null ? keyFinding(model, resource, entity, lists, read, starting) : null;
  if (byKey !== null) return byKey;
  if (read !== null) return { by: 'id', read };
  const list = lists.find((candidate) => pagesOf(model, candidate, entity) <= MOST_PAGES);
  return list === undefined ? { by: 'told' } : { by: 'id-in-list', list };
}

function keyFinding(
  model: LearnedModel,
  resource: Resource,
  entity: Entity,
  lists: readonly Operation[],
  read: Operation | null,
  starting: ReadonlyMap<EntityKey, JsonObject | null>,
): Finding | null {
  const paths = [...resource.naturalKey, ...(resource.labelField === null ? [] : [resource.labelField])];
  for (const path of paths) {
    const value = valueAt(entity.doc, path);
    if (!isSayable(value) || !isUnique(model, entity, path, value, starting)) continue;
    for (const list of lists) {
      const shown = shownAt(list, 'list');
      if (shown === undefined || !viewShows(shown.view, path)) continue;
      if (!viewShows(shown.view, resource.idPath)) continue;
      const filter =
        list.list?.filters.find(
          (candidate) => candidate.op === 'equals' && candidate.paths.some((at) => samePath(at, path)),
        ) ?? null;
      if (filter === null && pagesOf(model, list, entity) > MOST_PAGES) continue;
      return { by: 'key', list, path, value, filter, read };
    }
  }
  return null;
}

function isSayable(value: Json | undefined): value is string | number {
  if (typeof value === 'number') return Number.isFinite(value);
  return (
    typeof value === 'string' &&
    value.trim() === value &&
    value.length > 1 &&
    value.length <= LONGEST_LABEL &&
    !value.includes('\n') &&
    !value.includes('"')
  );
}

const HOLDERS = new WeakMap<LearnedModel, Map<string, ReadonlyMap<string, readonly EntityKey[]>>>();

/** Records that have this value where the recording ends; all values of a field are gone through once. */
function holdersOf(
  model: LearnedModel,
  resource: string,
  path: JsonPath,
  value: string | number,
): readonly EntityKey[] {
  const fields = HOLDERS.get(model) ?? new Map<string, ReadonlyMap<string, readonly EntityKey[]>>();
  HOLDERS.set(model, fields);
  const field = `${resource} ${path.join('\u0000')}`;
  let holders = fields.get(field);
  if (holders === undefined) {
    const found = new Map<string, EntityKey[]>();
    for (const { key, doc } of indexModel(model).entitiesOf(resource)) {
      const held = valueAt(doc, path);
      if (typeof held !== 'string' && typeof held !== 'number') continue;
      const text = plainly(held);
      const keys = found.get(text);
      if (keys === undefined) found.set(text, [key]);
      else keys.push(key);
    }
    fields.set(field, (holders = found));
  }
  const asText = holders.get(plainly(String(value))) ?? [];
  return typeof value === 'string' ? asText : [...asText, ...(holders.get(plainly(value)) ?? [])];
}

function plainly(value: string | number): string {
  return typeof value === 'string' ? `text ${value.toLowerCase()}` : `number ${value}`;
}

/** One record only, among all that are live at the start, has this value (compared as a person would: without case). */
function isUnique(
  model: LearnedModel,
  entity: Entity,
  path: JsonPath,
  value: string | number,
  starting: ReadonlyMap<EntityKey, JsonObject | null>,
): boolean {
  const plain = String(value).toLowerCase();
  const same = (candidate: Json | undefined): boolean =>
    jsonEquals(candidate, value) || (typeof candidate === 'string' && candidate.toLowerCase() === plain);
  for (const key of holdersOf(model, entity.resource, path, value))
    if (key !== entity.key && !starting.has(key)) return false;
  for (const [key, doc] of starting) {
    if (key !== entity.key && key.startsWith(`${entity.resource}/`) && doc !== null && same(valueAt(doc, path)))
      return false;
  }
  return true;
}

function pagesOf(model: LearnedModel, list: Operation, entity: Entity): number {
  const siblings = indexModel(model)
    .entitiesOf(entity.resource)
    .filter((other) => entity.parent === null || other.parent === entity.parent);
  const paging = list.list?.paging;
  if (paging === undefined || paging.kind === 'none') return 1;
  return Math.ceil((siblings.length + 1) / Math.max(1, paging.defaultSize));
}
