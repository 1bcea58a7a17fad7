import { defineMutator, integer } from 'offscript/kit';

/**
 * @example the first call answers 200   ->   the first call answers 429 Retry-After: 45: the run before used the quota up
 */
export const exhaustedQuota = defineMutator<{ seconds: number }, { everywhere: true }>({
  id: 'session/exhausted-quota',
  summary: 'The run before used up the quota: the very first call has to wait.',
  visibility: 'explicit',
  duration: 'transient',
  rate: 'status:429',
  params: { seconds: integer({ min: 15, max: 120 }) },
  neutral: { seconds: 0 },
  bite: [{ b: 'without', handler: 'retry-after' }, { b: 'recorded' }],
  discriminates: ['retry-after', 'goal', 'thrash'],
  *targets({ found, writes }) {
    if (found.length > 0 || writes.length > 0) yield { everywhere: true };
  },
  footprint: () => ['op'],
  apply(draft, { seconds }) {
    if (seconds === 0) return {};
    draft.add({
      p: 'fault',
      match: {
        operations: null,
        kinds: ['read', 'list', 'create', 'update', 'replace', 'delete', 'action'],
        key: null,
      },
      from: 0,
      count: 1,
      phase: 'before',
      fault: { f: 'rate-limit', status: 429, retryAfter: { seconds, as: 'seconds' } },
    });
    return {};
  },
  explain: ({ seconds }) => `The first call is answered 429 until ${seconds} s have passed.`,
});
