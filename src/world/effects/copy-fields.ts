/** What of a request's fields goes into a record: those the API is known to take; others it lets fall, as APIs do. */
import type { Turn } from '../compiled.ts';
import {
  isObject,
  jsonEquals,
  objectOf,
  valueAt,
  withValueAt,
  type Json,
  type JsonObject,
  type JsonPath,
} from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';

const SERVER_ROLES: readonly string[] = ['id', 'volatile', 'derived', 'server-chosen'];

/** The request's object at `from`, cut down to the fields that are taken at `to`, with form texts as the types they mean. */
export function takenFields(
  turn: Turn,
  resource: Resource,
  from: JsonPath,
  to: JsonPath,
  except: readonly string[],
): JsonObject {
  const source = valueAt(turn.request.body(), from);
  if (!isObject(source)) return {};
  const isForm = turn.request.decoded().kind === 'form';
  const taken: [string, Json][] = [];
  for (const [key, value] of Object.entries(source)) {
    if (except.includes(key) || !isTaken(turn, resource, [...from, key], [...to, key])) continue;
    taken.push([key, isForm ? typed(resource, [...to, key], value) : value]);
  }
  return objectOf(taken);
}

function isTaken(turn: Turn, resource: Resource, requestPath: JsonPath, docPath: JsonPath): boolean {
  const text = requestPath.join('\u0001');
  if (turn.op?.operation.request.body.some(({ path }) => path.join('\u0001') === text) ?? false) return true;
  const wanted = docPath.join('\u0001');
  const field = resource.fields.find(({ path }) => path.join('\u0001') === wanted);
  if (field === undefined || SERVER_ROLES.includes(field.role)) return false;
  if (!field.writable) turn.unverified = true;
  return true;
}

/** Form fields are text; the record has numbers and booleans. */
function typed(resource: Resource, path: JsonPath, value: Json): Json {
  if (isObject(value))
    return objectOf(Object.entries(value).map(([key, item]) => [key, typed(resource, [...path, key], item)]));
  if (typeof value !== 'string') return value;
  const wanted = path.join('\u0001');
  const field = resource.fields.find((candidate) => candidate.path.join('\u0001') === wanted);
  if (field === undefined || field.types.includes('string')) return value;
  if (value === '' && field.types.includes('null')) return null;
  if (
    (field.types.includes('integer') || field.types.includes('number')) &&
    value.trim() !== '' &&
    Number.isFinite(Number(value))
  )
    return Number(value);
  if (field.types.includes('boolean') && /^(true|false|1|0)$/.test(value)) return value === 'true' || value === '1';
  return value;
}

export type CopyMode = 'merge' | 'merge-patch' | 'deep-merge' | 'replace';

export function merged(old: JsonObject, taken: JsonObject, mode: Exclude<CopyMode, 'replace'>): JsonObject {
  const next = new Map<string, Json>(Object.entries(old));
  for (const [key, value] of Object.entries(taken)) {
    const before = next.get(key);
    if (mode === 'merge-patch' && value === null) next.delete(key);
    else if (mode !== 'merge' && isObject(value)) next.set(key, merged(isObject(before) ? before : {}, value, mode));
    else next.set(key, value);
  }
  return objectOf(next);
}

/** What a PUT leaves: fields not sent become what was learned; else those a client may write fall back to what new records have. */
export function replaced(
  old: JsonObject,
  taken: JsonObject,
  resource: Resource,
  learned: JsonObject | null,
  defaults: JsonObject,
): JsonObject {
  if (learned !== null) return { ...old, ...learned, ...taken };
  let next: JsonObject = { ...old };
  for (const field of resource.fields) {
    const [name] = field.path;
    if (field.path.length !== 1 || typeof name !== 'string' || !field.writable || SERVER_ROLES.includes(field.role))
      continue;
    if (Object.hasOwn(taken, name) || !Object.hasOwn(next, name)) continue;
    if (Object.hasOwn(defaults, name)) next = { ...next, [name]: defaults[name] ?? null };
    else if (field.nullShare > 0) next = { ...next, [name]: null };
    else if (field.presence < 1) next = withValueAt(next, [name], undefined) as JsonObject;
  }
  return { ...next, ...taken };
}

/** Fields in the order the API shows them. */
export function inFieldOrder(doc: JsonObject, resource: Resource): JsonObject {
  const names = new Set<string>();
  for (const { path } of resource.fields) if (typeof path[0] === 'string') names.add(path[0]);
  const entries = [...names]
    .filter((name) => Object.hasOwn(doc, name))
    .map((name): [string, Json] => [name, doc[name] ?? null]);
  for (const [key, value] of Object.entries(doc)) if (!names.has(key)) entries.push([key, value]);
  return objectOf(entries);
}

export function sameDoc(left: JsonObject, right: JsonObject): boolean {
  return left === right || jsonEquals(left, right);
}
