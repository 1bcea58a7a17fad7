/**
 * `rpc`: one JSON-RPC-like endpoint and one GraphQL-like endpoint over the same invoices and clients; every answer
 * is HTTP 200, errors are in the body; a cookie session with a CSRF header on writes.
 */
import { isJsonObject, parseJson } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { emptyReply, jsonReply, withHeaders } from '../reply.ts';
import type {
  CrawledResource,
  ReferenceApi,
  ReferenceRequest,
  ReferenceResponse,
  ReferenceSend,
} from '../reference-api.ts';
import { Fault } from './rpc-actions.ts';
import { GRAPHQL_OPERATIONS } from './rpc-graphql.ts';
import { loginRpc } from './rpc-login.ts';
import { RPC_METHODS } from './rpc-methods.ts';
import { rpcProbes } from './rpc-probes.ts';
import { rpcSessions } from './rpc-sessions.ts';
import { createRpcWorld, OWNER, passwordOf, RPC_ORIGIN } from './rpc-world.ts';
import type { Login, RpcWorld } from './rpc-world.ts';

export const rpcApi: ReferenceApi = {
  name: 'rpc',
  origins: [RPC_ORIGIN],
  operations: [
    'rpc session.login',
    'rpc session.logout',
    ...Object.keys(RPC_METHODS).map((method) => `rpc ${method}`),
    ...Object.keys(GRAPHQL_OPERATIONS).map((name) => `graphql ${name}`),
  ],
  volatile: ['header:set-cookie', 'header:x-trace', '$.result.csrf_token'],
  derived: [
    '$..updated_at',
    '$..updatedAt',
    '$..total',
    '$..amount',
    '$..paid_amount',
    '$..balance_due',
    '$..balanceDue',
    '$..outstanding',
    '$..invoice_count',
    '$..lineCount',
    '$..count',
    '$..pages',
    '$..totalCount',
    '$..hasNextPage',
    '$..number',
    '$.result.draft',
    '$.result.sent',
    '$.result.paid',
    '$.result.void',
    '$.result.clients',
  ],
  idPaths: [
    '$.result.id',
    '$.result.rows[*].id',
    '$..client_id',
    '$.data..id',
    '$..cursor',
    '$..endCursor',
    '$.result.deleted',
  ],
  create(seed) {
    const world = createRpcWorld(seed);
    return {
      handle: (request, at) =>
        withHeaders(answer(world, request, at), { 'x-trace': world.random.text(12, '0123456789abcdef') }),
      dump: () => structuredClone([[...world.clients], [...world.invoices]]) as unknown as JsonValue,
    };
  },
  sessions: rpcSessions,
  probes: rpcProbes,
  operationOf(request) {
    const body = bodyOf(request);
    const name = request.path === '/rpc' ? `rpc ${String(body['method'])}` : `graphql ${String(body['operationName'])}`;
    return this.operations.includes(name) ? name : undefined;
  },
  errorOf(response) {
    const body = parseJson(response.body);
    if (response.status !== 200 || !isJsonObject(body))
      return response.status >= 400 ? String(response.status) : undefined;
    const errors = Array.isArray(body['errors']) ? (body['errors'] as readonly JsonObject[]) : [];
    const error = body['ok'] === false ? body['error'] : errors[0]?.['extensions'];
    return isJsonObject(error) ? `${String(error['code'])} ${String(error['field'] ?? '')}`.trim() : undefined;
  },
  entitiesOf(request) {
    const body = bodyOf(request);
    const params = body[request.path === '/rpc' ? 'params' : 'variables'];
    const target = String(body[request.path === '/rpc' ? 'method' : 'operationName']);
    const id = isJsonObject(params) ? params['id'] : undefined;
    const kind = /client/i.test(target) ? 'client' : 'invoice';
    return id === undefined ? [] : [`${kind}/${String(id)}`, `graphql/${kind}/${String(id)}`];
  },
  crawl: crawlRpc,
};

function answer(world: RpcWorld, request: ReferenceRequest, at: number): ReferenceResponse {
  if (request.path !== '/rpc' && request.path !== '/graphql') return emptyReply(404);
  if (request.method !== 'POST') return emptyReply(405, { allow: 'POST' });
  return request.path === '/rpc' ? answerRpc(world, request, at) : answerGraphql(world, request, at);
}

function answerRpc(world: RpcWorld, request: ReferenceRequest, at: number): ReferenceResponse {
  const body = bodyOf(request);
  const { id = null, method } = body;
  try {
    if (Object.keys(body).length === 0) throw new Fault('PARSE_ERROR', 'The body is not a JSON object');
    const params = isJsonObject(body['params']) ? body['params'] : {};
    if (method === 'session.login')
      return withHeaders(jsonReply(200, { id, ok: true, ...logIn(world, params).body }), {
        'set-cookie': `sid=${lastSid(world)}; Path=/; HttpOnly; SameSite=Lax`,
      });
    const login = requireLogin(world, request);
    if (method === 'session.logout') {
      requireCsrf(request, login);
      world.logins.delete(sidOf(request) ?? '');
      return withHeaders(jsonReply(200, { id, ok: true, result: null }), { 'set-cookie': 'sid=; Path=/; Max-Age=0' });
    }
    const found = RPC_METHODS[String(method)];
    if (found === undefined) throw new Fault('METHOD_NOT_FOUND', `There is no method ${String(method)}`);
    if (found.writes) requireCsrf(request, login);
    return jsonReply(200, { id, ok: true, result: found.run({ world, at, params, user: login.email }) });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { code, message, field } = error;
    return jsonReply(200, { id, ok: false, error: { code, message, ...(field === undefined ? {} : { field }) } });
  }
}

function answerGraphql(world: RpcWorld, request: ReferenceRequest, at: number): ReferenceResponse {
  const body = bodyOf(request);
  const operation = GRAPHQL_OPERATIONS[String(body['operationName'])];
  try {
    if (operation === undefined)
      throw new Fault('GRAPHQL_VALIDATION_FAILED', `Unknown operation named "${String(body['operationName'])}".`);
    const login = requireLogin(world, request);
    if (operation.writes) requireCsrf(request, login);
    const params = isJsonObject(body['variables']) ? body['variables'] : {};
    return jsonReply(200, { data: { [operation.field]: operation.run({ world, at, params, user: login.email }) } });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { code, message, field } = error;
    const path = operation === undefined ? {} : { path: [operation.field] };
    const extensions = { code, ...(field === undefined ? {} : { field }) };
    return jsonReply(200, {
      data: operation === undefined ? null : { [operation.field]: null },
      errors: [{ message, ...path, extensions }],
    });
  }
}

function logIn(world: RpcWorld, { email, password }: JsonObject): { readonly body: object } {
  if (typeof email !== 'string' || password !== passwordOf(email))
    throw new Fault('BAD_CREDENTIALS', 'E-mail or password is wrong');
  const csrf = world.random.text(24);
  world.logins.set(world.random.text(32), { email, csrf });
  return { body: { result: { email, csrf_token: csrf } } };
}

function lastSid(world: RpcWorld): string {
  return [...world.logins.keys()].at(-1) ?? '';
}

function sidOf(request: ReferenceRequest): string | undefined {
  const cookie = request.headers.find(([name]) => name.toLowerCase() === 'cookie')?.[1] ?? '';
  return /(?:^|; )sid=([^;]+)/.exec(cookie)?.[1];
}

function requireLogin(world: RpcWorld, request: ReferenceRequest): Login {
  const login = world.logins.get(sidOf(request) ?? '');
  if (login === undefined) throw new Fault('UNAUTHENTICATED', 'Log in first');
  return login;
}

function requireCsrf(request: ReferenceRequest, login: Login): void {
  const token = request.headers.find(([name]) => name.toLowerCase() === 'x-csrf-token')?.[1];
  if (token !== login.csrf) throw new Fault('CSRF_MISMATCH', 'The x-csrf-token header is missing or stale');
}

function bodyOf(request: ReferenceRequest): JsonObject {
  const body = parseJson(request.body);
  return isJsonObject(body) ? body : {};
}

function crawlRpc(send: ReferenceSend): readonly CrawledResource[] {
  const { rpc } = loginRpc(send, OWNER);
  return ['client', 'invoice'].map((name) => {
    const rows: JsonObject[] = [];
    for (let page = 1, pages = 1; page <= pages; page++) {
      const listed = rpc(`${name}.list`, { page, page_size: 100 });
      rows.push(...listed.rows('$.result.rows').filter(isJsonObject));
      pages = listed.number('$.result.pages');
    }
    const item = (id: JsonValue | undefined): JsonValue | undefined => {
      const { json } = rpc(`${name}.get`, { id });
      return isJsonObject(json) ? json['result'] : undefined;
    };
    return { name, pairs: rows.map((listed) => ({ listed, item: item(listed['id']) })) };
  });
}
