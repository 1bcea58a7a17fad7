/**
 * Records that the recording only mentions: an order names customer 88, nobody ever read customer 88.
 * To an agent who follows that id it exists; what it says is made up from the fields' recorded values, the same every time.
 */
import { withValueAt, type Json, type JsonObject } from '../../model/json.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { EntityKey, ResourceName } from '../../model/names.ts';
import type { Resource } from '../../model/resource.ts';
import { createDice } from '../effects/dice.ts';
import { plausibleValue } from '../effects/plausible-value.ts';
import { Rec } from './rec.ts';
import { valuesAt } from '../effects/values-at.ts';

export interface Ghosts {
  get(resource: Resource, id: string): Rec | null;
  /** Makes a record for an id that is known to be mentioned, whoever mentions it. */
  make(resource: Resource, id: string): Rec;
}

const OFTEN = 0.9;

export function createGhosts(
  model: LearnedModel,
  known: (key: EntityKey) => Rec | undefined,
  firstOrd: number,
): Ghosts {
  const mentioned = new Map<ResourceName, ReadonlySet<string>>();
  const made = new Map<EntityKey, Rec>();
  const make = (resource: Resource, id: string): Rec => {
    const key = `${resource.name}/${id}`;
    const found = made.get(key);
    if (found !== undefined) return found;
    const entity = {
      key,
      resource: resource.name,
      id,
      parent: null,
      doc: ghostDoc(resource, id),
      complete: false,
      createdAt: 0,
    };
    const rec = new Rec(entity, firstOrd + made.size, null, true);
    made.set(key, rec);
    return rec;
  };
  return {
    get(resource, id) {
      if (resource.scope === 'parent' || known(`${resource.name}/${id}`) !== undefined) return null;
      let ids = mentioned.get(resource.name);
      if (ids === undefined) mentioned.set(resource.name, (ids = mentionsOf(model, resource.name)));
      return ids.has(id) ? make(resource, id) : null;
    },
    make,
  };
}

function mentionsOf(model: LearnedModel, name: ResourceName): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const resource of model.resources) {
    const paths = resource.fields.filter((field) => field.references === name).map((field) => field.path);
    const { parent } = resource;
    if (parent?.resource === name && parent.field !== null) paths.push(parent.field.map(String));
    if (paths.length === 0) continue;
    for (const entity of model.base.entities) {
      if (entity.resource !== resource.name) continue;
      for (const path of paths) for (const value of valuesAt(entity.doc, path)) if (isId(value)) ids.add(String(value));
    }
  }
  return ids;
}

function isId(value: Json): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}

function ghostDoc(resource: Resource, id: string): JsonObject {
  const dice = createDice(0, 'ghost', resource.name, id);
  let doc: Json = {};
  for (const field of resource.fields) {
    if (field.path.includes('*') || field.presence < OFTEN) continue;
    const value =
      field.role === 'id'
        ? typedId(field.types.includes('integer'), id)
        : field.references === null
          ? plausibleValue(field, dice)
          : null;
    if (value !== undefined && !field.types.includes('object')) doc = withValueAt(doc, field.path, value);
  }
  return withValueAt(doc, resource.idPath, typedId(isNumeric(resource), id)) as JsonObject;
}

function isNumeric(resource: Resource): boolean {
  const field = resource.fields.find(({ role }) => role === 'id');
  return field === undefined ? resource.idShape.kind === 'integer' : field.types.includes('integer');
}

function typedId(numeric: boolean, id: string): Json {
  return numeric && /^\d{1,15}$/.test(id) ? Number(id) : id;
}
