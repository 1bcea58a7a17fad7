/** Records an answer shows, with their keys: one reading of it for folding, learning and tracing. */
import {
  isArray,
  isObject,
  valueAt,
  withValueAt,
  type Json,
  type JsonObject,
  type JsonPath,
} from '../../model/json.ts';
import type { EntityKey, ResourceName } from '../../model/names.ts';
import type { RecordPlace } from '../paths/layout.ts';
import { idText } from './matching.ts';
import type { SpotPath } from '../reading/spots.ts';

export interface RecordView {
  readonly key: EntityKey;
  readonly resource: ResourceName;
  readonly id: string;
  readonly parent: EntityKey | null;
  readonly doc: JsonObject;
  readonly at: JsonPath;
  readonly role: RecordPlace['role'];
}

/** How keys of a resource are made. */
export interface KeyRule {
  readonly scope: 'global' | 'parent';
  readonly parent: { readonly resource: ResourceName; readonly field: JsonPath | null } | null;
}

export type KeyRules = ReadonlyMap<ResourceName, KeyRule>;

/** Ids of the parents that the request names, by resource. */
export type ParentIds = ReadonlyMap<ResourceName, string>;

export function* viewsIn(
  places: readonly RecordPlace[],
  answer: Json | undefined,
  rules: KeyRules,
  parents: ParentIds,
): Generator<RecordView> {
  if (answer === undefined) return;
  for (const place of places) {
    for (const { path, doc } of at(answer, place.spot)) {
      const id = idText(valueAt(doc, place.idPath));
      if (id === null) continue;
      const kept = place.role === 'record' || place.role === 'list' ? closed(doc, place, places) : doc;
      const parent = parentKeyOf(place.resource, doc, rules, parents);
      yield {
        key: keyOf(place.resource, id, parent, rules),
        resource: place.resource,
        id,
        parent,
        doc: kept,
        at: path,
        role: place.role,
      };
    }
  }
}

/** The document with opened references put back to ids. */
function closed(doc: JsonObject, main: RecordPlace, places: readonly RecordPlace[]): JsonObject {
  let result = doc;
  for (const place of places) {
    if (place.expandable !== true) continue;
    const path = place.spot.slice(main.spot.length);
    const inner = valueAt(result, path);
    if (!isObject(inner)) continue;
    const id = valueAt(inner, place.idPath);
    if (id !== undefined) result = withValueAt(result, path, id) as JsonObject;
  }
  return result;
}

export function parentKeyOf(
  resource: ResourceName,
  doc: JsonObject | null,
  rules: KeyRules,
  parents: ParentIds,
): EntityKey | null {
  const rule = rules.get(resource);
  if (rule?.parent === undefined || rule.parent === null) return null;
  const named = rule.parent.field === null || doc === null ? null : idText(valueAt(doc, rule.parent.field));
  const id = named ?? parents.get(rule.parent.resource);
  return id === undefined
    ? null
    : keyOf(rule.parent.resource, id, parentKeyOf(rule.parent.resource, null, rules, parents), rules);
}

export function keyOf(resource: ResourceName, id: string, parent: EntityKey | null, rules: KeyRules): EntityKey {
  if (rules.get(resource)?.scope !== 'parent' || parent === null) return `${resource}/${id}`;
  return `${resource}/${parent.slice(parent.indexOf('/') + 1)}/${id}`;
}

/** Objects at a place, with their concrete paths. */
export function* at(
  value: Json | undefined,
  spot: SpotPath,
  path: JsonPath = [],
): Generator<{ readonly path: JsonPath; readonly doc: JsonObject }> {
  const [step, ...rest] = spot;
  if (step === undefined) {
    if (isObject(value)) yield { path, doc: value };
  } else if (step === '*') {
    if (isArray(value)) for (const [index, item] of value.entries()) yield* at(item, rest, [...path, index]);
  } else if (isObject(value) && Object.hasOwn(value, step)) yield* at(value[step], rest, [...path, step]);
}
