import { isJsonObject, parseJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import { emptyReply, jsonReply, withHeaders } from '../reply.ts';
import { Refusal } from '../router.ts';
import type { Call } from '../router.ts';
import { FORGE_ORIGIN, TOKENS } from './forge-world.ts';
import type { ForgeWorld, Home } from './forge-world.ts';

export type ForgeCall = Call<ForgeWorld>;

/** One entry of a 422. */
export interface Flaw {
  readonly resource: string;
  readonly field?: string;
  readonly code: 'missing_field' | 'invalid' | 'already_exists' | 'custom';
  readonly message?: string;
  readonly value?: string;
}

const DOCS = 'https://docs.forge.test/rest';

export function refuse(status: number, message: string): Refusal {
  return new Refusal(jsonReply(status, { message, documentation_url: DOCS, status: String(status) }));
}

export function invalid(...errors: readonly Flaw[]): Refusal {
  return new Refusal(jsonReply(422, { message: 'Validation Failed', errors, documentation_url: DOCS, status: '422' }));
}

export const notFound = (): Refusal => refuse(404, 'Not Found');

export function forgeErrorOf(response: ReferenceResponse): string | undefined {
  if (response.status < 400) return undefined;
  const body = parseJson(response.body);
  if (!isJsonObject(body)) return String(response.status);
  const errors = Array.isArray(body['errors']) ? (body['errors'] as readonly JsonObject[]) : [];
  const flaws = errors.map(({ resource, field, code, message }) =>
    [
      resource,
      field,
      code,
      ...String(message ?? '')
        .split(' ')
        .slice(0, 3),
    ].join(' '),
  );
  return [response.status, errors.length > 0 ? '' : body['message'], ...flaws].join(' ');
}

export function callerOf(call: ForgeCall): string {
  const token = /^(?:Bearer|token) (.+)$/.exec(call.header('authorization') ?? '')?.[1];
  const login = token === undefined ? undefined : TOKENS[token];
  if (token === undefined) throw refuse(401, 'Requires authentication');
  if (login === undefined) throw refuse(401, 'Bad credentials');
  return login;
}

export const mayPush = (login: string): boolean => login === 'mira';

/** The repository of the path; a private one does not exist for those from outside. */
export function homeOf(call: ForgeCall): Home {
  const login = callerOf(call);
  const home = call.state.homes.get(`${call.param('owner')}/${call.param('name')}`);
  if (home === undefined || (home.repo.private && !mayPush(login))) throw notFound();
  return home;
}

/** The same, for writes that need push access. */
export function ownHomeOf(call: ForgeCall): Home {
  const home = homeOf(call);
  if (!mayPush(callerOf(call))) throw refuse(403, 'Must have push access to Repository.');
  if (home.repo.archived) throw refuse(403, 'Repository was archived so is read-only.');
  return home;
}

export function bodyOf(call: ForgeCall): JsonObject {
  const body = call.json();
  if (body === undefined) throw refuse(400, 'Problems parsing JSON');
  return body;
}

export function required(resource: string, body: JsonObject, field: string): string {
  const value = body[field];
  if (typeof value !== 'string' || value.trim() === '') throw invalid({ resource, field, code: 'missing_field' });
  return value;
}

/** A text that may be set to null; `before` where it is not given. */
export function textOr(body: JsonObject, field: string, before: string | null): string | null {
  const value = body[field];
  return value === undefined ? before : typeof value === 'string' ? value : null;
}

/** A representation with its weak ETag; 304 to whoever holds it already. */
export function tagged(
  call: ForgeCall,
  shown: object,
  headers: Readonly<Record<string, string>> = {},
): ReferenceResponse {
  const etag = etagOf(shown);
  if (call.header('if-none-match') === etag) return emptyReply(304, { etag, ...headers });
  return jsonReply(200, shown, { etag, ...headers });
}

function etagOf(representation: object): string {
  let hash = 0x811c9dc5;
  for (const char of JSON.stringify(representation)) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return `W/"${hash.toString(16).padStart(8, '0')}"`;
}

/** Pages with a Link header: `rel` prev, next, last, first, as far as there are any. */
export function pageOf<T>(
  call: ForgeCall,
  rows: readonly T[],
  show: (row: T) => object,
  wrap: (shown: readonly object[]) => object = (shown) => shown,
): ReferenceResponse {
  const perPage = Math.min(100, Math.max(1, Number(call.query.get('per_page') ?? 30) || 30));
  const page = Math.max(1, Number(call.query.get('page') ?? 1) || 1);
  const last = Math.max(1, Math.ceil(rows.length / perPage));
  const path = call.request.path.split('?')[0] ?? '';
  const target = (number: number, rel: string): string => {
    const query = new URLSearchParams(call.query);
    query.set('page', String(number));
    return `<${FORGE_ORIGIN}${path}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [target(page - 1, 'prev')] : []),
    ...(page < last ? [target(page + 1, 'next'), target(last, 'last')] : []),
    ...(page > 1 ? [target(1, 'first')] : []),
  ];
  const shown = wrap(rows.slice((page - 1) * perPage, page * perPage).map(show));
  const response = tagged(call, shown);
  return links.length === 0 ? response : withHeaders(response, { link: links.join(', ') });
}
