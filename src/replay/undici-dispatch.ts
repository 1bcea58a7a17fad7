/**
 * The `undici` package, and the `fetch` of Node that was picked up before a rollout began: both send through undici's
 * global dispatcher, which nock 14 does not know.
 */
import { createRequire } from 'node:module';
import type { HeaderList, HttpRequest } from '../model/http.ts';
import type { WorldAnswer } from '../model/world.ts';
import { systemError } from './fetch-error.ts';
import { presentable } from './presentable.ts';

/** Null: the request is none of ours and goes on to the network. */
export type Intercept = (origin: string) => ((request: HttpRequest) => WorldAnswer['outcome']) | null;

/** The parts of undici's dispatch contract that are used here. */
interface DispatchOptions {
  readonly origin?: string | URL;
  readonly path: string;
  readonly method: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: unknown;
  readonly body?: unknown;
}

interface Controller {
  readonly aborted: boolean;
  readonly paused: boolean;
  readonly reason: Error | null;
  abort(reason: Error): void;
  pause(): void;
  resume(): void;
}

interface Handler {
  onRequestStart?(controller: Controller, context: object): void;
  onResponseStart?(
    controller: Controller,
    status: number,
    headers: Readonly<Record<string, string | string[]>>,
    statusText: string,
  ): void;
  onResponseData?(controller: Controller, chunk: Buffer): void;
  onResponseEnd?(controller: Controller, trailers: object): void;
  onResponseError?(controller: Controller, error: Error): void;
}

type Dispatch = (options: DispatchOptions, handler: Handler) => boolean;

interface Dispatcher {
  dispatch: Dispatch;
  compose(interceptor: (next: Dispatch) => Dispatch): Dispatcher;
}

interface Undici {
  readonly Agent: new () => Dispatcher;
  getGlobalDispatcher(): Dispatcher;
  setGlobalDispatcher(dispatcher: Dispatcher): void;
}

export function interceptUndici(intercept: Intercept): void {
  const { Agent, getGlobalDispatcher, setGlobalDispatcher } = createRequire(import.meta.url)('undici') as Undici;
  const former = getGlobalDispatcher();
  // An agent of our undici, not the former: Node's own may be an older one, which would hand us handlers of the old kind.
  const composed = new Agent().compose((next) => (options, handler) => {
    const answer = intercept(new URL(String(options.origin)).origin);
    if (answer !== null) {
      void respond(options, handler, answer);
      return true;
    }
    return 'onConnect' in handler ? former.dispatch(options, handler) : next(options, handler);
  });
  setGlobalDispatcher(composed);
}

async function respond(
  options: DispatchOptions,
  handler: Handler,
  answer: (request: HttpRequest) => WorldAnswer['outcome'],
): Promise<void> {
  const controller = controllerOf();
  try {
    handler.onRequestStart?.(controller, {});
    const request = await messageOf(options);
    if (controller.aborted) throw controller.reason ?? new Error('aborted');
    const outcome = answer(request);
    if (outcome.kind === 'error') throw systemError(outcome.error.kind, new URL(`${request.origin}${request.target}`));
    const { status, headers, body } = presentable(outcome.response);
    handler.onResponseStart?.(
      controller,
      status,
      headersObject([...headers, ['content-length', String(body.length)]]),
      '',
    );
    if (body.length > 0 && request.method !== 'HEAD') handler.onResponseData?.(controller, Buffer.from(body));
    handler.onResponseEnd?.(controller, {});
  } catch (error) {
    handler.onResponseError?.(controller, error instanceof Error ? error : new Error(String(error)));
  }
}

function controllerOf(): Controller {
  let reason: Error | null = null;
  return {
    get aborted() {
      return reason !== null;
    },
    paused: false,
    get reason() {
      return reason;
    },
    abort: (why) => (reason ??= why),
    // The whole body is handed over at once: there is nothing to hold back.
    pause: () => {},
    resume: () => {},
  };
}

async function messageOf({ origin, path, method, headers, body, query }: DispatchOptions): Promise<HttpRequest> {
  const url = new URL(path, String(origin));
  for (const [name, value] of Object.entries(query ?? {}))
    for (const one of [value].flat()) url.searchParams.append(name, String(one));
  return {
    method,
    origin: url.origin,
    target: `${url.pathname}${url.search}`,
    headers: headerList(headers).filter(([name]) => !OF_TRANSPORT.has(name.toLowerCase())),
    body: await bytesOf(body),
  };
}

const OF_TRANSPORT = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'expect',
  'sec-fetch-mode',
]);

/** undici takes flat arrays, objects and iterables of pairs. */
function headerList(headers: unknown): HeaderList {
  if (headers === null || headers === undefined) return [];
  if (Array.isArray(headers) && !Array.isArray(headers[0])) {
    return Array.from(
      { length: Math.floor(headers.length / 2) },
      (_, index) => [String(headers[2 * index]), String(headers[2 * index + 1])] as const,
    );
  }
  const pairs: Iterable<readonly [string, unknown]> =
    typeof headers === 'object' && Symbol.iterator in headers
      ? (headers as Iterable<readonly [string, unknown]>)
      : Object.entries(headers);
  return [...pairs].flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)] as const));
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body === null || body === undefined) return new Uint8Array(0);
  if (typeof body === 'object' && Symbol.asyncIterator in body) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body as AsyncIterable<Uint8Array | string>)
      chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    return Buffer.concat(chunks);
  }
  // What else undici takes (text, bytes, FormData, Blob, an iterable of chunks), `Response` takes too.
  return new Uint8Array(await new Response(body as ConstructorParameters<typeof Response>[0]).arrayBuffer());
}

function headersObject(headers: HeaderList): Readonly<Record<string, string | string[]>> {
  const all = new Map<string, string[]>();
  for (const [name, value] of headers) all.set(name.toLowerCase(), [...(all.get(name.toLowerCase()) ?? []), value]);
  return Object.fromEntries([...all].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]));
}
