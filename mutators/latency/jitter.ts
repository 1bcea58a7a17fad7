import { defineMutator, integer } from 'offscript/kit';

/**
 * @example answers after 110, 120, 115 ms   ->   answers after 90, 4,200, 610 ms
 */
export const jitter = defineMutator<{ median: number }, { everywhere: true }>({
  id: 'latency/jitter',
  summary: 'Answers take very different times, some of them almost too long.',
  visibility: 'implicit',
  duration: 'permanent',
  benign: true,
  params: { median: integer({ min: 300, max: 1500 }) },
  neutral: { median: 0 },
  discriminates: ['duplicate', 'thrash'],
  *targets({ calls }) {
    if (calls.length > 0) yield { everywhere: true };
  },
  footprint: () => ['time'],
  apply(draft, { median }) {
    if (median > 0)
      draft.add({
        p: 'latency',
        match: { operations: null, kinds: null, key: null },
        model: { l: 'lognormal', median, sigma: 1, max: 9000 },
      });
    return {};
  },
  explain: ({ median }) => `Answers take ${median} ms in the middle, with a long tail.`,
});
