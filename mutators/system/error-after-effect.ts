import { addFault, confirmableWrites, constantFrom, defineMutator, type CallTarget } from 'offscript/kit';

/**
 * @example POST /refunds -> 201   ->   POST /refunds -> 504, although the refund was made
 */
export const errorAfterEffect = defineMutator<{ status: number }, CallTarget>({
  id: 'system/error-after-effect',
  summary: 'A write takes effect, and its answer is a server error.',
  visibility: 'implicit',
  duration: 'transient',
  rate: 'status:5xx',
  params: { status: constantFrom(500, 502, 504) },
  neutral: { status: 0 },
  bite: [{ b: 'naive-resend' }, { b: 'without', handler: 'confirm-before-retry' }],
  discriminates: ['duplicate', 'goal', 'budget'],
  targets: confirmableWrites,
  footprint: ({ operation }) => [`op:${operation}`],
  apply: (draft, { status }, target) =>
    addFault(
      draft,
      target,
      { f: 'status', status, headers: [], body: null },
      { times: status === 0 ? 0 : 1, phase: 'after' },
    ),
  explain: ({ status }, { operation }) => `${operation} takes effect, but answers ${status}.`,
});
