/** Walks any JSON that speaks of a model's records (records, tasks, programs, answers) and says it anew. */
import { isArray, isObject, objectOf, type Json, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { Entity } from '../../model/base-state.ts';
import type { ResourceName } from '../../model/names.ts';
import type { Operation } from '../../model/operation.ts';
import type { Slot } from '../../model/slot.ts';
import type { Renamer } from './renamer.ts';

interface Place {
  /** The record that the values around belong to. */
  readonly resource: ResourceName | null;
  readonly operation: Operation | null;
  /** The value is an id of this resource. */
  readonly idOf: ResourceName | null;
}

const NOWHERE: Place = { resource: null, operation: null, idOf: null };

export function renameJson(renamer: Renamer, value: Json): Json {
  return renamed(renamer, value, NOWHERE);
}

export function renameDoc(renamer: Renamer, resource: ResourceName, value: Json, path: JsonPath = []): Json {
  if (isArray(value)) return value.map((item, index) => renameDoc(renamer, resource, item, [...path, index]));
  if (isObject(value))
    return objectOf(
      Object.entries(value).map(([key, item]) => [key, renameDoc(renamer, resource, item, [...path, key])]),
    );
  const idOf = renamer.fieldResource(resource, path);
  if (idOf !== null) return renamer.id(idOf, value);
  return scalar(renamer, value, NOWHERE);
}

export function renameEntity(renamer: Renamer, entity: Entity): Entity {
  return {
    ...entity,
    key: renamer.key(entity.key),
    id: String(renamer.id(entity.resource, entity.id)),
    parent: entity.parent === null ? null : renamer.key(entity.parent),
    doc: renameDoc(renamer, entity.resource, entity.doc) as JsonObject,
  };
}

function renamed(renamer: Renamer, value: Json, place: Place): Json {
  if (isArray(value)) return value.map((item) => renamed(renamer, item, place));
  if (!isObject(value)) return scalar(renamer, value, place);
  if (isEntity(value)) return renameEntity(renamer, value as unknown as Entity) as unknown as Json;
  if (typeof value['instruction'] === 'string' && isObject(value['inputs']))
    return task(renamer, value, value['inputs'], place);
  return fields(renamer, value, placeOf(renamer, value, place));
}

function placeOf(renamer: Renamer, value: JsonObject, outer: Place): Place {
  let place = outer;
  const operation = typeof value['operation'] === 'string' ? renamer.operations.get(value['operation']) : undefined;
  if (operation !== undefined) place = { ...place, operation, resource: operation.resource };
  const { resource, key } = value;
  if (typeof resource === 'string' && renamer.resources.has(resource)) place = { ...place, resource };
  else if (typeof key === 'string' && key.includes('/') && renamer.resources.has(key.slice(0, key.indexOf('/'))))
    place = { ...place, resource: key.slice(0, key.indexOf('/')) };
  const { slot, path } = value;
  if (isObject(slot) && typeof slot['in'] === 'string' && place.operation !== null)
    return { ...place, idOf: renamer.slotResource(place.operation, slot as unknown as Slot) };
  if (isArray(path) && place.resource !== null)
    return { ...place, idOf: renamer.fieldResource(place.resource, path as JsonPath) };
  return place;
}

function isEntity(value: JsonObject): boolean {
  return (
    typeof value['key'] === 'string' &&
    typeof value['resource'] === 'string' &&
    typeof value['id'] === 'string' &&
    isObject(value['doc'])
  );
}

/** Parts that are names of things, not values. */
const STRUCTURAL = new Set([
  'operation',
  'slot',
  'path',
  'kind',
  'resource',
  'resources',
  'as',
  'step',
  'v',
  'm',
  'p',
  'c',
  'o',
  'workflow',
  'session',
  'lists',
  'array',
  'by',
  'idPath',
  'from',
  'to',
  'shape',
  'format',
  't',
  'k',
  'r',
  'g',
  'e',
  'fn',
  'name',
  'singular',
  'contentType',
  'method',
  'origin',
]);

const MODEL_MARKS = ['t', 'k', 'r', 'g', 'v', 'm', 'p', 'c', 'o', 'slot', 'kind'] as const;
/** What a goal, a search or a side effect says of the field at a path. */
const SAID_OF_FIELDS = ['match', 'equals', 'value', 'values'] as const;

function saysOfField({ path, ...rest }: JsonObject): boolean {
  return (
    isArray(path) &&
    path.every((step) => typeof step === 'string' || typeof step === 'number') &&
    SAID_OF_FIELDS.some((key) => Object.hasOwn(rest, key))
  );
}

function fields(renamer: Renamer, value: JsonObject, place: Place): JsonObject {
  const isModelPart = MODEL_MARKS.some((key) => Object.hasOwn(value, key)) || saysOfField(value);
  const own = isModelPart ? null : ownResource(renamer, value, place);
  return objectOf(
    Object.entries(value).map(([key, item]) => {
      if (isModelPart && STRUCTURAL.has(key) && !(key === 'name' && typeof item === 'string' && item.includes(' ')))
        return [key, item];
      if (key === 'id' && own !== null && !isObject(item)) return [key, renamer.id(own, item)];
      if (key === 'id' && typeof value['resource'] === 'string' && !isObject(item))
        return [key, renamer.id(value['resource'], item)];
      const idOf = place.idOf ?? (isModelPart ? null : (renamer.named(key) ?? mentionOf(renamer, key, item)));
      return [
        key,
        renamed(renamer, item, {
          ...place,
          idOf: isObject(item) && !isModelPart ? null : idOf,
          resource: bare(renamer, key) ?? place.resource,
        }),
      ];
    }),
  );
}

/** The resource whose record an object looks like: under a name that says so, or with most of its fields. */
function ownResource(renamer: Renamer, value: JsonObject, place: Place): ResourceName | null {
  if (!Object.hasOwn(value, 'id')) return null;
  const keys = Object.keys(value);
  const fits = (name: ResourceName): boolean => {
    const known = new Set(renamer.resources.get(name)?.fields.map(({ path }) => path[0]));
    return keys.filter((key) => known.has(key)).length >= Math.min(keys.length, 3);
  };
  if (place.resource !== null && fits(place.resource)) return place.resource;
  return [...renamer.resources.keys()].find((name) => keys.length >= 3 && fits(name)) ?? null;
}

/** `ticket: 17` in a task's inputs: the id itself under the record's name. */
function mentionOf(renamer: Renamer, key: string, item: Json): ResourceName | null {
  return isObject(item) ? null : bare(renamer, key);
}

function bare(renamer: Renamer, key: string): ResourceName | null {
  for (const { name, singular } of renamer.resources.values()) if (key === name || key === singular) return name;
  return null;
}

function scalar(renamer: Renamer, value: null | boolean | number | string, { idOf }: Place): Json {
  if (idOf !== null) return renamer.id(idOf, value);
  if (typeof value === 'string') return renamer.text(value);
  return typeof value === 'number' ? renamer.number(value) : value;
}

/** A task's texts say its inputs verbatim: they follow the inputs, whatever else a number in them may look like. */
function task(renamer: Renamer, value: JsonObject, inputs: JsonObject, place: Place): JsonObject {
  const { instruction, phrasings, inputs: _inputs, id, session, ...rest } = value;
  const next = fields(renamer, inputs, place);
  const pairs = new Map<string, string>();
  for (const [key, old] of Object.entries(inputs)) {
    const now = next[key];
    if (old !== null && now !== undefined && now !== null && typeof old !== 'object')
      pairs.set(String(old), String(now));
  }
  const say = (text: Json | undefined): Json =>
    typeof text === 'string' ? withInputs(renamer, text, pairs) : isArray(text) ? text.map(say) : (text ?? null);
  return {
    ...objectOf(Object.entries(value).map(([key]) => [key, null])),
    ...fields(renamer, rest, place),
    id: id ?? null,
    session: session ?? null,
    instruction: say(instruction),
    ...(phrasings === undefined ? {} : { phrasings: say(phrasings) }),
    inputs: next,
  };
}

function withInputs(renamer: Renamer, text: string, pairs: ReadonlyMap<string, string>): string {
  const old = [...pairs.keys()].filter((key) => key !== '').sort((a, b) => b.length - a.length);
  if (old.length === 0) return renamer.text(text);
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])(${old.map((key) => key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})(?![\\p{L}\\p{N}])`,
    'gu',
  );
  return text
    .split(pattern)
    .map((part, at) => (at % 2 === 1 ? (pairs.get(part) ?? part) : renamer.text(part)))
    .join('');
}
