import type { Random } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/mutate/random.ts';
import { areApart, stillFails } from '../../src/mutate/still-fails.ts';

const MUTATED = { failed: 14, played: 20 };
const NEUTRAL = { failed: 1, played: 20 };

/** Plays until it is decided, failing with this chance. */
function decide(chance: number, random: Random): { readonly fails: boolean; readonly played: number } {
  let failed = 0;
  for (let played = 1; ; played += 1) {
    if (random.nextDouble() < chance) failed += 1;
    const fails = stillFails({ failed, played }, MUTATED, NEUTRAL, 20);
    if (fails !== null) return { fails, played };
  }
}

describe('stillFails', () => {
  const random = randomFrom(1);
  const runs = (chance: number) => Array.from({ length: 400 }, () => decide(chance, random));

  it('is right nine times out of ten either way, in a few trials', () => {
    for (const [chance, fails] of [
      [0.7, true],
      [0.05, false],
    ] as const) {
      const all = runs(chance);
      expect(all.filter((run) => run.fails === fails).length / all.length, String(chance)).toBeGreaterThan(0.9);
      expect(all.reduce((sum, { played }) => sum + played, 0) / all.length).toBeLessThan(6);
    }
  });

  it('decides at the last trial', () => {
    expect(stillFails({ failed: 1, played: 3 }, MUTATED, NEUTRAL, 4)).toBeNull();
    expect(stillFails({ failed: 1, played: 3 }, MUTATED, NEUTRAL, 3)).not.toBeNull();
  });
});

describe('areApart', () => {
  it('wants the mutated world to be clearly worse', () => {
    expect(areApart(MUTATED, NEUTRAL)).toBe(true);
    expect(areApart(NEUTRAL, MUTATED)).toBe(false);
    expect(areApart({ failed: 5, played: 20 }, { failed: 4, played: 20 })).toBe(false);
  });
});
