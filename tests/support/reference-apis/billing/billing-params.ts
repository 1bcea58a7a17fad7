import { isJsonObject, parseJson } from '../json.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import { jsonReply } from '../reply.ts';
import { Refusal } from '../router.ts';
import type { Call } from '../router.ts';
import type { Metadata } from './billing-rows.ts';
import type { BillingWorld } from './billing-world.ts';

/** A form with brackets, as a tree. @example items[0][price]=p -> { items: { 0: { price: 'p' } } } */
export type Param = string | Params;
export interface Params {
  readonly [name: string]: Param;
}

export function refuse(
  status: number,
  type: 'invalid_request_error' | 'card_error' | 'idempotency_error',
  code: string | undefined,
  message: string,
  more: Readonly<Record<string, string>> = {},
): Refusal {
  const coded =
    code === undefined ? {} : { code, doc_url: `https://docs.billing.test/error-codes/${code.replaceAll('_', '-')}` };
  return new Refusal(jsonReply(status, { error: { ...coded, message, ...more, type } }));
}

export const invalid = (code: string | undefined, message: string, param?: string): Refusal =>
  refuse(400, 'invalid_request_error', code, message, param === undefined ? {} : { param });

export const missing = (what: string, id: string, param = 'id', status = 404): Refusal =>
  refuse(status, 'invalid_request_error', 'resource_missing', `No such ${what}: '${id}'`, { param });

export function billingErrorOf(response: ReferenceResponse): string | undefined {
  if (response.status < 400) return undefined;
  const body = parseJson(response.body);
  const error = isJsonObject(body) && isJsonObject(body['error']) ? body['error'] : {};
  return [response.status, error['code'] ?? error['type'], error['decline_code'] ?? '', error['param'] ?? '']
    .join(' ')
    .trimEnd();
}

/** The form of a call; a name outside `allowed` is refused. */
export function paramsOf(call: Call<BillingWorld>, allowed: readonly string[]): Params {
  const tree: Record<string, Param> = {};
  for (const [key, value] of new URLSearchParams(new TextDecoder().decode(call.request.body))) {
    const path = key.replaceAll(']', '').split('[');
    if (!allowed.includes(path[0] ?? ''))
      throw invalid('parameter_unknown', `Received unknown parameter: ${path[0]}`, path[0]);
    put(tree, path, value);
  }
  return tree;
}

function put(tree: Record<string, Param>, path: readonly string[], value: string): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) tree[name] = value;
  else {
    const below = tree[name];
    const branch: Record<string, Param> = typeof below === 'object' ? { ...below } : {};
    put(branch, rest, value);
    tree[name] = branch;
  }
}

export function branch(params: Params, name: string): Params {
  const value = params[name];
  return typeof value === 'object' ? value : {};
}

/** Text, null where it is given as empty, `fallback` where it is not given. */
export function text<T extends string | null>(params: Params, name: string, fallback: T): string | T | null {
  const value = params[name];
  return typeof value !== 'string' ? fallback : value === '' ? null : value;
}

export function required(params: Params, name: string): string {
  const value = params[name];
  if (typeof value !== 'string' || value === '')
    throw invalid('parameter_missing', `Missing required param: ${name}.`, name);
  return value;
}

export function integer(params: Params, name: string, param = name): number | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !/^-?\d+$/.test(value))
    throw invalid('parameter_invalid_integer', `Invalid integer: ${String(value)}`, param);
  return Number(value);
}

export function flag(params: Params, name: string, fallback: boolean): boolean {
  const value = params[name];
  if (value === undefined) return fallback;
  if (value !== 'true' && value !== 'false') throw invalid(undefined, `Invalid boolean: ${String(value)}`, name);
  return value === 'true';
}

export function oneOf<T extends string>(params: Params, name: string, allowed: readonly T[], fallback: T): T {
  const value = params[name];
  if (value === undefined) return fallback;
  const found = allowed.find((item) => item === value);
  if (found === undefined) throw invalid(undefined, `Invalid ${name}: must be one of ${allowed.join(', ')}`, name);
  return found;
}

/** `metadata[key]=value` merges, an empty value removes the key, an empty `metadata` removes all. */
export function mergeMetadata(params: Params, before: Metadata): Metadata {
  if (params['metadata'] === '') return {};
  const merged: Record<string, string> = { ...before };
  for (const [name, value] of Object.entries(branch(params, 'metadata'))) {
    if (value === '') delete merged[name];
    else if (typeof value === 'string') merged[name] = value;
  }
  return merged;
}

/** `{ object: 'list', data, has_more, url }`, the newest first, from either end. */
export function listReply(
  call: Call<BillingWorld>,
  rows: readonly { readonly id: string; readonly created: number }[],
  show: (id: string) => object,
): ReferenceResponse {
  const { query } = call;
  const limit = limitOf(query);
  const since = Number(query.get('created[gte]') ?? 0);
  const before = Number(query.get('created[lt]') ?? Number.MAX_SAFE_INTEGER);
  const sorted = rows
    .filter(({ created }) => created >= since && created < before)
    .toSorted((a, b) => a.created - b.created)
    .toReversed();
  const [after, until] = [query.get('starting_after'), query.get('ending_before')];
  if (after !== null && until !== null)
    throw invalid(undefined, 'Only one of starting_after and ending_before may be given', 'ending_before');
  const mark = after ?? until;
  const place = sorted.findIndex(({ id }) => id === mark);
  if (mark !== null && place < 0)
    throw missing('object', mark, after === null ? 'ending_before' : 'starting_after', 400);
  const end = until === null ? sorted.length : place;
  const start = until === null ? place + 1 : Math.max(0, end - limit);
  const shown = sorted.slice(start, Math.min(end, start + limit));
  return jsonReply(200, {
    object: 'list',
    data: shown.map(({ id }) => show(id)),
    has_more: until === null ? start + limit < end : start > 0,
    url: call.request.path.split('?')[0],
  });
}

export function limitOf(query: URLSearchParams): number {
  const limit = Number(query.get('limit') ?? 10);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw invalid('parameter_invalid_integer', 'limit must be between 1 and 100', 'limit');
  return limit;
}
