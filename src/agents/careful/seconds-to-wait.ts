import type { Answer } from '../answer.ts';

/** Where an answer names a moment but not what time it is now. */
const LONG = 300;

/** From either form of Retry-After (RFC 9110, 10.2.3); null where it says nothing. */
export function secondsToWait(answer: Answer): number | null {
  const value = answer.header('retry-after');
  if (value === null) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const until = Date.parse(value);
  const now = Date.parse(answer.header('date') ?? '');
  if (Number.isNaN(until)) return null;
  return Number.isNaN(now) ? LONG : Math.max(0, Math.ceil((until - now) / 1000));
}
