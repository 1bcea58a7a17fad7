import { anyRequestOf, callTargets, defineMutator, integer, neededReads, type CallTarget } from 'offscript/kit';

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
  apply(draft, { times }, { operation, nth }) {
    if (times > 0)
      draft.add({
        p: 'fault',
        match: anyRequestOf(operation),
        from: nth,
        count: times,
        phase: 'before',
        fault: { f: 'hang' },
      });
    return {};
  },
  explain: ({ times }, { operation }) =>
    `${operation} does not answer in time ${times === 1 ? 'once' : `${times} times`}.`,
});
