import { anyRequestOf, confirmableWrites, defineMutator, integer, type CallTarget } from 'offscript/kit';

/**
 * @example POST /tickets -> 201 after 300 ms   ->   POST /tickets -> the client gives up after 10 s, the ticket is made all the same
 */
export const lateAfterEffect = defineMutator<{ seconds: number }, CallTarget>({
  id: 'latency/late-after-effect',
  summary: 'A write takes longer than the client waits, and takes effect all the same.',
  visibility: 'implicit',
  duration: 'permanent',
  rate: 'timeout',
  params: { seconds: integer({ min: 12, max: 45 }) },
  neutral: { seconds: 0 },
  bite: [{ b: 'naive-resend' }, { b: 'without', handler: 'confirm-before-retry' }],
  discriminates: ['duplicate', 'goal', 'budget'],
  targets: confirmableWrites,
  footprint: ({ operation }) => [`op:${operation}`, 'time'],
  apply(draft, { seconds }, { operation }) {
    if (seconds > 0)
      draft.add({ p: 'latency', match: anyRequestOf(operation), model: { l: 'fixed', ms: seconds * 1000 } });
    return {};
  },
  explain: ({ seconds }, { operation }) =>
    `${operation} answers after ${seconds} s, longer than the client waits, and takes effect.`,
});
