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
 * @example PATCH /tickets/12 -> 200   ->   PATCH /tickets/12 -> 500, nothing written; the next attempt answers 200
 */
export const unexpectedStatus = defineMutator<{ status: number; times: number }, CallTarget>({
  id: 'system/unexpected-status',
  summary: 'A request fails with a server error before it has any effect.',
  visibility: 'explicit',
  duration: 'transient',
  rate: 'status:5xx',
  params: { status: constantFrom(500, 502, 503, 504), times: integer({ min: 1, max: 2 }) },
  neutral: { status: 500, times: 0 },
  bite: [{ b: 'without', handler: 'backoff' }, { b: 'recorded' }],
  discriminates: ['goal'],
  targets: (context) => callTargets([...context.writes, ...neededReads(context)]),
  footprint: ({ operation }) => [`op:${operation}`],
  apply: (draft, { status, times }, target) =>
    addFault(draft, target, { f: 'status', status, headers: [], body: null }, { times }),
  explain: ({ status, times }, { operation }) =>
    `${operation} answers ${status} ${timesWords(times)} before it has an effect.`,
});
