/**
 * `lodge`: hotels, rooms, guests and bookings. HAL links that depend on the state, UUIDs beside human references
 * (BK-2024-0001), `:verb` actions, stays that may not overlap, money as objects, opaque cursors,
 * PATCH where null removes, soft delete (410 afterwards), conditional writes, an API key by role.
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
import { LODGE_BOOKING_ROUTES } from './lodge-bookings.ts';
import { LODGE_HOUSE_ROUTES } from './lodge-guests.ts';
import { lodgeProbes } from './lodge-probes.ts';
import { lodgeSessions } from './lodge-sessions.ts';
import { lodgeErrorOf, refuse } from './lodge-show.ts';
import { createLodgeWorld, DESK_KEY, LODGE_ORIGIN, MANAGER_KEY } from './lodge-world.ts';
import type { LodgeWorld } from './lodge-world.ts';

const ROUTES = [...LODGE_HOUSE_ROUTES, ...LODGE_BOOKING_ROUTES];

export const lodgeApi: ReferenceApi = {
  name: 'lodge',
  origins: [LODGE_ORIGIN],
  operations: ROUTES.map(({ operation }) => operation),
  volatile: ['header:x-correlation-id', 'header:etag'],
  derived: [
    '$..updatedAt',
    '$..confirmedAt',
    '$..nights',
    '$..roomTotal.amount',
    '$..extrasTotal.amount',
    '$..total.amount',
    '$..roomCount',
    '$..activeBookings',
    '$..bookingCount',
    '$.page.size',
    '$.page.total',
    '$._links.self.href',
    '$._links.next.href',
  ],
  idPaths: ['$..id', '$..reference', '$..roomId', '$..guestId', '$..hotelId', '$..href', 'header:location'],
  create(seed) {
    const state = createLodgeWorld(seed);
    return {
      handle: (request, at) => withHeaders(answer(state, request, at), { 'x-correlation-id': state.random.text(22) }),
      dump: () =>
        structuredClone([
          [...state.hotels],
          [...state.rooms],
          [...state.guests],
          [...state.bookings],
        ]) as unknown as JsonValue,
    };
  },
  sessions: lodgeSessions,
  probes: lodgeProbes,
  operationOf: (request) => {
    const match = matchRoute(ROUTES, withVerbApart(request));
    return match.kind === 'route' ? match.route.operation : undefined;
  },
  errorOf: lodgeErrorOf,
  entitiesOf: (request) => pathEntities(ROUTES, withVerbApart(request)),
  crawl: crawlLodge,
};

function answer(state: LodgeWorld, request: ReferenceRequest, at: number): ReferenceResponse {
  try {
    const match = matchRoute(ROUTES, withVerbApart(request));
    if (match.kind === 'none') throw refuse(404, 'NO_SUCH_RESOURCE', 'This path leads nowhere');
    if (match.kind === 'wrong-method') throw refuse(405, 'METHOD_NOT_ALLOWED', `Allowed: ${match.allow.join(', ')}`);
    const call = callOf(state, request, at, match.params);
    const key = call.header('x-api-key');
    if (key !== DESK_KEY && key !== MANAGER_KEY) throw refuse(401, 'UNKNOWN_KEY', 'Send a valid X-Api-Key');
    return match.route.handle(call);
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    throw error;
  }
}

function withVerbApart(request: ReferenceRequest): ReferenceRequest {
  return { ...request, path: request.path.replace(/^(\/v2\/bookings\/[^/?:]+):/, '$1/:') };
}

function crawlLodge(send: ReferenceSend): readonly CrawledResource[] {
  const client = createSessionClient(send, LODGE_ORIGIN, { 'x-api-key': MANAGER_KEY });
  const all = (path: string, name: string): readonly JsonObject[] => {
    const rows: JsonObject[] = [];
    for (let next: string | undefined = `${path}?limit=50`; next !== undefined;) {
      const page = client.call(`GET ${next}`);
      rows.push(...page.rows(`$._embedded.${name}`).filter(isJsonObject));
      const links: JsonValue | undefined = isJsonObject(page.json) ? page.json['_links'] : undefined;
      const link: JsonValue | undefined = isJsonObject(links) ? links['next'] : undefined;
      next =
        isJsonObject(link) && typeof link['href'] === 'string' ? link['href'].replace(LODGE_ORIGIN, '') : undefined;
    }
    return rows;
  };
  const paired = (name: string, rows: readonly JsonObject[], key = 'id'): CrawledResource => ({
    name,
    pairs: rows.map((listed) => ({ listed, item: client.call(`GET /v2/${name}/${listed[key]}`).json })),
  });
  const hotels = all('/v2/hotels', 'hotels');
  return [
    paired('hotels', hotels),
    paired(
      'rooms',
      hotels.flatMap(({ id }) => all(`/v2/hotels/${id}/rooms`, 'rooms')),
    ),
    paired('guests', all('/v2/guests', 'guests')),
    paired('bookings', all('/v2/bookings', 'bookings'), 'reference'),
  ];
}
