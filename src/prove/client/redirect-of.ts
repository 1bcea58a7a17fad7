import { headerValue } from '../../model/http.ts';
import type { EpisodeRun } from '../../model/rollout.ts';

/**
 * Where a 307 or 308 sends the same request (RFC 9110, 15.4.8), or what has taken its place where it is gone (RFC 5829, 3.4);
 * on the same host only. Null where it is no such answer.
 */
export function redirectOf(outcome: ReturnType<EpisodeRun['request']>, origin: string, target: string): string | null {
  if (outcome.kind === 'error') return null;
  const { status, headers } = outcome.response;
  const location =
    status === 307 || status === 308
      ? headerValue(headers, 'location')
      : status === 404 || status === 410
        ? /<([^>]*)>\s*;[^,]*rel="?successor-version"?/.exec(headerValue(headers, 'link') ?? '')?.[1]
        : undefined;
  if (location === undefined) return null;
  const url = new URL(location, `${origin}${target}`);
  return url.origin === new URL(origin).origin ? `${url.pathname}${url.search}` : null;
}
