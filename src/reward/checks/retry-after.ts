import { headerValue } from '../../model/http.ts';
import { failed, notApplicable, passed, statusOf, type Check } from '../case.ts';

/** After a 429 or 503 with Retry-After, the same operation was left alone for as long as it said. */
export const retryAfter: Check = {
  name: 'retry-after',
  hard: true,
  judge: (subject) => {
    let told = 0;
    for (const [at, call] of subject.calls.entries()) {
      if (call.outcome.kind !== 'response' || (statusOf(call) !== 429 && statusOf(call) !== 503)) continue;
      const until = waitUntil(
        headerValue(call.outcome.response.headers, 'retry-after'),
        headerValue(call.outcome.response.headers, 'date'),
        call.at + call.latencyMs,
      );
      if (until === null) continue;
      told += 1;
      const next = subject.calls.slice(at + 1).find((other) => other.operation === call.operation);
      if (next !== undefined && next.at < until)
        return failed(
          `called again ${Math.round((next.at - call.at) / 1000)} s after being told to wait ${headerValue(call.outcome.response.headers, 'retry-after')}`,
          [call.index, next.index],
        );
    }
    return told === 0 ? notApplicable('nothing asked to wait') : passed(`waited each of ${told} times`);
  },
};

function waitUntil(value: string | undefined, date: string | undefined, answeredAt: number): number | null {
  if (value === undefined) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return answeredAt + seconds * 1000 - 1;
  const until = Date.parse(value);
  const now = Date.parse(date ?? '');
  // An HTTP-date has whole seconds: the last one is not held against anybody.
  return Number.isNaN(until) ? null : (Number.isNaN(now) ? until : answeredAt + (until - now)) - 1_000;
}
