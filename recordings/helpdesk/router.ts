import { ApiError } from './errors.ts';
import type { Route } from './exchange.ts';

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** @throws ApiError 404 for an unknown path, 405 with Allow for a known path and another method */
export function match(routes: readonly Route[], method: string, path: string): Match {
  const wanted = path.split('/');
  const allowed = new Set<string>();
  let literalPath: string | undefined;
  for (const route of routes) {
    const params = paramsOf(route.path.split('/'), wanted);
    if (params === undefined) continue;
    // A literal sibling hides the parameter behind it for every method: DELETE /agents/me is 405, not "agent me".
    if (literalPath !== undefined && literalPath !== route.path) continue;
    literalPath = route.path;
    if (route.method === method) return { route, params };
    allowed.add(route.method);
  }
  if (allowed.size === 0) throw new ApiError(404, 'route_not_found', `There is nothing at ${path}.`);
  const allow = [...allowed].sort().join(', ');
  throw new ApiError(405, 'method_not_allowed', `${method} is not allowed here. Allowed: ${allow}.`, {
    headers: { Allow: allow },
  });
}

function paramsOf(pattern: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== path.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    const segment = path[i] ?? '';
    if (part.startsWith(':')) {
      if (segment === '') return undefined;
      params[part.slice(1)] = decode(segment);
    } else if (part !== segment) return undefined;
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
