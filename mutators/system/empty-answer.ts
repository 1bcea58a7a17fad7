import { addFault, constantFrom, defineMutator, writeStepOf, type CallTarget } from 'offscript/kit';

/**
 * @example POST /tickets -> 201 { id: 12 }   ->   POST /tickets -> 201 without a body; its id is in the list
 */
export const emptyAnswer = defineMutator<{ on: boolean }, CallTarget>({
  id: 'system/empty-answer',
  summary: 'A write takes effect and answers without a body: what it made has to be looked up.',
  visibility: 'implicit',
  duration: 'transient',
  params: { on: constantFrom(true) },
  neutral: { on: false },
  bite: [{ b: 'without', handler: 'confirm-before-retry' }],
  discriminates: ['goal', 'duplicate', 'honesty'],
  *targets(context) {
    const program = JSON.stringify(context.task.oracle.steps);
    for (const call of context.writes) {
      const step = writeStepOf(context, call);
      // Only where the record is needed further on: else nobody misses what the answer leaves out.
      if (call.made && step?.confirm?.c === 'find' && program.includes(`"step":${JSON.stringify(step.as)}`))
        yield { operation: call.operation.id, nth: call.nth };
    }
  },
  footprint: ({ operation }) => [`op:${operation}`],
  apply: (draft, { on }, target) => addFault(draft, target, { f: 'empty-body' }, { times: on ? 1 : 0, phase: 'after' }),
  explain: (_params, { operation }) => `${operation} takes effect, but its answer has no body.`,
});
