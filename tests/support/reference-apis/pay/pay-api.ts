/**
 * `pay`: prefixed ids, form-encoded bodies with brackets, `{ object: 'list', data, has_more }` with
 * starting_after, idempotency keys, metadata that merges, refunds that move their charge, `expand[]`.
 */
import { isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { jsonReply, withHeaders } from '../reply.ts';
import type {
  CrawledResource,
  ReferenceApi,
  ReferenceRequest,
  ReferenceResponse,
  ReferenceSend,
} from '../reference-api.ts';
import { callOf, matchRoute, pathEntities, Refusal } from '../router.ts';
import { createSessionClient } from '../session-client.ts';
import { payErrorOf, refuse } from './pay-params.ts';
import { payProbes } from './pay-probes.ts';
import { PAY_ROUTES } from './pay-routes.ts';
import { paySessions } from './pay-sessions.ts';
import { createPayWorld, PAY_KEY, PAY_ORIGIN } from './pay-world.ts';
import type { PayWorld } from './pay-world.ts';

export const payApi: ReferenceApi = {
  name: 'pay',
  origins: [PAY_ORIGIN],
  operations: PAY_ROUTES.map(({ operation }) => operation),
  volatile: ['header:request-id'],
  derived: [
    '$..amount_refunded',
    '$..amount_captured',
    '$..refunded',
    '$.available',
    '$.available[*].amount',
    '$.has_more',
  ],
  idPaths: ['$..id', '$..customer', '$..charge'],
  create(seed) {
    const state = createPayWorld(seed);
    return {
      handle: (request, at) => withHeaders(once(state, request, at), { 'request-id': `req_${state.random.text(14)}` }),
      dump: () =>
        structuredClone([
          [...state.customers],
          [...state.deleted],
          [...state.charges],
          [...state.refunds],
        ]) as unknown as JsonValue,
    };
  },
  sessions: paySessions,
  probes: payProbes,
  operationOf: (request) => {
    const match = matchRoute(PAY_ROUTES, request);
    return match.kind === 'route' ? match.route.operation : undefined;
  },
  errorOf: payErrorOf,
  entitiesOf: (request) => {
    const charge = new URLSearchParams(new TextDecoder().decode(request.body)).get('charge');
    return [...pathEntities(PAY_ROUTES, request), ...(charge === null ? [] : [`/v1/charges/${charge}`])];
  },
  crawl: crawlPay,
};

/** A POST with an Idempotency-Key runs once; what it did (or the card's refusal) is answered again. */
function once(state: PayWorld, request: ReferenceRequest, at: number): ReferenceResponse {
  const key = request.headers.find(([name]) => name.toLowerCase() === 'idempotency-key')?.[1];
  if (key === undefined || request.method !== 'POST') return answer(state, request, at);
  const print = `${request.path} ${new TextDecoder().decode(request.body)}`;
  const done = state.idempotent.get(key);
  if (done !== undefined && done.print !== print) {
    return refuse(
      400,
      'idempotency_error',
      undefined,
      'Keys for idempotent requests can only be used with the same parameters they were first used with.',
    ).response;
  }
  if (done !== undefined) {
    return withHeaders(
      { status: done.status, headers: [['content-type', 'application/json']], body: done.response },
      { 'idempotency-key': key, 'idempotent-replayed': 'true' },
    );
  }
  const response = answer(state, request, at);
  if (response.status < 400 || response.status === 402)
    state.idempotent.set(key, { print, response: response.body, status: response.status });
  return withHeaders(response, { 'idempotency-key': key });
}

function answer(state: PayWorld, request: ReferenceRequest, at: number): ReferenceResponse {
  try {
    const match = matchRoute(PAY_ROUTES, request);
    if (match.kind !== 'route') {
      throw refuse(
        404,
        'invalid_request_error',
        undefined,
        `Unrecognized request URL (${request.method}: ${request.path.split('?')[0]}).`,
      );
    }
    const call = callOf(state, request, at, match.params);
    if (call.header('authorization') !== `Bearer ${PAY_KEY}`)
      return jsonReply(401, { error: { type: 'invalid_request_error', message: 'Invalid API Key provided' } });
    return match.route.handle(call);
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    throw error;
  }
}

function crawlPay(send: ReferenceSend): readonly CrawledResource[] {
  const client = createSessionClient(send, PAY_ORIGIN, { authorization: `Bearer ${PAY_KEY}` });
  return ['customers', 'charges', 'refunds'].map((name) => {
    const rows: JsonObject[] = [];
    for (let more = true; more;) {
      const after = rows.at(-1)?.['id'];
      const page = client.call(`GET /v1/${name}?limit=100${after === undefined ? '' : `&starting_after=${after}`}`);
      rows.push(...page.rows('$.data').filter(isJsonObject));
      more = isJsonObject(page.json) && page.json['has_more'] === true;
    }
    return {
      name,
      pairs: rows.map((listed) => ({ listed, item: client.call(`GET /v1/${name}/${listed['id']}`).json })),
    };
  });
}
