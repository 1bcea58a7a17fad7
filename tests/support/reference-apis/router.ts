import { isJsonObject, parseJson } from './json.ts';
import type { JsonObject } from './json.ts';
import type { ReferenceRequest, ReferenceResponse } from './reference-api.ts';

/** One call on its way to a handler. */
export interface Call<S> {
  readonly state: S;
  readonly at: number;
  readonly request: ReferenceRequest;
  readonly query: URLSearchParams;
  param(name: string): string;
  header(name: string): string | undefined;
  /** The body as a JSON object, or undefined where it is none. */
  json(): JsonObject | undefined;
}

export interface Route<S> {
  readonly operation: string;
  readonly method: string;
  /** only on this origin, where an API has several */
  readonly origin?: string;
  readonly pattern: string;
  readonly handle: (call: Call<S>) => ReferenceResponse;
}

/** Thrown by handlers before they change anything; the router answers with it. */
export class Refusal extends Error {
  readonly response: ReferenceResponse;

  constructor(response: ReferenceResponse) {
    super(`refused with ${response.status}`);
    this.response = response;
  }
}

export type RouteMatch<S> =
  | { readonly kind: 'route'; readonly route: Route<S>; readonly params: ReadonlyMap<string, string> }
  | { readonly kind: 'wrong-method'; readonly allow: readonly string[] }
  | { readonly kind: 'none' };

/** The first route that fits, in the order given, so that literal siblings go before `{slots}`. */
export function matchRoute<S>(routes: readonly Route<S>[], request: ReferenceRequest): RouteMatch<S> {
  const path = request.path.split('?')[0] ?? '/';
  const fitting: (readonly [Route<S>, ReadonlyMap<string, string>])[] = [];
  for (const route of routes) {
    const params =
      route.origin === undefined || route.origin === request.origin ? matchPattern(route.pattern, path) : undefined;
    if (params === undefined) continue;
    if (route.method === request.method) return { kind: 'route', route, params };
    fitting.push([route, params]);
  }
  if (fitting.length === 0) return { kind: 'none' };
  return { kind: 'wrong-method', allow: [...new Set(fitting.map(([route]) => route.method))] };
}

export function callOf<S>(
  state: S,
  request: ReferenceRequest,
  at: number,
  params: ReadonlyMap<string, string>,
): Call<S> {
  return {
    state,
    at,
    request,
    query: new URLSearchParams(request.path.split('?')[1] ?? ''),
    param: (name) => {
      const value = params.get(name);
      if (value === undefined) throw new Error(`the pattern has no {${name}}`);
      return value;
    },
    header: (name) => request.headers.find(([key]) => key.toLowerCase() === name)?.[1],
    json: () => {
      const value = parseJson(request.body);
      return isJsonObject(value) ? value : undefined;
    },
  };
}

/** Prefixes of the path that end in an id, for APIs that address entities by path. */
export function pathEntities<S>(routes: readonly Route<S>[], request: ReferenceRequest): readonly string[] {
  const match = matchRoute(routes, request);
  if (match.kind !== 'route') return [];
  const segments = (request.path.split('?')[0] ?? '').split('/');
  const pattern = match.route.pattern.split('/');
  return pattern.flatMap((part, index) =>
    part.startsWith('{')
      ? [
          segments
            .slice(0, index + 1)
            .map(decodeURIComponent)
            .join('/'),
        ]
      : [],
  );
}

function matchPattern(pattern: string, path: string): ReadonlyMap<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params = new Map<string, string>();
  for (const [index, part] of wanted.entries()) {
    const segment = given[index] ?? '';
    if (part.startsWith('{')) {
      if (segment === '') return undefined;
      params.set(part.slice(1, -1), decodeURIComponent(segment));
    } else if (part !== segment) return undefined;
  }
  return params;
}
