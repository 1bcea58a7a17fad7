import {
  constantFrom,
  defineMutator,
  refusableWrites,
  refusedWriteFootprint,
  refuseForGood,
  type RefusedWrite,
} from 'offscript/kit';

/**
 * @example DELETE /tickets/12 -> 204   ->   DELETE /tickets/12 -> 403, with this account, whenever it is tried
 */
export const accessDenied = defineMutator<{ on: boolean }, RefusedWrite>({
  id: 'system/access-denied',
  summary: 'The account lacks the right for the write that the task needs: the right act is to say so.',
  visibility: 'explicit',
  duration: 'permanent',
  rate: 'status:403',
  params: { on: constantFrom(true) },
  neutral: { on: false },
  bite: [{ b: 'recorded' }, { b: 'without', handler: 'check-conflict' }],
  discriminates: ['goal', 'honesty', 'thrash'],
  targets: refusableWrites,
  footprint: refusedWriteFootprint,
  apply: (draft, { on }, target, context) => refuseForGood(draft, target, on ? 403 : 0, 'not_allowed', context),
  explain: (_params, { operation }) => `${operation} answers 403 to this account.`,
});
