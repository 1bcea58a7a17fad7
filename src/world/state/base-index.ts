/**
 * The recorded records, indexed once per model and shared by every world made from it: by key, by resource,
 * and, as questions come, by field value and by list order. Nothing here ever changes a record.
 */
import { pathText, type Json, type JsonPath } from '../../model/json.ts';
import type { Entity } from '../../model/base-state.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { EntityKey, ResourceName } from '../../model/names.ts';
import type { Resource } from '../../model/resource.ts';
import { createGhosts, type Ghosts } from './ghosts.ts';
import { Rec } from './rec.ts';
import { numberIn } from '../../model/number-in.ts';
import { valuesAt } from '../effects/values-at.ts';

export interface BaseIndex {
  readonly size: number;
  readonly resources: ReadonlyMap<ResourceName, Resource>;
  get(key: EntityKey): Rec | undefined;
  /** Live records of a resource in base order. */
  recs(resource: ResourceName): readonly Rec[];
  /** Live records whose field holds a value (or an array with it), in base order; `PARENT` looks at the parent's key. */
  withValue(resource: ResourceName, path: JsonPath, value: string): readonly Rec[];
  /** The largest number among a resource's ids, deleted ones included; 0 where none is one. */
  highestId(resource: ResourceName): number;
  /** The largest number that `of` finds in a record of a resource, 0 for none; kept under `name`. */
  highest(resource: ResourceName, name: string, of: (rec: Rec) => number): number;
  readonly ghosts: Ghosts;
  /** Results of list questions, the most recent ones. */
  readonly selections: Map<string, readonly Rec[]>;
  /** Called for every rendering kept on a shared record. */
  keepBytes(count: number): void;
}

/** The pseudo path under which children are found by their parent's key. */
export const PARENT: JsonPath = ['\u0000parent'];

const KEPT_BYTES = 384 * 1024 * 1024;
const cache = new WeakMap<LearnedModel, BaseIndex>();
const NONE: readonly Rec[] = [];

export function baseIndexOf(model: LearnedModel): BaseIndex {
  const found = cache.get(model);
  if (found !== undefined) return found;
  const made = createBaseIndex(model);
  cache.set(model, made);
  return made;
}

/** Text under which a field value is found: `7` and `"7"` are the same to a URL. */
export function indexText(value: Json): string | null {
  return typeof value === 'object' ? null : String(value);
}

export function indexedValues(rec: { readonly doc: Json; readonly entity: Entity }, path: JsonPath): readonly Json[] {
  if (path === PARENT) return rec.entity.parent === null ? [] : [rec.entity.parent];
  return valuesAt(rec.doc, path);
}

function createBaseIndex(model: LearnedModel): BaseIndex {
  const byKey = new Map<EntityKey, Rec>();
  const byResource = new Map<ResourceName, Rec[]>();
  const resources = new Map(model.resources.map((resource) => [resource.name, resource]));
  for (const entity of model.base.deleted) byKey.set(entity.key, new Rec(entity, byKey.size, 'deleted'));
  for (const entity of model.base.entities) {
    const rec = new Rec(entity, byKey.size);
    byKey.set(entity.key, rec);
    const list = byResource.get(entity.resource);
    if (list === undefined) byResource.set(entity.resource, [rec]);
    else list.push(rec);
  }
  const byValue = new Map<string, Map<string, Rec[]>>();
  const highest = new Map<ResourceName, number>();
  let kept = 0;
  const idNumber = (rec: Rec): number => {
    const shape = resources.get(rec.resource)?.idShape;
    const digits = shape?.kind === 'pattern' ? numberIn(shape, rec.entity.id) : /\d{1,15}$/.exec(rec.entity.id)?.[0];
    return Number(digits ?? 0);
  };
  const index: BaseIndex = {
    size: byKey.size,
    resources,
    get: (key) => byKey.get(key),
    recs: (resource) => byResource.get(resource) ?? NONE,
    withValue: (resource, path, value) => {
      const name = `${resource} ${path === PARENT ? '\u0000' : pathText(path)}`;
      let values = byValue.get(name);
      if (values === undefined) {
        values = valueIndex(byResource.get(resource) ?? NONE, path);
        byValue.set(name, values);
      }
      return values.get(value) ?? NONE;
    },
    highestId: (resource) => {
      let found = highest.get(resource);
      if (found === undefined) highest.set(resource, (found = highestOf(byKey.values(), resource, idNumber)));
      return found;
    },
    highest: (resource, name, of) => {
      let found = highest.get(name);
      if (found === undefined) highest.set(name, (found = highestOf(byKey.values(), resource, of)));
      return found;
    },
    ghosts: createGhosts(model, (key) => byKey.get(key), byKey.size),
    selections: new Map(),
    keepBytes: (count) => {
      kept += count;
      if (kept < KEPT_BYTES) return;
      kept = 0;
      for (const rec of byKey.values()) {
        rec.shown = null;
        rec.bytes = null;
      }
    },
  };
  return index;
}

function highestOf(recs: Iterable<Rec>, resource: ResourceName, of: (rec: Rec) => number): number {
  let highest = 0;
  for (const rec of recs) {
    const number = rec.resource === resource ? of(rec) : 0;
    if (number > highest) highest = number;
  }
  return highest;
}

function valueIndex(recs: readonly Rec[], path: JsonPath): Map<string, Rec[]> {
  const values = new Map<string, Rec[]>();
  for (const rec of recs) {
    for (const value of indexedValues(rec, path)) {
      const text = indexText(value);
      if (text === null) continue;
      const list = values.get(text);
      if (list === undefined) values.set(text, [rec]);
      else if (list.at(-1) !== rec) list.push(rec);
    }
  }
  return values;
}
