/**
 * `agenda`: calendars and events. Fields that are absent rather than null, PATCH that merges beside PUT that replaces,
 * series and their instances, attendees who answer, sync tokens (410 when they are too old), free and busy times,
 * ids that the client may choose, an alias for the own calendar, conditional writes, several requests in one batch.
 */
import { isJsonObject, parseJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type {
  CrawledResource,
  ReferenceApi,
  ReferenceRequest,
  ReferenceResponse,
  ReferenceSend,
} from '../reference-api.ts';
import { jsonReply, withHeaders } from '../reply.ts';
import { callOf, matchRoute, pathEntities, Refusal } from '../router.ts';
import type { Route } from '../router.ts';
import { createSessionClient } from '../session-client.ts';
import { CALENDAR_ROUTES } from './agenda-calendars.ts';
import { EVENT_ROUTES } from './agenda-events.ts';
import { agendaProbes } from './agenda-probes.ts';
import { agendaErrorOf, bodyOf, refuse } from './agenda-reply.ts';
import type { AgendaCall } from './agenda-reply.ts';
import { agendaSessions } from './agenda-sessions.ts';
import { AGENDA_ORIGIN, AGENDA_TOKEN, createAgendaWorld } from './agenda-world.ts';
import type { AgendaWorld } from './agenda-world.ts';

const ROUTES: readonly Route<AgendaWorld>[] = [
  ...CALENDAR_ROUTES,
  ...EVENT_ROUTES,
  { operation: 'batch', method: 'POST', pattern: '/v3/batch', handle: batch },
];

export const agendaApi: ReferenceApi = {
  name: 'agenda',
  origins: [AGENDA_ORIGIN],
  operations: ROUTES.map(({ operation }) => operation),
  volatile: ['header:x-request-id', 'header:etag', '$..etag'],
  derived: [
    '$..updated',
    '$..sequence',
    '$..originalStartTime.dateTime',
    '$.calendars[*].busy[*].start',
    '$.calendars[*].busy[*].end',
  ],
  idPaths: ['$..id', '$..htmlLink', '$..iCalUID', '$..recurringEventId', '$..nextPageToken', '$..nextSyncToken'],
  create(seed) {
    const state = createAgendaWorld(seed);
    return {
      handle: (request, at) =>
        withHeaders(answer(state, request, at), { 'x-request-id': state.random.text(18, '0123456789abcdef') }),
      dump: () => JSON.stringify([[...state.calendars], [...state.events], [...state.rules]]),
    };
  },
  sessions: agendaSessions,
  probes: agendaProbes,
  operationOf: (request) => {
    const match = matchRoute(ROUTES, request);
    return match.kind === 'route' ? match.route.operation : undefined;
  },
  errorOf: agendaErrorOf,
  entitiesOf: (request) => pathEntities(ROUTES, request),
  crawl: crawlAgenda,
};

function answer(state: AgendaWorld, request: ReferenceRequest, at: number): ReferenceResponse {
  try {
    const match = matchRoute(ROUTES, request);
    if (match.kind === 'none') throw refuse(404, 'notFound', 'Not Found');
    if (match.kind === 'wrong-method') throw refuse(405, 'httpMethodNotAllowed', 'Method Not Allowed');
    const call = callOf(state, request, at, match.params);
    if (call.header('authorization') !== `Bearer ${AGENDA_TOKEN}`)
      throw refuse(401, 'authError', 'Invalid Credentials', 'Authorization');
    return match.route.handle(call);
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    throw error;
  }
}

/** `{ requests: [{ id, method, url, body? }] }`, done in order, each answered by itself. */
function batch(call: AgendaCall): ReferenceResponse {
  const { requests } = bodyOf(call);
  if (!Array.isArray(requests) || requests.length === 0) throw refuse(400, 'required', 'Missing requests.');
  if (requests.length > 10) throw refuse(400, 'batchTooLarge', 'A batch has 10 requests at most.');
  const responses = (requests as readonly JsonObject[]).map(({ id, method, url, body }) => {
    const { status, body: bytes } = answer(
      call.state,
      {
        method: String(method),
        origin: AGENDA_ORIGIN,
        path: `/v3${String(url)}`,
        headers: call.request.headers,
        body: new TextEncoder().encode(body === undefined ? '' : JSON.stringify(body)),
      },
      call.at,
    );
    return { id: id ?? null, status, ...(bytes.length === 0 ? {} : { body: parseJson(bytes) }) };
  });
  return jsonReply(200, { responses });
}

function crawlAgenda(send: ReferenceSend): readonly CrawledResource[] {
  const client = createSessionClient(send, AGENDA_ORIGIN, { authorization: `Bearer ${AGENDA_TOKEN}` });
  const all = (path: string): readonly JsonObject[] => {
    const rows: JsonObject[] = [];
    for (let token = ''; ;) {
      const page = client.call(`GET ${path}?maxResults=50${token}`);
      rows.push(...page.rows('$.items').filter(isJsonObject));
      const next = isJsonObject(page.json) ? page.json['nextPageToken'] : undefined;
      if (typeof next !== 'string') return rows;
      token = `&pageToken=${encodeURIComponent(next)}`;
    }
  };
  const calendars = all('/v3/users/me/calendarList');
  const pathOf = (row: JsonObject): string => `/v3/calendars/${encodeURIComponent(String(row['id']))}`;
  const inAll = (name: 'events' | 'acl'): CrawledResource => ({
    name,
    pairs: calendars.flatMap((calendar) =>
      all(`${pathOf(calendar)}/${name}`).map((listed) => ({
        listed,
        item: client.call(`GET ${pathOf(calendar)}/${name}/${encodeURIComponent(String(listed['id']))}`).json,
      })),
    ),
  });
  const items = calendars.map((listed) => ({ listed, item: client.call(`GET ${pathOf(listed)}`).json }));
  return [{ name: 'calendars', pairs: items }, inAll('events'), inAll('acl')];
}
