import { failureOf } from './failure.ts';
import { FAILED_HEADER, HOOK_HEADER, type HookSettings } from './hook-settings.ts';

type Handler = Record<string, ((...args: unknown[]) => unknown) | undefined>;
type Options = Readonly<Record<string, unknown>>;
type Dispatch = (options: Options, handler: Handler) => boolean;

/** Global fetch and the package undici share one dispatcher; a program that sets its own is on its own. */
export async function hookFetch(
  settings: HookSettings,
  wants: (hostname: string, port: number) => boolean,
): Promise<void> {
  const { Agent, setGlobalDispatcher } = await import('undici');
  const proxy = `http://${settings.host}:${settings.port}`;
  const redirect =
    (dispatch: Dispatch): Dispatch =>
    (options, handler) => {
      const url = new URL(String(options['origin']));
      const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
      if (options['upgrade'] || options['method'] === 'CONNECT' || !wants(url.hostname, port))
        return dispatch(options, handler);
      return dispatch(
        {
          ...options,
          origin: proxy,
          path: `${url.origin}${String(options['path'])}`,
          headers: [
            ...flatHeaders(options['headers']),
            'Proxy-Authorization',
            settings.authorization,
            HOOK_HEADER,
            '1',
          ],
        },
        withFailures(handler),
      );
    };
  const agent = new Agent();
  setGlobalDispatcher(agent.compose(redirect as unknown as Parameters<typeof agent.compose>[0]));
}

function flatHeaders(headers: unknown): readonly string[] {
  if (headers === null || headers === undefined) return [];
  if (Array.isArray(headers)) return headers.flat().map(String);
  const pairs =
    typeof (headers as Iterable<unknown>)[Symbol.iterator] === 'function'
      ? [...(headers as Iterable<readonly [string, unknown]>)]
      : Object.entries(headers as object);
  return pairs.flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((one) => [String(name), String(one)]),
  );
}

/** Old handlers (`onHeaders`) and new ones (`onResponseStart`), their own `this` kept. */
function withFailures(handler: Handler): Handler {
  const wrapped: Handler = {};
  for (const name of METHODS)
    if (typeof handler[name] === 'function') wrapped[name] = (...args) => handler[name]?.(...args);
  if (typeof handler['onResponseStart'] === 'function') {
    wrapped['onResponseStart'] = (...args) => {
      const [controller, , headers] = args as [{ abort(error: Error): void }, number, Record<string, unknown>];
      const failed = headers[FAILED_HEADER];
      if (failed !== undefined) return controller.abort(failureOf(String(failed)));
      return handler['onResponseStart']?.(...args);
    };
    return wrapped;
  }
  let abort: ((error: Error) => void) | null = null;
  wrapped['onConnect'] = (...args) => {
    abort = args[0] as (error: Error) => void;
    return handler['onConnect']?.(...args);
  };
  wrapped['onHeaders'] = (...args) => {
    const raw = (args[1] as readonly (Buffer | string)[]).map(String);
    const at = raw.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === FAILED_HEADER);
    if (at >= 0) {
      abort?.(failureOf(raw[at + 1] ?? ''));
      return false;
    }
    return handler['onHeaders']?.(...args);
  };
  return wrapped;
}

const METHODS = [
  'onConnect',
  'onError',
  'onUpgrade',
  'onResponseStarted',
  'onHeaders',
  'onData',
  'onComplete',
  'onBodySent',
  'onRequestStart',
  'onRequestUpgrade',
  'onResponseStart',
  'onResponseData',
  'onResponseEnd',
  'onResponseError',
];
