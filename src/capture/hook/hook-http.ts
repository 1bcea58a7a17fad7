import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { urlToHttpOptions } from 'node:url';
import { failureOf } from './failure.ts';
import { FAILED_HEADER, HOOK_HEADER, type HookSettings } from './hook-settings.ts';

type OnAnswer = (answer: IncomingMessage) => void;
type Request = (...args: readonly unknown[]) => ClientRequest;
type Options = RequestOptions & Record<string, unknown>;

/** `http.request`, `http.get` and their TLS sisters, for every way of importing them. */
export function hookHttp(settings: HookSettings, wants: (hostname: string, port: number) => boolean): void {
  const plain = http.request as unknown as Request;
  const agent = new http.Agent({ keepAlive: true, timeout: 4000 });
  for (const [module, protocol, original] of [
    [http, 'http:', plain],
    [https, 'https:', https.request as unknown as Request],
  ] as const) {
    const request: Request = (...args) => {
      const { options: given, onAnswer } = normalized(args);
      const options = withoutProxy(given, settings);
      const place = placeOf(options, protocol);
      if (!isOrdinary(options) || !wants(place.hostname, place.port)) return original(...args);
      return sendThrough(plain, { settings, agent, options, place, onAnswer });
    };
    const get: Request = (...args) => {
      const sent = request(...args);
      sent.end();
      return sent;
    };
    Object.assign(module, { request, get });
  }
  syncBuiltinESMExports();
}

interface Place {
  readonly origin: string;
  readonly hostname: string;
  readonly port: number;
}

interface Sending {
  readonly settings: HookSettings;
  readonly agent: http.Agent;
  readonly options: Options;
  readonly place: Place;
  readonly onAnswer: OnAnswer | null;
}

/**
 * Some clients (axios) find our proxy in their environment and ask it for the whole URL: taken for what they mean, so
 * that they get the errors they would have had.
 */
function withoutProxy(options: Options, { host, port }: HookSettings): Options {
  const { path } = options;
  if (Number(options.port) !== port || (options.hostname ?? options.host) !== host) return options;
  if (typeof path !== 'string' || !/^https?:\/\//i.test(path) || !URL.canParse(path)) return options;
  const { protocol, hostname, port: own } = new URL(path);
  const { host: _, hostname: __, port: ___, headers, auth: ____, ...rest } = options;
  return {
    ...rest,
    protocol,
    hostname,
    ...(own !== '' && { port: own }),
    path: path.replace(/^https?:\/\/[^/?#]*/i, '').replace(/^(?!\/)/, '/'),
    ...(headers !== undefined && { headers: withoutName(headers, 'proxy-authorization') }),
  };
}

function withoutName(headers: NonNullable<Options['headers']>, name: string): NonNullable<Options['headers']> {
  if (Array.isArray(headers)) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key.toLowerCase() !== name));
}

/** What would say something about the other end that the recorder does not know. */
const OWN_CONNECTION = ['socketPath', 'createConnection', 'pfx', 'key', 'cert', 'ca'];

function isOrdinary(options: Options): boolean {
  if (OWN_CONNECTION.some((name) => options[name] !== undefined)) return false;
  const { agent, headers } = options;
  if (typeof agent === 'object' && /prox(?:y|ied)|socks|tunnel/i.test(agent.constructor.name)) return false;
  return !headerNames(headers).some((name) => name.toLowerCase() === 'upgrade');
}

function sendThrough(plain: Request, { settings, agent, options, place, onAnswer }: Sending): ClientRequest {
  const {
    path = '/',
    headers,
    protocol: _,
    hostname: __,
    servername: ___,
    lookup: ____,
    defaultPort: _____,
    ...rest
  } = options;
  const request = plain({
    ...rest,
    host: settings.host,
    port: settings.port,
    path: `${place.origin}${path}`,
    headers: withOurs(headers, settings),
    agent,
  });
  const emit = request.emit.bind(request) as (event: string | symbol, ...args: unknown[]) => boolean;
  const isFailure = (answer: IncomingMessage): boolean => {
    const failed = answer.headers[FAILED_HEADER];
    if (typeof failed !== 'string') return false;
    answer.resume();
    emit('error', failureOf(failed));
    return true;
  };
  request.emit = (event: string | symbol, ...args: unknown[]) =>
    event === 'response' && isFailure(args[0] as IncomingMessage) ? true : emit(event, ...args);
  if (onAnswer !== null) request.once('response', onAnswer);
  return request;
}

function withOurs(headers: unknown, { authorization }: HookSettings): unknown {
  const ours = { 'Proxy-Authorization': authorization, [HOOK_HEADER]: '1' };
  if (!Array.isArray(headers)) return { ...(headers as object | undefined), ...ours };
  const list = headers as readonly unknown[];
  return Array.isArray(list[0]) ? [...list, ...Object.entries(ours)] : [...list, ...Object.entries(ours).flat()];
}

function headerNames(headers: unknown): readonly string[] {
  if (!Array.isArray(headers)) return Object.keys((headers as object | undefined) ?? {});
  const list = headers as readonly unknown[];
  return list.flatMap((item, at) => (Array.isArray(item) ? [String(item[0])] : at % 2 === 0 ? [String(item)] : []));
}

function placeOf(options: Options, protocol: 'http:' | 'https:'): Place {
  const named = String(options.hostname ?? options.host ?? 'localhost').replace(/^\[|\]$/g, '');
  const secure = (options.protocol ?? protocol) === 'https:';
  const port = Number(options.port ?? options.defaultPort ?? (secure ? 443 : 80)) || (secure ? 443 : 80);
  const host = named.includes(':') ? `[${named}]` : named;
  return { origin: `${secure ? 'https' : 'http'}://${host}:${port}`, hostname: named, port };
}

/** `(url, options?, callback?)` and `(options, callback?)` as one. */
function normalized(args: readonly unknown[]): { readonly options: Options; readonly onAnswer: OnAnswer | null } {
  const [first, second, third] = args;
  const own = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});
  const callback = [second, third].find((value) => typeof value === 'function') as OnAnswer | undefined;
  if (typeof first === 'string' || first instanceof URL)
    return { options: { ...urlToHttpOptions(new URL(first)), ...own(second) } as Options, onAnswer: callback ?? null };
  return { options: { ...own(first) } as Options, onAnswer: callback ?? null };
}
