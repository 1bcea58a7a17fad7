import { anyRequestOf, callTargets, defineMutator, integer, type CallTarget } from 'offscript/kit';

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
    `${operation} is lost without an answer ${times === 1 ? 'once' : `${times} times`}.`,
});
