import { anyRequestOf, defineMutator, integer, neededReads, type OperationId } from 'offscript/kit';

/**
 * @example GET /tickets after 100 ms   ->   GET /tickets after some 6 s, now and then after more than the client waits
 */
export const slowTail = defineMutator<{ median: number }, { operation: OperationId }>({
  id: 'latency/slow-tail',
  summary: 'One read has a long tail: most answers come in time, and the first comes too late.',
  visibility: 'implicit',
  duration: 'permanent',
  rate: 'timeout',
  params: { median: integer({ min: 3000, max: 6000 }) },
  neutral: { median: 0 },
  bite: [{ b: 'without', handler: 'backoff' }, { b: 'recorded' }],
  discriminates: ['goal'],
  *targets(context) {
    for (const { operation } of neededReads(context)) yield { operation: operation.id };
  },
  footprint: ({ operation }) => [`op:${operation}`, 'time'],
  apply(draft, { median }, { operation }) {
    if (median === 0) return {};
    const match = anyRequestOf(operation);
    draft.add({ p: 'latency', match, model: { l: 'lognormal', median, sigma: 0.3, max: 9500 } });
    draft.add({ p: 'latency', match, model: { l: 'fixed', ms: 2 * median + 6000 }, first: 1 });
    return {};
  },
  explain: ({ median }, { operation }) =>
    `${operation} takes ${median} ms in the middle, and ${2 * median + 6000} ms the first time.`,
});
