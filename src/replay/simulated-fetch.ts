import { STATUS_CODES } from 'node:http';
import type { HeaderList, HttpRequest, HttpResponse } from '../model/http.ts';
import type { EpisodeRun } from '../model/rollout.ts';
import { fetchError, terminatedError } from './fetch-error.ts';
import { presentable } from './presentable.ts';

/** Asked for an origin that the world does not have. */
export type Elsewhere = (request: Request) => Promise<Response>;

const MOST_REDIRECTS = 20;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const WITHOUT_BODY = new Set([101, 103, 204, 205, 304]);
/** Node's own defaults say nothing about the agent. */
const DEFAULTS: ReadonlyMap<string, string> = new Map([
  ['accept-language', '*'],
  ['sec-fetch-mode', 'cors'],
]);

/** `fetch` on a running rollout: no socket, no waiting, real `Response` objects, Node's errors. */
export function createFetch(run: EpisodeRun, elsewhere: Elsewhere): typeof globalThis.fetch {
  const simulated = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    if (!Object.hasOwn(run.view.baseUrls, new URL(request.url).origin)) return elsewhere(request);
    const first = await messageOf(request);
    const response = follow(run, first, request.redirect);
    request.signal.throwIfAborted();
    return response;
  };
  return simulated as typeof globalThis.fetch;
}

async function messageOf(request: Request): Promise<HttpRequest> {
  const url = new URL(request.url);
  const headers: HeaderList = [...request.headers].filter(([name, value]) => DEFAULTS.get(name) !== value);
  const body = request.body === null ? new Uint8Array(0) : new Uint8Array(await request.arrayBuffer());
  return { method: request.method, origin: url.origin, target: `${url.pathname}${url.search}`, headers, body };
}

function follow(run: EpisodeRun, first: HttpRequest, redirect: Request['redirect']): Response {
  let request = first;
  for (let hops = 0; ; hops++) {
    const url = new URL(`${request.origin}${request.target}`);
    const outcome = run.request(request);
    if (outcome.kind === 'error') {
      if (outcome.error.kind === 'truncated') return cutOff(url);
      throw fetchError(outcome.error, url);
    }
    const next = REDIRECTS.has(outcome.response.status) ? redirected(request, outcome.response, url) : null;
    if (next === null || redirect === 'manual')
      return toResponse(presentable(outcome.response), request.method, url, hops > 0);
    if (redirect === 'error') throw new TypeError('fetch failed', { cause: new Error('unexpected redirect') });
    if (hops >= MOST_REDIRECTS) throw new TypeError('fetch failed', { cause: new Error('redirect count exceeded') });
    if (!Object.hasOwn(run.view.baseUrls, next.origin))
      throw fetchError({ kind: 'dns', message: '' }, new URL(next.origin));
    request = next;
  }
}

/** The next request, as the Fetch standard makes it; null where there is no place to go. */
function redirected(request: HttpRequest, response: HttpResponse, from: URL): HttpRequest | null {
  const location = response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  if (location === undefined || !URL.canParse(location, from.href)) return null;
  const to = new URL(location, from);
  const { status } = response;
  const becomesGet =
    (status === 303 && request.method !== 'HEAD') || ((status === 301 || status === 302) && request.method === 'POST');
  const dropped = new Set([...(becomesGet ? OF_BODY : []), ...(to.origin === from.origin ? [] : OF_ORIGIN)]);
  return {
    method: becomesGet ? 'GET' : request.method,
    origin: to.origin,
    target: `${to.pathname}${to.search}`,
    headers: request.headers.filter(([name]) => !dropped.has(name.toLowerCase())),
    body: becomesGet ? new Uint8Array(0) : request.body,
  };
}

const OF_BODY = ['content-type', 'content-length', 'content-encoding', 'content-language', 'content-location'];
const OF_ORIGIN = ['authorization', 'cookie', 'proxy-authorization', 'host'];

function toResponse(
  { status, headers, body }: HttpResponse,
  method: string,
  url: URL,
  wasRedirected: boolean,
): Response {
  if (status < 200 || status > 599) throw fetchError({ kind: 'garbage', message: '' }, url);
  const bare = WITHOUT_BODY.has(status) || method === 'HEAD';
  const length = WITHOUT_BODY.has(status) ? [] : [['content-length', String(body.length)] as const];
  const init = {
    status,
    statusText: STATUS_CODES[status] ?? '',
    headers: [
      ...headers.map(([name, value]): [string, string] => [name, value]),
      ...length.map(([name, value]): [string, string] => [name, value]),
    ],
  };
  return placed(new Response(bare ? null : Buffer.from(body), init), url, wasRedirected);
}

/** Status and headers arrived; the body ends in an error. */
function cutOff(url: URL): Response {
  const body = new ReadableStream(
    { pull: (controller) => controller.error(terminatedError(url)) },
    { highWaterMark: 0 },
  );
  return placed(new Response(body, { status: 200, statusText: 'OK' }), url, false);
}

/** A `Response` made by hand knows no address. */
function placed(response: Response, url: URL, redirectedTo: boolean): Response {
  return Object.defineProperties(response, {
    url: { value: url.href, configurable: true },
    redirected: { value: redirectedTo, configurable: true },
  });
}
