import {
  addFault,
  callTargets,
  constantFrom,
  defineMutator,
  integer,
  neededReads,
  timesWords,
  type CallTarget,
} from 'offscript/kit';

/**
 * @example PATCH /tickets/12 -> 200   ->   PATCH /tickets/12 -> connection reset, nothing written; the next attempt answers 200
 */
export const connectionReset = defineMutator<{ kind: 'reset' | 'empty' | 'refused'; times: number }, CallTarget>({
  id: 'system/connection-reset',
  summary: 'The connection breaks before the request has any effect.',
  visibility: 'explicit',
  duration: 'transient',
  rate: 'network',
  params: { kind: constantFrom('reset', 'empty', 'refused'), times: integer({ min: 1, max: 2 }) },
  neutral: { kind: 'reset', times: 0 },
  bite: [{ b: 'without', handler: 'backoff' }, { b: 'recorded' }],
  discriminates: ['goal'],
  targets: (context) => callTargets([...context.writes, ...neededReads(context)]),
  footprint: ({ operation }) => [`op:${operation}`],
  apply: (draft, { kind, times }, target) => addFault(draft, target, { f: 'network', error: kind }, { times }),
  explain: ({ kind, times }, { operation }) =>
    `The connection of ${operation} breaks (${kind}) ${timesWords(times)} before it has an effect.`,
});
