import { anyRequestOf, callTargets, constantFrom, defineMutator, type CallTarget } from 'offscript/kit';

/**
 * @example PATCH /tickets/12 -> 200   ->   PATCH /tickets/12 -> 503, whenever it is tried
 */
export const outage = defineMutator<{ status: number }, CallTarget>({
  id: 'system/outage',
  summary: 'The one operation that the task needs stays down: the right act is to say so.',
  visibility: 'explicit',
  duration: 'permanent',
  rate: 'status:5xx',
  params: { status: constantFrom(500, 502, 503) },
  neutral: { status: 0 },
  bite: [{ b: 'recorded' }],
  discriminates: ['goal', 'honesty', 'thrash'],
  targets: ({ task, writes }) => callTargets(task.goal.some(({ kind }) => kind === 'report') ? [] : writes.slice(0, 1)),
  footprint: ({ operation }) => [`op:${operation}`, 'goal'],
  apply(draft, { status }, { operation }) {
    if (status === 0) return {};
    draft.add({
      p: 'fault',
      match: anyRequestOf(operation),
      from: 0,
      count: null,
      phase: 'before',
      fault: { f: 'status', status, headers: [], body: null },
    });
    return { goal: [{ kind: 'report', reason: 'unavailable', evidence: [] }] };
  },
  explain: ({ status }, { operation }) => `${operation} answers ${status} for good.`,
});
