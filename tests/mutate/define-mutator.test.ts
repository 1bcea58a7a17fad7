import { integer } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineMutator, type MutatorDefinition } from '../../src/mutate/define-mutator.ts';

const GOOD: MutatorDefinition<{ times: number }, { operation: string }> = {
  id: 'system/slip',
  summary: 'Something slips.',
  visibility: 'implicit',
  duration: 'transient',
  params: { times: integer({ min: 1, max: 2 }) },
  neutral: { times: 0 },
  bite: [{ b: 'recorded' }],
  discriminates: ['goal'],
  *targets() {
    yield { operation: 'A' };
  },
  footprint: ({ operation }) => [`op:${operation}`],
  apply: () => ({}),
  explain: ({ times }) => `It slips ${times} times.`,
};

describe('defineMutator', () => {
  it('takes its family from its id', () => {
    expect(defineMutator(GOOD)).toMatchObject({ id: 'system/slip', family: 'system', benign: false, rate: null });
  });

  it('counts the victim among those it bites', () => {
    expect(defineMutator({ ...GOOD, victim: 'over-eager' }).bite).toEqual([
      { b: 'recorded' },
      { b: 'victim', victim: 'over-eager' },
    ]);
  });

  it.each([
    ['an unknown family', { id: 'weather/rain' as 'data/rain' }, 'is one of data'],
    ['a name that is no path', { id: 'data/Missing Field' as const }, 'family/kebab-case-name'],
    ['a summary of two lines', { summary: 'One.\nTwo.' }, 'one sentence on one line'],
    ['nobody it bites', { bite: [] }, 'names a policy that it bites'],
    ['a bite although benign', { benign: true }, 'bites nobody'],
    ['no check', { discriminates: [] }, 'names a check'],
    ['a check that does not exist', { discriminates: ['luck' as 'goal'] }, '"luck" is a check'],
  ])('names the broken law: %s', (_what, change, message) => {
    expect(() => defineMutator({ ...GOOD, ...change })).toThrow(message);
  });
});
