import { callTargets, defineMutator, integer, neededReads, refuseFor, type CallTarget } from 'offscript/kit';

/**
 * @example PATCH /tickets/12 -> 200   ->   PATCH /tickets/12 -> 429 Retry-After: 20, and 429 again to whoever does not wait
 */
export const rateLimitRetryAfter = defineMutator<{ seconds: number }, CallTarget>({
  id: 'system/rate-limit-retry-after',
  summary: 'The API asks the client to slow down, and says for how long.',
  visibility: 'explicit',
  duration: 'transient',
  rate: 'status:429',
  params: { seconds: integer({ min: 5, max: 90 }) },
  neutral: { seconds: 0 },
  bite: [{ b: 'without', handler: 'retry-after' }, { b: 'recorded' }, { b: 'naive-resend' }],
  discriminates: ['retry-after', 'goal', 'thrash'],
  targets: (context) => callTargets([...context.writes, ...neededReads(context)]),
  footprint: ({ operation }) => [`op:${operation}`],
  apply: (draft, { seconds }, target) => refuseFor(draft, target, seconds, 429, 'seconds'),
  explain: ({ seconds }, { operation }) => `${operation} answers 429 until the client has waited ${seconds} s.`,
});
