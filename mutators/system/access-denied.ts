import { anyRequestOf, callTargets, constantFrom, defineMutator, type CallTarget } from 'offscript/kit';

/**
 * @example DELETE /tickets/12 -> 204   ->   DELETE /tickets/12 -> 403, with this account, whenever it is tried
 */
export const accessDenied = defineMutator<{ on: boolean }, CallTarget>({
  id: 'system/access-denied',
  summary: 'The account lacks the right for the write that the task needs: the right act is to say so.',
  visibility: 'explicit',
  duration: 'permanent',
  rate: 'status:403',
  params: { on: constantFrom(true) },
  neutral: { on: false },
  bite: [{ b: 'recorded' }],
  discriminates: ['goal', 'honesty', 'thrash'],
  targets: ({ task, writes }) => callTargets(task.goal.some(({ kind }) => kind === 'report') ? [] : writes.slice(0, 1)),
  footprint: ({ operation }) => [`op:${operation}`, 'goal'],
  apply(draft, { on }, { operation }) {
    if (!on) return {};
    draft.add({
      p: 'fault',
      match: anyRequestOf(operation),
      from: 0,
      count: null,
      phase: 'before',
      fault: { f: 'status', status: 403, headers: [], body: null },
    });
    return { goal: [{ kind: 'report', reason: 'not_allowed', evidence: [] }] };
  },
  explain: (_params, { operation }) => `${operation} answers 403 to this account.`,
});
