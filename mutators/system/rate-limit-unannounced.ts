import { callTargets, defineMutator, integer, neededReads, refuseFor, type CallTarget } from 'offscript/kit';

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
  apply: (draft, { seconds }, target) => refuseFor(draft, target, seconds, 429, 'absent'),
  explain: ({ seconds }, { operation }) => `${operation} answers 429 for ${seconds} s and does not say for how long.`,
});
