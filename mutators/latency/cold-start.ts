import { defineMutator, integer } from 'offscript/kit';

/**
 * @example the first call answers in 100 ms   ->   the first two calls get no answer in time, the others do
 */
export const coldStart = defineMutator<{ calls: number }, { everywhere: true }>({
  id: 'latency/cold-start',
  summary: 'The service is waking up: its first calls take longer than the client waits.',
  visibility: 'explicit',
  duration: 'transient',
  rate: 'timeout',
  params: { calls: integer({ min: 1, max: 3 }) },
  neutral: { calls: 0 },
  bite: [{ b: 'without', handler: 'backoff' }, { b: 'recorded' }],
  discriminates: ['goal'],
  *targets({ calls, found }) {
    if (calls.length > 0 && found.length > 0) yield { everywhere: true };
  },
  footprint: () => ['op', 'time'],
  apply(draft, { calls }) {
    if (calls > 0) {
      draft.add({
        p: 'fault',
        match: { operations: null, kinds: ['read', 'list'], key: null },
        from: 0,
        count: calls,
        phase: 'before',
        fault: { f: 'hang' },
      });
    }
    return {};
  },
  explain: ({ calls }) => `The first ${calls === 1 ? 'read gets' : `${calls} reads get`} no answer in time.`,
});
