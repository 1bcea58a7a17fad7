/**
 * An operation and the values for its slots as the request on the wire: what a tool call, an oracle step and a recorded
 * call have in common. Pure; credentials come as `extraHeaders` from whoever holds them.
 */
import { mediaTypeOf } from './body.ts';
import { NO_BODY, withHeader, type HeaderList, type HttpRequest } from './http.ts';
import { isArray, isObject, jsonEquals, objectOf, type Json, type JsonPath } from './json.ts';
import type { Operation } from './operation.ts';
import type { Slot } from './slot.ts';

export interface SlotAssignment {
  readonly slot: Slot;
  readonly value: Json;
}

/**
 * @throws Error where a path parameter has no value
 * @example
 * PATCH /tickets/{id}, [{ in: 'path', name: 'id' } = 7, { in: 'body', path: ['status'] } = 'open']
 *   =>   PATCH /tickets/7 {"status":"open"}
 */
export function buildRequest(
  operation: Operation,
  values: readonly SlotAssignment[],
  extraHeaders: HeaderList = [],
): HttpRequest {
  const all = withDiscriminator(operation, values);
  const body = bodyOf(operation, all);
  let headers: HeaderList = body.contentType === null ? [] : [['Content-Type', body.contentType]];
  for (const { slot, value } of all)
    if (slot.in === 'header') headers = withHeader(headers, slot.name, scalarText(value));
  for (const [name, value] of extraHeaders) headers = withHeader(headers, name, value);
  return {
    method: operation.method,
    origin: operation.origin,
    target: targetOf(operation, all),
    headers,
    body: body.bytes,
  };
}

export function sameSlot(left: Slot, right: Slot): boolean {
  if (left.in === 'body') return right.in === 'body' && jsonEquals(left.path, right.path);
  return left.in === right.in && left.name === right.name;
}

function withDiscriminator(operation: Operation, values: readonly SlotAssignment[]): readonly SlotAssignment[] {
  const chosen = operation.discriminator;
  if (chosen === null || values.some(({ slot }) => sameSlot(slot, chosen.slot))) return values;
  return [{ slot: chosen.slot, value: chosen.document ?? chosen.value }, ...values];
}

function targetOf(operation: Operation, values: readonly SlotAssignment[]): string {
  const path = operation.segments.map((segment) => {
    if (segment.kind === 'literal') return segment.text;
    const found = values.find(({ slot }) => slot.in === 'path' && slot.name === segment.name);
    if (found === undefined) throw new Error(`${operation.id} needs a value for the path parameter "${segment.name}".`);
    return `${segment.prefix}${encodeURIComponent(scalarText(found.value))}${segment.suffix}`;
  });
  const query = values.flatMap(({ slot, value }) => (slot.in === 'query' ? queryPairs(slot.name, value) : []));
  return `/${path.join('/')}${query.length === 0 ? '' : `?${pairsText(query)}`}`;
}

type Pair = readonly [name: string, value: string];

/** Arrays are repeated, objects bracketed. */
function queryPairs(name: string, value: Json): readonly Pair[] {
  if (isArray(value)) return value.flatMap((item) => queryPairs(name, item));
  if (isObject(value)) return Object.entries(value).flatMap(([key, item]) => queryPairs(`${name}[${key}]`, item));
  return [[name, scalarText(value)]];
}

function pairsText(pairs: readonly Pair[]): string {
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}

function scalarText(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function bodyOf(
  operation: Operation,
  values: readonly SlotAssignment[],
): { readonly bytes: Uint8Array; readonly contentType: string | null } {
  let body: Json | undefined;
  for (const { slot, value } of values) if (slot.in === 'body') body = placed(body, slot.path, value);
  if (body === undefined) return { bytes: NO_BODY, contentType: null };
  const contentType = operation.request.contentType ?? 'application/json';
  const type = mediaTypeOf(contentType);
  if (type === 'application/x-www-form-urlencoded') return { bytes: bytesOf(pairsText(formPairs(body))), contentType };
  if (type === 'multipart/form-data') {
    return { bytes: bytesOf(multipartText(formPairs(body))), contentType: `multipart/form-data; boundary=${BOUNDARY}` };
  }
  if (typeof body === 'string' && !type.endsWith('json')) return { bytes: bytesOf(body), contentType };
  return { bytes: bytesOf(JSON.stringify(body)), contentType };
}

/** A copy of `body` with `value` at `path`: whole numbers make lists, names make objects. */
function placed(body: Json | undefined, path: JsonPath, value: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list = isArray(body) ? [...body] : [];
    while (list.length < step) list.push(null);
    list[step] = placed(list[step] ?? undefined, rest, value);
    return list;
  }
  const entries = new Map(isObject(body) ? Object.entries(body) : []);
  entries.set(step, placed(entries.get(step) ?? undefined, rest, value));
  return objectOf(entries);
}

/** The inverse of `nestForm`; empty lists and objects have no form. */
function formPairs(body: Json): readonly Pair[] {
  return isObject(body) ? Object.entries(body).flatMap(([key, value]) => bracketed(key, value)) : [];
}

function bracketed(name: string, value: Json): readonly Pair[] {
  if (isObject(value)) return Object.entries(value).flatMap(([key, item]) => bracketed(`${name}[${key}]`, item));
  if (!isArray(value)) return [[name, scalarText(value)]];
  const plain = value.every((item) => !isObject(item) && !isArray(item));
  return value.flatMap((item, index) => bracketed(plain ? `${name}[]` : `${name}[${index}]`, item));
}

/** Fixed, since the same values must give the same bytes. */
const BOUNDARY = 'offscript-7MA4YWxkTrZu0gW';

function multipartText(pairs: readonly Pair[]): string {
  const part = ([name, value]: Pair): string =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name.replaceAll('"', '%22')}"\r\n\r\n${value}\r\n`;
  return `${pairs.map(part).join('')}--${BOUNDARY}--\r\n`;
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}
