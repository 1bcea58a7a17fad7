import { addFault, confirmableWrites, constantFrom, defineMutator, type CallTarget } from 'offscript/kit';

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
  targets: confirmableWrites,
  footprint: ({ operation }) => [`op:${operation}`],
  apply: (draft, { on }, target) => addFault(draft, target, { f: 'hang' }, { times: on ? 1 : 0, phase: 'after' }),
  explain: (_params, { operation }) => `${operation} takes effect, but the client gets no answer.`,
});
