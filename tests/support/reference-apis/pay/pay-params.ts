import { isJsonObject, parseJson } from '../json.ts';
import { jsonReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import { Refusal } from '../router.ts';
import type { Call } from '../router.ts';
import type { Metadata, PayWorld } from './pay-world.ts';

export function refuse(
  status: number,
  type: string,
  code: string | undefined,
  message: string,
  param?: string,
): Refusal {
  const error = { type, ...(code === undefined ? {} : { code }), ...(param === undefined ? {} : { param }), message };
  return new Refusal(jsonReply(status, { error }));
}

export function missing(what: string, id: string, param = 'id'): Refusal {
  return refuse(404, 'invalid_request_error', 'resource_missing', `No such ${what}: '${id}'`, param);
}

export function payErrorOf(response: ReferenceResponse): string | undefined {
  if (response.status < 400) return undefined;
  const body = parseJson(response.body);
  const error = isJsonObject(body) && isJsonObject(body['error']) ? body['error'] : {};
  return [response.status, error['code'] ?? error['type'], error['decline_code'] ?? '', error['param'] ?? '']
    .join(' ')
    .trimEnd();
}

/** The form fields of a call; a field outside `allowed` is 400 parameter_unknown. */
export function paramsOf(call: Call<PayWorld>, allowed: readonly string[]): URLSearchParams {
  const params = new URLSearchParams(new TextDecoder().decode(call.request.body));
  for (const key of params.keys()) {
    const name = key.replace(/\[.*$/, '');
    if (!allowed.includes(name))
      throw refuse(400, 'invalid_request_error', 'parameter_unknown', `Received unknown parameter: ${name}`, name);
  }
  return params;
}

/** Text, null where it is given as empty, `fallback` where it is not given. */
export function textParam(params: URLSearchParams, name: string, fallback: string | null): string | null {
  const value = params.get(name);
  return value === null ? fallback : value === '' ? null : value;
}

export function amountParam(params: URLSearchParams, name: string): number | undefined {
  const value = params.get(name);
  if (value === null) return undefined;
  if (!/^\d+$/.test(value))
    throw refuse(400, 'invalid_request_error', 'parameter_invalid_integer', `Invalid integer: ${value}`, name);
  return Number(value);
}

/** `metadata[key]=value` merges into what is there; an empty value removes the key. */
export function mergeMetadata(params: URLSearchParams, before: Metadata): Metadata {
  const merged: Record<string, string> = { ...before };
  for (const [key, value] of params) {
    const name = /^metadata\[(.+)\]$/.exec(key)?.[1];
    if (name === undefined) continue;
    if (value === '') delete merged[name];
    else merged[name] = value;
  }
  return merged;
}

/** `{ object: 'list', data, has_more, url }`, newest first. */
export function listReply<T extends { readonly id: string; readonly created: number }>(
  call: Call<PayWorld>,
  table: ReadonlyMap<string, T>,
  fits: (row: T) => boolean,
  show: (row: T) => object = (row) => row,
): ReferenceResponse {
  const { query } = call;
  const limit = Number(query.get('limit') ?? 10);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw refuse(400, 'invalid_request_error', 'parameter_invalid_integer', 'limit must be between 1 and 100', 'limit');
  const since = Number(query.get('created[gte]') ?? 0);
  const rows = [...table.values()].filter((row) => fits(row) && row.created >= since).toReversed();
  const after = query.get('starting_after');
  const start = after === null ? 0 : rows.findIndex(({ id }) => id === after) + 1;
  if (after !== null && start === 0)
    throw refuse(400, 'invalid_request_error', 'resource_missing', `No such object: '${after}'`, 'starting_after');
  const url = call.request.path.split('?')[0];
  return jsonReply(200, {
    object: 'list',
    data: rows.slice(start, start + limit).map(show),
    has_more: start + limit < rows.length,
    url,
  });
}
