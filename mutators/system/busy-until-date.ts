import { callTargets, defineMutator, integer, neededReads, refuseFor, type CallTarget } from 'offscript/kit';

/**
 * @example POST /tickets -> 201   ->   POST /tickets -> 503 Retry-After: Tue, 14 May 2024 09:31:20 GMT
 */
export const busyUntilDate = defineMutator<{ seconds: number }, CallTarget>({
  id: 'system/busy-until-date',
  summary: 'The API is busy and names the moment to come back as an HTTP date.',
  visibility: 'explicit',
  duration: 'transient',
  rate: 'status:5xx',
  params: { seconds: integer({ min: 8, max: 120 }) },
  neutral: { seconds: 0 },
  bite: [{ b: 'without', handler: 'retry-after' }, { b: 'recorded' }, { b: 'naive-resend' }],
  discriminates: ['retry-after', 'goal', 'thrash'],
  targets: (context) => callTargets([...context.writes, ...neededReads(context)]),
  footprint: ({ operation }) => [`op:${operation}`],
  apply: (draft, { seconds }, target) => refuseFor(draft, target, seconds, 503, 'http-date'),
  explain: ({ seconds }, { operation }) => `${operation} answers 503 with a Retry-After date ${seconds} s ahead.`,
});
