import {
  anyRequestOf,
  callTargets,
  constantFrom,
  defineMutator,
  integer,
  neededReads,
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
  apply(draft, { kind, times }, { operation, nth }) {
    if (times === 0) return {};
    draft.add({
      p: 'fault',
      match: anyRequestOf(operation),
      from: nth,
      count: times,
      phase: 'before',
      fault: { f: 'network', error: kind },
    });
    return {};
  },
  explain: ({ kind, times }, { operation }) =>
    `The connection of ${operation} breaks (${kind}) ${times === 1 ? 'once' : `${times} times`} before it has an effect.`,
});
