import {
  anyRequestOf,
  callTargets,
  constantFrom,
  defineMutator,
  repeatableWrites,
  writeStepOf,
  type CallTarget,
} from 'offscript/kit';

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
  targets: (context) =>
    callTargets(repeatableWrites(context).filter((call) => writeStepOf(context, call)?.confirm !== null)),
  footprint: ({ operation }) => [`op:${operation}`],
  apply(draft, { status }, { operation, nth }) {
    if (status === 0) return {};
    draft.add({
      p: 'fault',
      match: anyRequestOf(operation),
      from: nth,
      count: 1,
      phase: 'after',
      fault: { f: 'status', status, headers: [], body: null },
    });
    return {};
  },
  explain: ({ status }, { operation }) => `${operation} takes effect, but answers ${status}.`,
});
