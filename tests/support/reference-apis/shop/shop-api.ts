/**
 * `shop`: bare JSON, integer ids, page/per_page with Link and X-Total-Count, PUT replaces and PATCH merges,
 * orders with a state machine, totals derived from lines, stock moved by orders.
 */
import type { JsonValue } from '../json.ts';
import { jsonReply, withHeaders } from '../reply.ts';
import type { ReferenceApi, ReferenceRequest, ReferenceResponse } from '../reference-api.ts';
import { callOf, matchRoute, pathEntities, Refusal } from '../router.ts';
import { crawlShop } from './shop-crawl.ts';
import { SHOP_CUSTOMER_ROUTES } from './shop-customers.ts';
import { refuse, shopErrorOf } from './shop-errors.ts';
import { SHOP_ORDER_ROUTES } from './shop-orders.ts';
import { READ_ONLY_KEY, SHOP_ORIGIN, STAFF_KEY } from './shop-origin.ts';
import { shopProbes } from './shop-probes.ts';
import { SHOP_PRODUCT_ROUTES } from './shop-products.ts';
import { shopSessions } from './shop-sessions.ts';
import { createShopWorld } from './shop-world.ts';
import type { ShopWorld } from './shop-world.ts';

const ROUTES = [...SHOP_PRODUCT_ROUTES, ...SHOP_CUSTOMER_ROUTES, ...SHOP_ORDER_ROUTES];

export const shopApi: ReferenceApi = {
  name: 'shop',
  origins: [SHOP_ORIGIN],
  operations: ROUTES.map(({ operation }) => operation),
  volatile: ['header:x-request-id'],
  derived: [
    '$..updated_at',
    '$..subtotal',
    '$..tax',
    '$..shipping',
    '$..total',
    '$..item_count',
    '$..order_count',
    '$..total_spent',
    '$..product_count',
    '$..stock',
    '$..available',
    '$..number',
    'header:x-total-count',
    'header:link',
  ],
  idPaths: ['$..id', '$..customer_id', '$..product_id', '$..existing_id', 'header:location'],
  create(seed) {
    const state = createShopWorld(seed);
    return {
      handle: (request, at) => withHeaders(answer(state, request, at), { 'x-request-id': state.random.uuid() }),
      dump: () =>
        structuredClone([[...state.products], [...state.customers], [...state.orders]]) as unknown as JsonValue,
    };
  },
  sessions: shopSessions,
  probes: shopProbes,
  operationOf: (request) => {
    const match = matchRoute(ROUTES, request);
    return match.kind === 'route' ? match.route.operation : undefined;
  },
  errorOf: shopErrorOf,
  entitiesOf: (request) => pathEntities(ROUTES, request),
  crawl: crawlShop,
};

function answer(state: ShopWorld, request: ReferenceRequest, at: number): ReferenceResponse {
  try {
    const match = matchRoute(ROUTES, request);
    if (match.kind === 'none') throw refuse(404, 'route_not_found', `No route for ${request.path.split('?')[0]}`);
    if (match.kind === 'wrong-method') {
      return jsonReply(
        405,
        { error: 'method_not_allowed', message: 'Method not allowed' },
        { allow: match.allow.join(', ') },
      );
    }
    const call = callOf(state, request, at, match.params);
    const key = call.header('x-api-key');
    if (key !== STAFF_KEY && key !== READ_ONLY_KEY) throw refuse(401, 'unauthorized', 'Missing or invalid API key');
    if (key === READ_ONLY_KEY && request.method !== 'GET') throw refuse(403, 'forbidden', 'This key is read-only');
    return match.route.handle(call);
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    throw error;
  }
}
