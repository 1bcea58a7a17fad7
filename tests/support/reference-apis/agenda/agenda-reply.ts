import { isJsonObject, parseJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import { emptyReply, jsonReply } from '../reply.ts';
import { Refusal } from '../router.ts';
import type { Call } from '../router.ts';
import { ME } from './agenda-world.ts';
import type { AgendaWorld, Calendar } from './agenda-world.ts';

export type AgendaCall = Call<AgendaWorld>;

export function refuse(code: number, reason: string, message: string, location?: string): Refusal {
  const where = location === undefined ? {} : { locationType: 'parameter', location };
  const errors = [{ message, domain: 'global', reason, ...where }];
  return new Refusal(jsonReply(code, { error: { errors, code, message } }));
}

export const notFound = (): Refusal => refuse(404, 'notFound', 'Not Found');

export function agendaErrorOf(response: ReferenceResponse): string | undefined {
  if (response.status < 400) return undefined;
  const body = parseJson(response.body);
  const error = isJsonObject(body) && isJsonObject(body['error']) ? body['error'] : {};
  const [first] = Array.isArray(error['errors']) ? (error['errors'] as readonly JsonObject[]) : [];
  const what = first?.['reason'] === 'invalid' ? first['message'] : (first?.['reason'] ?? '');
  return [response.status, what, first?.['location'] ?? ''].join(' ').trimEnd();
}

/** `primary` is the caller's own calendar. */
export function calendarOf(call: AgendaCall, name = call.param('calendar')): Calendar {
  const calendar = call.state.calendars.get(name === 'primary' ? ME : name);
  if (calendar === undefined) throw notFound();
  return calendar;
}

export function writableOf(call: AgendaCall, name?: string): Calendar {
  const calendar = calendarOf(call, name);
  if (calendar.accessRole === 'reader')
    throw refuse(403, 'requiredAccessLevel', 'You need to have writer access to this calendar.');
  return calendar;
}

export function ownedOf(call: AgendaCall): Calendar {
  const calendar = calendarOf(call);
  if (calendar.accessRole !== 'owner') throw refuse(403, 'forbidden', 'Forbidden');
  return calendar;
}

export function bodyOf(call: AgendaCall): JsonObject {
  const body = call.json();
  if (body === undefined) throw refuse(400, 'parseError', 'Parse Error');
  return body;
}

export const etagOf = (rev: number): string => `"${String(3_400_000_000_000 + rev * 1117)}"`;

/** Refuses a write whose If-Match is not of now. */
export function requireMatch(call: AgendaCall, rev: number): void {
  const wanted = call.header('if-match');
  if (wanted !== undefined && wanted !== '*' && wanted !== etagOf(rev))
    throw refuse(412, 'conditionNotMet', 'Precondition Failed');
}

export function tagged(call: AgendaCall, rev: number, shown: object, status = 200): ReferenceResponse {
  const etag = etagOf(rev);
  if (call.request.method === 'GET' && call.header('if-none-match') === etag) return emptyReply(304, { etag });
  return jsonReply(status, shown, { etag });
}

/** What a list says with: pages by token, and on the last one a token to ask for changes from here on. */
export function pageOf(call: AgendaCall, kind: string, rows: readonly object[], more: object = {}): ReferenceResponse {
  const { query, state } = call;
  const size = Number(query.get('maxResults') ?? 250);
  if (!Number.isInteger(size) || size < 1 || size > 2500)
    throw refuse(400, 'invalidParameter', `Invalid value '${query.get('maxResults')}'.`, 'maxResults');
  const token = query.get('pageToken');
  const start = token === null ? 0 : Number(/^P(\d+)Q$/.exec(atob(token))?.[1] ?? Number.NaN);
  if (Number.isNaN(start)) throw refuse(400, 'invalid', 'Invalid page token value.', 'pageToken');
  const next =
    start + size < rows.length ? { nextPageToken: btoa(`P${start + size}Q`) } : { nextSyncToken: syncToken(state.rev) };
  return jsonReply(200, { kind, etag: etagOf(state.rev), ...more, ...next, items: rows.slice(start, start + size) });
}

export const syncToken = (rev: number): string => btoa(`S:${rev}:${rev * 7}`);

/** The revision a sync token stands for; 410 where it is none. */
export function revOf(token: string): number {
  const rev = /^[\w+/=]+$/.test(token) && token.length % 4 === 0 ? /^S:(\d+):(\d+)$/.exec(atob(token)) : null;
  if (rev === null || Number(rev[1]) * 7 !== Number(rev[2]))
    throw refuse(410, 'fullSyncRequired', 'Sync token is no longer valid, a full sync is required.', 'syncToken');
  return Number(rev[1]);
}
