import { headerValue, type HeaderList } from '../../model/http.ts';

/** Seconds to wait, from either form of Retry-After (RFC 9110, 10.2.3); null where it is absent. */
export function retryAfter(headers: HeaderList): number | null {
  const value = headerValue(headers, 'retry-after');
  if (value === undefined) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const until = Date.parse(value);
  const now = Date.parse(headerValue(headers, 'date') ?? '');
  return Number.isNaN(until) ? null : Number.isNaN(now) ? 30 : Math.max(0, Math.ceil((until - now) / 1000));
}
