import { defineMutator, integer } from 'offscript/kit';

/**
 * @example every answer after 120 ms   ->   every answer after 6,400 ms, below what the client waits
 */
export const slowAnswers = defineMutator<{ ms: number }, { everywhere: true }>({
  id: 'latency/slow-answers',
  summary: 'Every answer is slow, but comes before the client gives up.',
  visibility: 'implicit',
  duration: 'permanent',
  benign: true,
  params: { ms: integer({ min: 2500, max: 8500 }) },
  neutral: { ms: 0 },
  discriminates: ['duplicate', 'thrash'],
  *targets({ calls }) {
    if (calls.length > 0) yield { everywhere: true };
  },
  footprint: () => ['time'],
  apply(draft, { ms }) {
    if (ms > 0)
      draft.add({ p: 'latency', match: { operations: null, kinds: null, key: null }, model: { l: 'fixed', ms } });
    return {};
  },
  explain: ({ ms }) => `Every answer takes ${ms} ms.`,
});
