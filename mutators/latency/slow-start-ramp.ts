import { defineMutator, integer } from 'offscript/kit';

/**
 * @example every read after 100 ms   ->   reads after 20 s, 13 s, 7 s and then 0.2 s: the first ones come too late
 */
export const slowStartRamp = defineMutator<{ seconds: number; calls: number }, { everywhere: true }>({
  id: 'latency/slow-start-ramp',
  summary: 'Reads are too slow at first and get quicker from one to the next.',
  visibility: 'implicit',
  duration: 'transient',
  rate: 'timeout',
  params: { seconds: integer({ min: 11, max: 24 }), calls: integer({ min: 2, max: 5 }) },
  neutral: { seconds: 0, calls: 0 },
  bite: [{ b: 'without', handler: 'backoff' }, { b: 'recorded' }],
  discriminates: ['goal'],
  *targets({ found }) {
    if (found.length > 0) yield { everywhere: true };
  },
  footprint: () => ['op', 'time'],
  apply(draft, { seconds, calls }) {
    if (seconds > 0)
      draft.add({
        p: 'latency',
        match: { operations: null, kinds: ['read', 'list'], key: null },
        model: { l: 'ramp', fromMs: seconds * 1000, toMs: 200, calls },
      });
    return {};
  },
  explain: ({ seconds, calls }) => `The first read takes ${seconds} s; after ${calls} they are quick.`,
});
