/**
 * `depot`: warehouses, zones and bins three levels deep, slugs and codes as ids, PUT that makes or replaces, form-encoded
 * writes with a bulk endpoint in JSON, stock figures derived across entities, bare arrays with X-Total-Count and Link,
 * Idempotency-Key, RFC 7807 problems, refresh rotation, a rate limit, a state machine with a transitions endpoint.
 */
import { isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { withHeaders } from '../reply.ts';
import type {
  CrawledResource,
  ReferenceApi,
  ReferenceRequest,
  ReferenceResponse,
  ReferenceSend,
} from '../reference-api.ts';
import { callOf, matchRoute, pathEntities, Refusal } from '../router.ts';
import { createSessionClient } from '../session-client.ts';
import { DEPOT_PEOPLE_ROUTES } from './depot-access.ts';
import { DEPOT_PLACE_ROUTES } from './depot-places.ts';
import { depotProbes } from './depot-probes.ts';
import { depotErrorOf, problem } from './depot-reply.ts';
import { depotSessions } from './depot-sessions.ts';
import { DEPOT_WORK_ROUTES } from './depot-work.ts';
import { createDepotWorld, DEPOT_ORIGIN, LEAD, passwordOf } from './depot-world.ts';
import type { DepotWorld } from './depot-world.ts';

const ROUTES = [...DEPOT_PEOPLE_ROUTES, ...DEPOT_PLACE_ROUTES, ...DEPOT_WORK_ROUTES];

export const depotApi: ReferenceApi = {
  name: 'depot',
  origins: [DEPOT_ORIGIN],
  operations: ROUTES.map(({ operation }) => operation),
  volatile: ['header:x-request-id', '$.access_token', '$.refresh_token'],
  derived: [
    '$..updated_at',
    '$..zone_count',
    '$..bin_count',
    '$..unit_count',
    '$..line_count',
    '$..units',
    '$..total_units',
    '$..free',
    '$..on_hand',
    '$..reserved',
    '$..available',
    '$..needs_reorder',
    '$..succeeded',
    '$..failed',
    'header:x-total-count',
    'header:link',
    'header:retry-after',
  ],
  idPaths: ['$..id', '$..slug', 'header:location'],
  create(seed) {
    const state = createDepotWorld(seed);
    return {
      handle: (request, at) => withHeaders(once(state, request, at), { 'x-request-id': state.random.uuid() }),
      dump: () =>
        structuredClone([
          [...state.users],
          [...state.zones],
          [...state.bins],
          [...state.items],
          [...state.stock],
          state.movements,
          [...state.picks],
        ]) as unknown as JsonValue,
    };
  },
  sessions: depotSessions,
  probes: depotProbes,
  operationOf: (request) => {
    const match = matchRoute(ROUTES, request);
    return match.kind === 'route' ? match.route.operation : undefined;
  },
  errorOf: depotErrorOf,
  entitiesOf: (request) => pathEntities(ROUTES, request),
  crawl: crawlDepot,
};

/** A POST with an Idempotency-Key that was used before is answered as it was then. */
function once(state: DepotWorld, request: ReferenceRequest, at: number): ReferenceResponse {
  const key = request.headers.find(([name]) => name.toLowerCase() === 'idempotency-key')?.[1];
  if (key === undefined || request.method !== 'POST') return answer(state, request, at);
  const print = `${request.path} ${new TextDecoder().decode(request.body)}`;
  const done = state.idempotent.get(key);
  if (done === undefined) {
    const response = answer(state, request, at);
    if (response.status < 300) state.idempotent.set(key, { print, status: response.status, body: response.body });
    return response;
  }
  if (done.print === print)
    return { status: done.status, headers: [['content-type', 'application/json']], body: done.body };
  return problem(422, 'key-reused', 'Unprocessable', 'This Idempotency-Key was used for another request').response;
}

function answer(state: DepotWorld, request: ReferenceRequest, at: number): ReferenceResponse {
  try {
    const match = matchRoute(ROUTES, request);
    if (match.kind === 'none') throw problem(404, 'no-route', 'Not found', 'There is nothing at this address');
    if (match.kind === 'wrong-method')
      throw problem(405, 'method', 'Method not allowed', `Allowed: ${match.allow.join(', ')}`, undefined, {
        allow: match.allow.join(', '),
      });
    return match.route.handle(callOf(state, request, at, match.params));
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    throw error;
  }
}

function crawlDepot(send: ReferenceSend): readonly CrawledResource[] {
  const form = { grant_type: 'password', username: LEAD, password: passwordOf(LEAD) };
  const quick: ReferenceSend = (request) => send(request, 20);
  const token = createSessionClient(quick, DEPOT_ORIGIN, {}).call('POST /oauth/token', { form }).text('$.access_token');
  const client = createSessionClient(quick, DEPOT_ORIGIN, { authorization: `Bearer ${token}` });
  const all = (path: string): readonly JsonObject[] => {
    const rows: JsonObject[] = [];
    for (let total = 1; rows.length < total;) {
      const answered = client.call(`GET ${path}?offset=${rows.length}&limit=100`);
      const page = answered.rows('$').filter(isJsonObject);
      if (page.length === 0) break;
      total = Number(answered.header('x-total-count') ?? 0);
      rows.push(...page);
    }
    return rows;
  };
  const paired = (name: string, rows: readonly JsonObject[], pathOf: (row: JsonObject) => string): CrawledResource => ({
    name,
    pairs: rows.map((listed) => ({ listed, item: client.call(`GET ${pathOf(listed)}`).json })),
  });
  const base = '/api/v1/warehouses';
  const warehouses = all(base);
  const zones = warehouses.flatMap(({ slug }) => all(`${base}/${slug}/zones`));
  const bins = zones.flatMap(({ warehouse, slug }) => all(`${base}/${warehouse}/zones/${slug}/bins`));
  return [
    paired('users', all('/api/v1/users'), ({ login }) => `/api/v1/users/${login}`),
    paired('warehouses', warehouses, ({ slug }) => `${base}/${slug}`),
    paired('zones', zones, ({ warehouse, slug }) => `${base}/${warehouse}/zones/${slug}`),
    paired('bins', bins, ({ warehouse, zone, code }) => `${base}/${warehouse}/zones/${zone}/bins/${code}`),
    paired('items', all('/api/v1/items'), ({ sku }) => `/api/v1/items/${sku}`),
    paired('movements', all('/api/v1/movements'), ({ id }) => `/api/v1/movements/${id}`),
    paired('pick-lists', all('/api/v1/pick-lists'), ({ id }) => `/api/v1/pick-lists/${id}`),
  ];
}
