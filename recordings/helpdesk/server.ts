import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Auth } from './auth.ts';
import { ApiError } from './errors.ts';
import type { Reply, Route } from './exchange.ts';
import { isRecord } from './fields.ts';
import { Idempotency } from './idempotency.ts';
import { RateLimit } from './rate-limit.ts';
import { match } from './router.ts';
import { agentRoutes } from './routes/agents.ts';
import { commentRoutes } from './routes/comments.ts';
import { customerRoutes } from './routes/customers.ts';
import { macroRoutes } from './routes/macros.ts';
import { oauthRoutes } from './routes/oauth.ts';
import { orderRoutes } from './routes/orders.ts';
import { refundRoutes } from './routes/refunds.ts';
import { searchRoutes } from './routes/search.ts';
import { tagRoutes } from './routes/tags.ts';
import { ticketRoutes } from './routes/tickets.ts';
import { buildSeedData } from './seed-data.ts';
import type { HelpdeskState } from './state.ts';

const ROUTES: readonly Route[] = [
  ...oauthRoutes,
  ...agentRoutes,
  ...customerRoutes,
  ...ticketRoutes,
  ...commentRoutes,
  ...tagRoutes,
  ...orderRoutes,
  ...refundRoutes,
  ...macroRoutes,
  ...searchRoutes,
];

export interface HelpdeskOptions {
  /** Fixes ids, tokens, request ids and seed records. */
  readonly seed: string;
  /** Epoch milliseconds; tokens, timestamps, rate limits and the Date header follow it. */
  readonly clock: () => number;
  /** Real milliseconds to hold an answer back. Default: none. */
  readonly delay?: (method: string, path: string) => number;
}

export interface Helpdesk {
  listen(port: number): Promise<string>;
  close(): Promise<void>;
  readonly state: HelpdeskState;
}

/** A support desk over HTTP on the loopback interface. Same seed, clock and requests: same bytes. */
export function createHelpdesk({ seed, clock, delay }: HelpdeskOptions): Helpdesk {
  const { state, credentials } = buildSeedData(seed);
  const auth = new Auth(state.ids, state.agents, credentials);
  const rateLimit = new RateLimit();
  const idempotency = new Idempotency();

  const answer = (request: IncomingMessage, bytes: Buffer): Reply => {
    const now = clock();
    const headers: Record<string, string> = {};
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', 'http://helpdesk.invalid');
    try {
      const { route, params } = match(ROUTES, method, url.pathname);
      const principal = route.open ? undefined : auth.check(request.headers.authorization, now);
      if (principal !== undefined) Object.assign(headers, rateLimit.take(principal.token, now));
      const exchange = {
        state,
        auth,
        now,
        agent: principal?.agent ?? NOBODY,
        url,
        params,
        headers: single(request),
        body: parseBody(request, bytes),
      };
      const key = method === 'POST' ? exchange.headers['idempotency-key'] : undefined;
      const reply = idempotency.run(exchange.agent.id, key, `${url.pathname}\n${bytes.toString()}`, () =>
        route.handle(exchange),
      );
      return { ...reply, headers: { ...headers, ...reply.headers } };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: error.status, headers: { ...headers, ...error.headers }, body: error };
    }
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const reply = answer(request, Buffer.concat(chunks));
      const send = (): void => write(response, reply, state.ids.id('req'), clock());
      const wait = delay?.(request.method ?? 'GET', request.url ?? '/') ?? 0;
      if (wait > 0) setTimeout(send, wait);
      else send();
    });
  });
  server.keepAliveTimeout = 60_000;

  return {
    state,
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const NOBODY = { id: '', name: '', email: '', role: 'agent', team: '', active: false } as const;

function single(request: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function parseBody(request: IncomingMessage, bytes: Buffer): Record<string, unknown> {
  if (bytes.length === 0) return {};
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(bytes.toString()));
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString());
  } catch {
    throw new ApiError(400, 'malformed_json', 'The body is not valid JSON.');
  }
  if (!isRecord(body)) throw new ApiError(400, 'malformed_json', 'The body must be a JSON object.');
  return body;
}

function write(response: ServerResponse, reply: Reply, requestId: string, now: number): void {
  const body = reply.body instanceof ApiError ? reply.body.toBody(requestId) : reply.body;
  const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  response.statusCode = reply.status;
  response.setHeader('Date', new Date(now).toUTCString());
  response.setHeader('X-Request-Id', requestId);
  if (bytes !== undefined) {
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Content-Length', bytes.length);
    if (response.req.method === 'GET' && reply.status === 200)
      response.setHeader('ETag', `"${createHash('sha1').update(bytes).digest('hex').slice(0, 16)}"`);
  }
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  response.end(bytes);
}
