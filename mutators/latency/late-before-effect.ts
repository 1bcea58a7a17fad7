import { addFault, callTargets, defineMutator, integer, timesWords, type CallTarget } from 'offscript/kit';

/**
 * @example PATCH /tickets/12 -> 200   ->   PATCH /tickets/12 -> no answer and nothing written; the next attempt answers 200
 */
export const lateBeforeEffect = defineMutator<{ times: number }, CallTarget>({
  id: 'latency/late-before-effect',
  summary: 'A write is lost on a slow line: no answer in time, and no effect.',
  visibility: 'implicit',
  duration: 'transient',
  rate: 'timeout',
  params: { times: integer({ min: 1, max: 2 }) },
  neutral: { times: 0 },
  bite: [{ b: 'without', handler: 'backoff' }, { b: 'recorded' }],
  discriminates: ['goal'],
  targets: ({ writes }) => callTargets(writes),
  footprint: ({ operation }) => [`op:${operation}`],
  apply: (draft, { times }, target) => addFault(draft, target, { f: 'hang' }, { times }),
  explain: ({ times }, { operation }) => `${operation} is lost without an answer ${timesWords(times)}.`,
});
