import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../mutators/index.ts';
import { FAULT_BUDGET, faultLoadOf, isWithinBudget } from '../../src/mutate/fault-load.ts';
import { mutate } from '../../src/mutate/mutate.ts';
import type { WorldPatch } from '../../src/model/world.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';

const match = { operations: null, kinds: null, key: null };

describe('faultLoadOf', () => {
  it('adds up what has to be made again, and what has to be waited for', () => {
    const patches: readonly WorldPatch[] = [
      { p: 'fault', match, from: 0, count: 2, phase: 'before', fault: { f: 'hang' } },
      {
        p: 'fault',
        match,
        from: 0,
        count: 1,
        phase: 'before',
        fault: { f: 'rate-limit', status: 429, retryAfter: { seconds: 40, as: 'seconds' } },
      },
      {
        p: 'fault',
        match,
        from: 0,
        count: 1,
        phase: 'before',
        fault: { f: 'status', status: 423, headers: [['Retry-After', '15']], body: null },
      },
      { p: 'later', match, jobs: 20, fails: 1, afterMs: 5000 },
    ];
    expect(faultLoadOf(patches)).toEqual({ failures: 5, seconds: 65 });
  });

  it('leaves out what fails for good: nobody goes on trying', () => {
    const fault = { f: 'status', status: 503, headers: [], body: null } as const;
    expect(faultLoadOf([{ p: 'fault', match, from: 0, count: null, phase: 'before', fault }])).toEqual({
      failures: 0,
      seconds: 0,
    });
  });
});

describe('mutate', () => {
  it('keeps every plan within the budget of faults, however harsh', () => {
    const harsh = [
      ...mutate({
        ...DESK_FIXTURE,
        catalogue: CATALOGUE,
        seed: 3,
        count: 600,
        neutral: 0,
        level: 1,
        globs: ['system', 'latency', 'session'],
      }),
    ];
    expect(harsh.some(({ plan }) => plan.length === 3)).toBe(true);
    const loads = harsh.map(({ patches }) => faultLoadOf(patches));
    expect(loads.every(isWithinBudget)).toBe(true);
    expect(Math.max(...loads.map(({ seconds }) => seconds))).toBeGreaterThan(FAULT_BUDGET.seconds / 2);
  });
});
