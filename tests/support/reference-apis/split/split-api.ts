/**
 * `split`: one case over two hosts. Accounts and members by slug and e-mail in camelCase; subscriptions and invoices
 * that refer to account ids, in snake_case; PUT only; deletes that cascade across hosts; page tokens; 429 on billing.
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
import type { Call } from '../router.ts';
import { createSessionClient } from '../session-client.ts';
import { SPLIT_ACCOUNT_ROUTES } from './split-accounts.ts';
import { SPLIT_BILLING_ROUTES } from './split-billing.ts';
import { refuse, splitErrorOf } from './split-envelope.ts';
import { splitProbes } from './split-probes.ts';
import { splitSessions } from './split-sessions.ts';
import { ACCOUNTS_ORIGIN, BILLING_ORIGIN, CLIENT, createSplitWorld } from './split-world.ts';
import type { SplitWorld } from './split-world.ts';

const ROUTES = [...SPLIT_ACCOUNT_ROUTES, ...SPLIT_BILLING_ROUTES];
const WINDOW_MS = 2000;
const WINDOW_CALLS = 10;

export const splitApi: ReferenceApi = {
  name: 'split',
  origins: [ACCOUNTS_ORIGIN, BILLING_ORIGIN],
  operations: ROUTES.map(({ operation }) => operation),
  volatile: ['$.meta.requestId', '$.meta.request_id', '$.data.token', 'header:x-ratelimit-remaining'],
  derived: [
    '$..updatedAt',
    '$..memberCount',
    '$..monthly_amount',
    '$..monthly_total',
    '$..amount',
    '$..amount_due',
    '$..open_invoices',
    '$..active_subscriptions',
    '$..cancelled_on',
    '$..paid_at',
    '$.meta.totalCount',
    '$.meta.total_count',
    '$.meta.nextPageToken',
    '$.meta.next_page_token',
  ],
  idPaths: ['$..id', '$..account_id', '$..subscription_id', '$..slug', 'header:location'],
  create(seed) {
    const state = createSplitWorld(seed);
    return {
      handle: (request, at) => answer(state, request, at),
      dump: () =>
        structuredClone([
          [...state.accounts],
          [...state.members],
          [...state.subscriptions],
          [...state.bills],
        ]) as unknown as JsonValue,
    };
  },
  sessions: splitSessions,
  probes: splitProbes,
  operationOf: (request) => {
    const match = matchRoute(ROUTES, request);
    return match.kind === 'route' ? match.route.operation : undefined;
  },
  errorOf: splitErrorOf,
  entitiesOf: (request) => pathEntities(ROUTES, request),
  crawl: crawlSplit,
};

function answer(state: SplitWorld, request: ReferenceRequest, at: number): ReferenceResponse {
  try {
    const match = matchRoute(ROUTES, request);
    if (match.kind === 'none') return jsonReply(404, { error: { code: 'route_not_found', message: 'No such route' } });
    if (match.kind === 'wrong-method')
      return jsonReply(
        405,
        { error: { code: 'method_not_allowed', message: 'Method not allowed' } },
        { allow: match.allow.join(', ') },
      );
    const call = callOf(state, request, at, match.params);
    if (match.route.operation === 'tokens.create') return match.route.handle(call);
    const token = requireToken(call);
    if (request.origin === ACCOUNTS_ORIGIN) return match.route.handle(call);
    const remaining = countCall(call, token);
    return withHeaders(match.route.handle(call), {
      'x-ratelimit-limit': String(WINDOW_CALLS),
      'x-ratelimit-remaining': String(remaining),
    });
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    throw error;
  }
}

function requireToken(call: Call<SplitWorld>): string {
  const token = (call.header('authorization') ?? '').replace(/^Bearer /, '');
  const expires = call.state.tokens.get(token);
  if (expires === undefined) throw refuse(call, 401, 'invalid_token', 'The token is missing or unknown');
  if (expires <= call.at) throw refuse(call, 401, 'expired_token', 'The token has expired');
  return token;
}

/** At most ten calls in any two seconds for one token; refused calls do not count. */
function countCall(call: Call<SplitWorld>, token: string): number {
  const recent = (call.state.recent.get(token) ?? []).filter((time) => time > call.at - WINDOW_MS);
  if (recent.length >= WINDOW_CALLS)
    throw refuse(call, 429, 'rate_limited', 'Too many requests', undefined, {
      'retry-after': String(WINDOW_MS / 1000),
    });
  call.state.recent.set(token, [...recent, call.at]);
  return WINDOW_CALLS - recent.length - 1;
}

function crawlSplit(send: ReferenceSend): readonly CrawledResource[] {
  const slowly: ReferenceSend = (request) => send(request, 400);
  const login = createSessionClient(slowly, ACCOUNTS_ORIGIN, {}).call('POST /v1/tokens', { json: CLIENT });
  const headers = { authorization: `Bearer ${login.text('$.data.token')}` };
  const crawl = (
    origin: string,
    list: string,
    key: string,
    size: string,
    itemOf: (row: JsonObject) => string,
  ): CrawledResource => {
    const client = createSessionClient(slowly, origin, headers);
    const rows: JsonObject[] = [];
    for (let token: JsonValue | undefined = ''; typeof token === 'string';) {
      const page = client.call(`GET ${list}?${size}=50${token === '' ? '' : `&${key}=${token}`}`);
      rows.push(...page.rows('$.data').filter(isJsonObject));
      const meta = isJsonObject(page.json) ? page.json['meta'] : undefined;
      token = isJsonObject(meta) ? (meta['nextPageToken'] ?? meta['next_page_token']) : undefined;
    }
    const item = (row: JsonObject): JsonValue | undefined => {
      const { json } = client.call(`GET ${itemOf(row)}`);
      return isJsonObject(json) ? json['data'] : undefined;
    };
    return { name: list, pairs: rows.map((listed) => ({ listed, item: item(listed) })) };
  };
  return [
    crawl(ACCOUNTS_ORIGIN, '/v1/accounts', 'pageToken', 'pageSize', ({ slug }) => `/v1/accounts/${slug}`),
    crawl(
      ACCOUNTS_ORIGIN,
      '/v1/members',
      'pageToken',
      'pageSize',
      ({ accountSlug, email }) => `/v1/accounts/${accountSlug}/members/${encodeURIComponent(String(email))}`,
    ),
    crawl(BILLING_ORIGIN, '/v2/subscriptions', 'page_token', 'page_size', ({ id }) => `/v2/subscriptions/${id}`),
    crawl(BILLING_ORIGIN, '/v2/invoices', 'page_token', 'page_size', ({ id }) => `/v2/invoices/${id}`),
  ];
}
