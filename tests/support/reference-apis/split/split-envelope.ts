import { isJsonObject, parseJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { jsonReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import { Refusal } from '../router.ts';
import type { Call } from '../router.ts';
import { BILLING_ORIGIN } from './split-world.ts';
import type { SplitWorld } from './split-world.ts';

type SplitCall = Call<SplitWorld>;

/** `{ data, meta }`: camelCase on the accounts host, snake_case on billing. */
export function envelope(
  call: SplitCall,
  status: number,
  data: unknown,
  meta: object = {},
  headers: Readonly<Record<string, string>> = {},
): ReferenceResponse {
  return jsonReply(status, { data, meta: { ...meta, ...requestId(call) } }, headers);
}

export function refuse(
  call: SplitCall,
  status: number,
  code: string,
  message: string,
  field?: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  const error = {
    code,
    message,
    ...(field === undefined ? {} : isBilling(call) ? { field } : { fields: [{ name: field, problem: message }] }),
  };
  return new Refusal(jsonReply(status, { error, meta: requestId(call) }, headers));
}

export function splitErrorOf(response: ReferenceResponse): string | undefined {
  if (response.status < 400) return undefined;
  const body = parseJson(response.body);
  const error = isJsonObject(body) && isJsonObject(body['error']) ? body['error'] : {};
  const [first] = Array.isArray(error['fields']) ? (error['fields'] as readonly JsonObject[]) : [];
  return [response.status, error['code'], error['field'] ?? first?.['name'] ?? ''].join(' ').trim();
}

/** One page; the token of the next is opaque and absent on the last. */
export function pageReply(call: SplitCall, rows: readonly unknown[]): ReferenceResponse {
  const [sizeName, tokenName] = isBilling(call)
    ? (['page_size', 'page_token'] as const)
    : (['pageSize', 'pageToken'] as const);
  const size = Number(call.query.get(sizeName) ?? 10);
  if (!Number.isInteger(size) || size < 1 || size > 100)
    throw refuse(call, 400, 'invalid_page_size', 'must be 1 to 100', sizeName);
  const token = call.query.get(tokenName);
  const start = token === null ? 0 : rows.findIndex((_, index) => tokenOf(index) === token);
  if (start < 0) throw refuse(call, 400, 'invalid_page_token', 'is unknown or expired', tokenName);
  const next = start + size < rows.length ? tokenOf(start + size) : null;
  const meta = isBilling(call)
    ? { next_page_token: next, total_count: rows.length }
    : { nextPageToken: next, totalCount: rows.length };
  return envelope(call, 200, rows.slice(start, start + size), meta);
}

export function bodyOf(call: SplitCall): JsonObject {
  const body = call.json();
  if (body === undefined) throw refuse(call, 400, 'malformed_json', 'The body is not a JSON object');
  return body;
}

/** A required, non-empty text field of the body. */
export function requiredText(call: SplitCall, body: JsonObject, field: string): string {
  const value = body[field];
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw refuse(call, 422, 'field_required', 'is required', field);
}

function isBilling(call: SplitCall): boolean {
  return call.request.origin === BILLING_ORIGIN;
}

function requestId(call: SplitCall): object {
  const id = call.state.random.text(10, '0123456789ABCDEF');
  return isBilling(call) ? { request_id: id } : { requestId: id };
}

function tokenOf(index: number): string {
  return btoa(`p:${index * 7}`).replaceAll('=', '');
}
