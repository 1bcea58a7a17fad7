import { expect, it } from 'vitest';
import type { RolloutFacts } from '../../src/report/rollout-facts.ts';
import { statisticsOf } from '../../src/report/statistics.ts';
import { textReport } from '../../src/report/text-report.ts';

/** `passed` of `all` rollouts under one mutator. */
function under(mutator: string, passed: number, all: number): readonly RolloutFacts[] {
  return Array.from({ length: all }, (_, index) => ({
    id: `${mutator}.${index}`,
    episode: `${mutator}.${index}`,
    trial: 0,
    family: 'data' as const,
    mutators: [mutator],
    pass: index < passed,
    reward: index < passed ? 1 : 0,
    tainted: null,
    end: 'finished' as const,
    failed: index < passed ? [] : ['goal'],
    calls: 3,
    unverified: 0,
  }));
}

const rowsOf = (rollouts: readonly RolloutFacts[]) => {
  const text = textReport(statisticsOf(rollouts, {}), rollouts, 'run.sqlite');
  return text.split('\n').filter((line) => /^ {2}(?:data\/|and )/.test(line));
};

it('shows the dozen mutators that surely fail first, and counts the others', () => {
  const rollouts = [
    ...under('data/lost-once', 0, 1),
    ...under('data/lost-often', 1, 40),
    ...Array.from({ length: 15 }, (_, index) => under(`data/won-${index}`, 5, 5)).flat(),
  ];
  const rows = rowsOf(rollouts);
  expect(rows).toHaveLength(13);
  expect(rows[0]).toContain('data/lost-often');
  expect(rows[1]).toContain('data/lost-once');
  expect(rows.at(-1)).toBe('  and 5 more, 5 of them passed every time: see --json or --html FILE');
});

it('shows all of a few mutators and counts none', () => {
  expect(rowsOf([...under('data/a', 1, 2), ...under('data/b', 2, 2)])).toHaveLength(2);
});
