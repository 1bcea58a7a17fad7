/**
 * `billing`: customers, cards, a catalogue, subscriptions and invoices. Forms with nested keys, prefixed ids, an `object`
 * field everywhere, lists read from either end, `expand[]` at any depth, a search language, metadata that merges,
 * amounts in minor units, cards that decline (402), deleted stubs, idempotency keys, basic authentication.
 */
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type {
  CrawledResource,
  ReferenceApi,
  ReferenceRequest,
  ReferenceResponse,
  ReferenceSend,
} from '../reference-api.ts';
import { withHeaders } from '../reply.ts';
import { callOf, matchRoute, pathEntities, Refusal } from '../router.ts';
import { createSessionClient } from '../session-client.ts';
import { CATALOGUE_ROUTES } from './billing-catalogue.ts';
import { CUSTOMER_ROUTES } from './billing-customers.ts';
import { INVOICE_ROUTES } from './billing-invoices.ts';
import { ITEM_ROUTES } from './billing-items.ts';
import { METHOD_ROUTES } from './billing-methods.ts';
import { billingErrorOf, invalid, refuse } from './billing-params.ts';
import { billingProbes } from './billing-probes.ts';
import { createBillingWorld } from './billing-seed.ts';
import { billingSessions } from './billing-sessions.ts';
import { SUBSCRIPTION_ROUTES } from './billing-subscriptions.ts';
import { BILLING_AUTH, BILLING_ORIGIN } from './billing-world.ts';
import type { BillingWorld } from './billing-world.ts';

const ROUTES = [
  ...CUSTOMER_ROUTES,
  ...METHOD_ROUTES,
  ...CATALOGUE_ROUTES,
  ...SUBSCRIPTION_ROUTES,
  ...INVOICE_ROUTES,
  ...ITEM_ROUTES,
];

export const billingApi: ReferenceApi = {
  name: 'billing',
  origins: [BILLING_ORIGIN],
  operations: ROUTES.map(({ operation }) => operation),
  volatile: ['header:request-id', 'header:idempotency-key'],
  derived: [
    '$..updated',
    '$..current_period_end',
    '$..trial_end',
    '$..billing_cycle_anchor',
    '$..cancel_at',
    '$..canceled_at',
    '$..ended_at',
    '$..period.end',
    '$..due_date',
    '$..amount_due',
    '$..amount_paid',
    '$..amount_remaining',
    '$..subtotal',
    '$..total',
    '$..number',
    '$..next_invoice_sequence',
    '$..total_count',
    '$..finalized_at',
    '$..paid_at',
    '$..voided_at',
    '$.has_more',
  ],
  idPaths: [
    '$..id',
    '$..customer',
    '$..product',
    '$..invoice',
    '$..invoice_item',
    '$..subscription',
    '$..latest_invoice',
    '$..default_payment_method',
    '$..payment_method',
    '$..default_price',
    '$..hosted_invoice_url',
    '$..url',
    '$..number',
    '$..invoice_prefix',
  ],
  create(seed) {
    const state = createBillingWorld(seed);
    return {
      handle: (request, at) => withHeaders(once(state, request, at), { 'request-id': `req_${state.random.text(14)}` }),
      dump: () => {
        const { random: _, idempotent: __, ...tables } = state;
        return JSON.stringify(Object.values(tables).map((table) => [...(table as Iterable<unknown>)]));
      },
    };
  },
  sessions: billingSessions,
  probes: billingProbes,
  operationOf: (request) => {
    const match = matchRoute(ROUTES, request);
    return match.kind === 'route' ? match.route.operation : undefined;
  },
  errorOf: billingErrorOf,
  entitiesOf: (request) => pathEntities(ROUTES, request),
  crawl: crawlBilling,
};

/** A POST with an Idempotency-Key runs once; what it did, or that the card was declined, is answered again. */
function once(state: BillingWorld, request: ReferenceRequest, at: number): ReferenceResponse {
  const key = request.headers.find(([name]) => name.toLowerCase() === 'idempotency-key')?.[1];
  if (key === undefined || request.method !== 'POST') return answer(state, request, at);
  const print = `${request.path} ${new TextDecoder().decode(request.body)}`;
  const done = state.idempotent.get(key);
  if (done !== undefined && done.print !== print)
    return refuse(
      400,
      'idempotency_error',
      undefined,
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}'.`,
    ).response;
  if (done !== undefined)
    return withHeaders(
      { status: done.status, headers: [['content-type', 'application/json']], body: done.body },
      { 'idempotency-key': key, 'idempotent-replayed': 'true' },
    );
  const response = answer(state, request, at);
  if (response.status < 400 || response.status === 402)
    state.idempotent.set(key, { print, status: response.status, body: response.body });
  return withHeaders(response, { 'idempotency-key': key });
}

function answer(state: BillingWorld, request: ReferenceRequest, at: number): ReferenceResponse {
  try {
    const match = matchRoute(ROUTES, request);
    const path = request.path.split('?')[0] ?? '';
    if (match.kind !== 'route')
      throw refuse(
        404,
        'invalid_request_error',
        undefined,
        `Unrecognized request URL (${request.method}: ${path}). Please see https://docs.billing.test.`,
      );
    const call = callOf(state, request, at, match.params);
    const auth = call.header('authorization');
    if (auth === undefined) throw refuse(401, 'invalid_request_error', undefined, 'You did not provide an API key.');
    if (auth !== BILLING_AUTH) throw refuse(401, 'invalid_request_error', undefined, 'Invalid API Key provided');
    if (request.method === 'POST' && /json/.test(call.header('content-type') ?? ''))
      throw invalid(undefined, 'Request body must be application/x-www-form-urlencoded.');
    return match.route.handle(call);
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    throw error;
  }
}

function crawlBilling(send: ReferenceSend): readonly CrawledResource[] {
  const client = createSessionClient(send, BILLING_ORIGIN, { authorization: BILLING_AUTH });
  return ['customers', 'products', 'prices', 'subscriptions', 'invoices'].map((name) => {
    const rows: JsonObject[] = [];
    for (let more = true; more;) {
      const after = rows.at(-1)?.['id'];
      const status = name === 'subscriptions' ? '&status=all' : '';
      const page = client.call(
        `GET /v1/${name}?limit=100${status}${after === undefined ? '' : `&starting_after=${after}`}`,
      );
      rows.push(...page.rows('$.data').filter(isJsonObject));
      more = isJsonObject(page.json) && page.json['has_more'] === true;
    }
    return {
      name,
      pairs: rows.map((listed) => ({ listed, item: client.call(`GET /v1/${name}/${listed['id']}`).json })),
    };
  });
}
