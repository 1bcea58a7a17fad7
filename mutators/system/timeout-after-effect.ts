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
 * @example POST /tickets -> 201   ->   POST /tickets -> no answer, although the ticket was made
 */
export const timeoutAfterEffect = defineMutator<{ on: boolean }, CallTarget>({
  id: 'system/timeout-after-effect',
  summary: 'A write takes effect, and its answer never comes.',
  visibility: 'implicit',
  duration: 'transient',
  rate: 'timeout',
  params: { on: constantFrom(true) },
  neutral: { on: false },
  bite: [{ b: 'naive-resend' }, { b: 'without', handler: 'confirm-before-retry' }],
  discriminates: ['duplicate', 'goal', 'budget'],
  targets: (context) =>
    callTargets(repeatableWrites(context).filter((call) => writeStepOf(context, call)?.confirm !== null)),
  footprint: ({ operation }) => [`op:${operation}`],
  apply(draft, { on }, { operation, nth }) {
    if (on)
      draft.add({
        p: 'fault',
        match: anyRequestOf(operation),
        from: nth,
        count: 1,
        phase: 'after',
        fault: { f: 'hang' },
      });
    return {};
  },
  explain: (_params, { operation }) => `${operation} takes effect, but the client gets no answer.`,
});
