import { ApiError } from './errors.ts';

const LIMIT = 20;
const WINDOW_MS = 60_000;

/** A fixed window per access token, opened by its first request. */
export class RateLimit {
  readonly #windows = new Map<string, { startedAt: number; used: number }>();

  /** @returns the RateLimit headers. @throws ApiError 429 with Retry-After in seconds */
  take(token: string, now: number): Record<string, string> {
    const found = this.#windows.get(token);
    const window = found === undefined || now - found.startedAt >= WINDOW_MS ? { startedAt: now, used: 0 } : found;
    this.#windows.set(token, window);
    window.used += 1;
    const reset = Math.ceil((window.startedAt + WINDOW_MS - now) / 1000);
    const headers = {
      'RateLimit-Limit': String(LIMIT),
      'RateLimit-Remaining': String(Math.max(0, LIMIT - window.used)),
      'RateLimit-Reset': String(reset),
    };
    if (window.used <= LIMIT) return headers;
    throw new ApiError(429, 'rate_limited', `Too many requests. Try again in ${reset} seconds.`, {
      headers: { ...headers, 'Retry-After': String(reset) },
    });
  }
}
