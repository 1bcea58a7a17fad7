import { expect, it } from 'vitest';
import { refusalLines } from '../../src/commands/refusal-words.ts';

it('tells reasons that mean the same together, most frequent first, with the mutators they befell', () => {
  expect(
    refusalLines({
      'data/lagging-list: inert: data/lagging-list': 16,
      'system/error-after-effect+data/ignored-filter: inert: system/error-after-effect': 3,
      'session/old-twin: oracle: goal': 20,
      'neutral oracle: goal': 2,
      unsayable: 5,
    }),
  ).toEqual([
    '  20  under the mutation the right way no longer reaches the goal (session/old-twin)',
    '  19  the mutation makes no difference: an agent that takes no notice of it wins all the same (data/lagging-list 16, system/error-after-effect+data/ignored-filter 3)',
    '   5  nobody would ask a colleague for it in a sentence',
    '   2  the task cannot be done in the simulated API: it does not do what was recorded',
  ]);
});

it('names the check, the mutant and the variant that it was about', () => {
  expect(refusalLines({ 'latency/late-delete: oracle: recovery': 1 })).toEqual([
    '  1  under the mutation the right way fails a check: recovery (latency/late-delete)',
  ]);
  expect(refusalLines({ 'neutral: mutant survives: positional selector': 1 })).toEqual([
    '  1  a wrong way through the task would be paid: positional selector',
  ]);
  expect(refusalLines({ 'data/x: realism: answers errors with msg': 1 })[0]).toContain('answers errors with msg');
});

it('keeps a reason it has no words for, and shows no more than a dozen', () => {
  expect(refusalLines({ 'of another kind': 3 })).toEqual(['  3  of another kind']);
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`reason ${at}`, 20 - at]));
  const lines = refusalLines(many);
  expect(lines).toHaveLength(13);
  expect(lines.at(-1)).toBe('  36  for other reasons (--json has them all)');
});
