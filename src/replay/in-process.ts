/**
 * Unmodified code in this process: its requests to recorded origins are answered by the rollout it runs in, told by
 * `AsyncLocalStorage`. `fetch` takes the short way; `node:http` and what is built on it go through one persistent
 * nock interceptor, the `undici` package through its dispatcher. Outside a rollout everything passes untouched.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { isUtf8 } from 'node:buffer';
import type { ClientRequest } from 'node:http';
import type { HeaderList, HttpRequest } from '../model/http.ts';
import type { EpisodeRun } from '../model/rollout.ts';
import { systemError } from './fetch-error.ts';
import { hostRefusal, isAllowed } from './host-refusal.ts';
import { presentable } from './presentable.ts';

interface Rollout {
  readonly run: EpisodeRun;
  readonly fetch: typeof globalThis.fetch;
  readonly allow: readonly string[];
}

const rollouts = new AsyncLocalStorage<Rollout>();
let installed: Promise<void> | null = null;
/** As it was before anything was patched. */
const plainFetch = globalThis.fetch;

/** Runs `work`, and everything it starts, inside the rollout. */
export async function runInside<T>(rollout: Rollout, work: () => Promise<T>): Promise<T> {
  installed ??= install();
  await installed;
  return rollouts.run(rollout, work);
}

/** `fetch` for hosts outside the world: to the network where allowed, else refused. */
export async function fetchElsewhere(request: Request, run: EpisodeRun, allow: readonly string[]): Promise<Response> {
  const url = new URL(request.url);
  if (!isAllowed(url, allow)) throw new TypeError('fetch failed', { cause: hostRefusal(url, run) });
  return plainFetch(request);
}

async function install(): Promise<void> {
  const { default: nock } = await import('nock');
  const { interceptUndici } = await import('./undici-dispatch.ts');
  interceptUndici((origin) => {
    if (!isOurs(origin)) return null;
    return (request) => {
      const rollout = rollouts.getStore();
      const url = new URL(`${origin}${request.target}`);
      if (rollout === undefined || !isRecorded(rollout, origin))
        throw rollout === undefined ? systemError('refused', url) : hostRefusal(url, rollout.run);
      return rollout.run.request(request);
    };
  });
  globalThis.fetch = (input, init) => (rollouts.getStore()?.fetch ?? plainFetch)(input, init);
  const scope = nock('http://in-process.invalid', { filteringScope: isOurs }).persist();
  const bodies = new WeakMap<object, string>();
  scope.on('request', (request: object, _interceptor: unknown, body: string) => void bodies.set(request, body));
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'QUERY', 'MERGE']) {
    // Never sync: what a sync reply throws ends the process instead of the request.
    scope
      .intercept(() => true, method)
      .reply(async function answer(this: { readonly req: unknown }, target: string) {
        const request = this.req as InterceptedRequest;
        return reply(request, target, bodies.get(request) ?? '');
      });
  }
}

type InterceptedRequest = ClientRequest & {
  readonly options: { readonly proto: string; readonly host: string; readonly port?: number | string };
};

function isOurs(base: string): boolean {
  const rollout = rollouts.getStore();
  return (
    rollout !== undefined && !isAllowed(new URL(base), isRecorded(rollout, new URL(base).origin) ? [] : rollout.allow)
  );
}

function isRecorded({ run }: Rollout, origin: string): boolean {
  return Object.hasOwn(run.view.baseUrls, origin);
}

type Reply = [status: number, body: Buffer, headers: string[]];

async function reply(intercepted: InterceptedRequest, target: string, body: string): Promise<Reply> {
  const rollout = rollouts.getStore();
  const { proto, host } = intercepted.options;
  const url = new URL(`${proto}://${host}${target}`);
  if (rollout === undefined) throw systemError('refused', url);
  if (!isRecorded(rollout, url.origin)) throw hostRefusal(url, rollout.run);
  const outcome = rollout.run.request(messageOf(intercepted, url, body));
  if (outcome.kind === 'error') throw systemError(outcome.error.kind, url);
  const { status, headers, body: bytes } = presentable(outcome.response);
  if (status < 200 || status > 599) throw systemError('garbage', url);
  return [status, Buffer.from(bytes), headers.flatMap(([name, value]) => [name, value])];
}

function messageOf(intercepted: InterceptedRequest, url: URL, body: string): HttpRequest {
  const length = Number(intercepted.getHeader('content-length') ?? Number.NaN);
  const headers = Object.entries(intercepted.getHeaders()).flatMap(([name, value]): HeaderList => {
    if (value === undefined || OF_TRANSPORT.has(name.toLowerCase())) return [];
    return (Array.isArray(value) ? value : [String(value)]).map((one) => [name, one] as const);
  });
  return {
    method: intercepted.method,
    origin: url.origin,
    target: `${url.pathname}${url.search}`,
    headers,
    body: bytesOf(body, length),
  };
}

const OF_TRANSPORT = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'expect',
]);

/** nock hands over text, or hex where the bytes are no text; only the length tells which. */
function bytesOf(text: string, length: number): Buffer {
  const plain = Buffer.from(text, 'utf8');
  if (plain.length === length || !/^(?:[0-9a-f]{2})+$/.test(text)) return plain;
  const decoded = Buffer.from(text, 'hex');
  return decoded.length === length || !isUtf8(decoded) ? decoded : plain;
}
