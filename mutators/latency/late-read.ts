import { addFault, callTargets, defineMutator, integer, neededReads, timesWords, type CallTarget } from 'offscript/kit';

/**
 * @example GET /tickets -> 200   ->   GET /tickets -> no answer within 10 s, twice; then 200
 */
export const lateRead = defineMutator<{ times: number }, CallTarget>({
  id: 'latency/late-read',
  summary: 'A read that the task needs takes longer than the client waits, a time or two.',
  visibility: 'explicit',
  duration: 'transient',
  rate: 'timeout',
  params: { times: integer({ min: 1, max: 3 }) },
  neutral: { times: 0 },
  bite: [{ b: 'without', handler: 'backoff' }, { b: 'recorded' }],
  discriminates: ['goal'],
  targets: (context) => callTargets(neededReads(context)),
  footprint: ({ operation }) => [`op:${operation}`],
  apply: (draft, { times }, target) => addFault(draft, target, { f: 'hang' }, { times }),
  explain: ({ times }, { operation }) => `${operation} does not answer in time ${timesWords(times)}.`,
});
