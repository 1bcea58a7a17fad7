import { anyRequestOf, callTargets, defineMutator, integer, neededReads, type CallTarget } from 'offscript/kit';

/**
 * @example GET /orders -> 200   ->   GET /orders -> 429 without Retry-After, 200 a few seconds later
 */
export const rateLimitUnannounced = defineMutator<{ seconds: number }, CallTarget>({
  id: 'system/rate-limit-unannounced',
  summary: 'The API refuses for a few seconds because of too many requests, without saying for how long.',
  visibility: 'explicit',
  duration: 'transient',
  rate: 'status:429',
  params: { seconds: integer({ min: 2, max: 6 }) },
  neutral: { seconds: 0 },
  bite: [{ b: 'without', handler: 'backoff' }, { b: 'recorded' }, { b: 'naive-resend' }],
  discriminates: ['goal', 'retry-after', 'thrash'],
  targets: (context) => callTargets([...context.writes, ...neededReads(context)]),
  footprint: ({ operation }) => [`op:${operation}`],
  apply(draft, { seconds }, { operation, nth }) {
    if (seconds === 0) return {};
    draft.add({
      p: 'fault',
      match: anyRequestOf(operation),
      from: nth,
      count: 1,
      phase: 'before',
      fault: { f: 'rate-limit', status: 429, retryAfter: { seconds, as: 'absent' } },
    });
    return {};
  },
  explain: ({ seconds }, { operation }) => `${operation} answers 429 for ${seconds} s and does not say for how long.`,
});
