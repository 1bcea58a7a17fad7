import { addFault, confirmableWrites, constantFrom, defineMutator, type CallTarget } from 'offscript/kit';

/**
 * @example POST /comments -> 201   ->   POST /comments -> connection reset, although the comment was added
 */
export const resetAfterEffect = defineMutator<{ kind: 'reset' | 'empty' | 'garbage' | 'none' }, CallTarget>({
  id: 'system/reset-after-effect',
  summary: 'A write takes effect, and the connection breaks before the answer.',
  visibility: 'implicit',
  duration: 'transient',
  rate: 'network',
  params: { kind: constantFrom('reset', 'empty', 'garbage') },
  neutral: { kind: 'none' },
  bite: [{ b: 'naive-resend' }, { b: 'without', handler: 'confirm-before-retry' }],
  discriminates: ['duplicate', 'goal', 'budget'],
  targets: confirmableWrites,
  footprint: ({ operation }) => [`op:${operation}`],
  apply: (draft, { kind }, target) =>
    kind === 'none' ? {} : addFault(draft, target, { f: 'network', error: kind }, { phase: 'after' }),
  explain: ({ kind }, { operation }) => `${operation} takes effect, but its connection breaks (${kind}).`,
});
