import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePaired } from '../../src/report/mcnemar.ts';
import { passHatK } from '../../src/report/pass-hat-k.ts';
import { wilson } from '../../src/report/rate.ts';
import type { RolloutFacts } from '../../src/report/rollout-facts.ts';
import { statisticsOf } from '../../src/report/statistics.ts';

const counts = fc
  .integer({ min: 1, max: 2000 })
  .chain((n) => fc.record({ n: fc.constant(n), c: fc.integer({ min: 0, max: n }) }));

const facts = fc.record<RolloutFacts>({
  id: fc.constant('r'),
  episode: fc.constantFrom('e1', 'e2', 'e3', 'e4'),
  trial: fc.nat(3),
  family: fc.constantFrom('neutral', 'data', 'system'),
  mutators: fc.subarray(['data/a', 'system/b']),
  pass: fc.boolean(),
  reward: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  tainted: fc.constant(null),
  end: fc.constant('finished'),
  failed: fc.constant([]),
  calls: fc.nat(20),
  unverified: fc.constant(0),
});

describe('Wilson', () => {
  it('holds the rate inside an interval inside 0..1, narrower with more trials', () => {
    fc.assert(
      fc.property(counts, ({ n, c }) => {
        const { rate, low, high } = wilson(c, n);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(rate ?? -1);
        expect(high).toBeGreaterThanOrEqual(rate ?? 2);
        expect(high).toBeLessThanOrEqual(1);
        const more = wilson(c * 4, n * 4);
        expect((more.high ?? 0) - (more.low ?? 0)).toBeLessThan((high ?? 0) - (low ?? 0));
      }),
    );
  });

  it('mirrors successes and failures', () => {
    fc.assert(
      fc.property(
        counts,
        ({ n, c }) => void expect(wilson(c, n).low).toBeCloseTo(1 - (wilson(n - c, n).high ?? 0), 10),
      ),
    );
  });

  it('gives the published figures', () => {
    // Newcombe 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for (const [c, n, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      expect(wilson(c, n).low).toBeCloseTo(low, 4);
      expect(wilson(c, n).high).toBeCloseTo(high, 4);
    }
    expect(wilson(0, 0)).toEqual({ rate: null, low: null, high: null, n: 0 });
  });
});

describe('pass^k', () => {
  it('is the pass rate for k = 1 and never grows with k', () => {
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 6 }), (all, k) => {
        const trials = all.map(({ n, c }) => ({ n: n + 6, passed: c }));
        const mean = trials.reduce((sum, { n, passed }) => sum + passed / n, 0) / trials.length;
        expect(passHatK(trials, 1)).toBeCloseTo(mean, 10);
        expect(passHatK(trials, k + 1) ?? 0).toBeLessThanOrEqual((passHatK(trials, k) ?? 0) + 1e-12);
      }),
    );
  });

  it('counts as the formula of record does', () => {
    expect(passHatK([{ n: 4, passed: 2 }], 2)).toBeCloseTo(1 / 6, 12);
    expect(passHatK([{ n: 1, passed: 1 }], 2)).toBeNull();
  });
});

describe('a paired comparison', () => {
  const pairs = (lost: number, won: number, same = 10) => [
    ...Array.from({ length: lost }, () => ({ before: true, now: false })),
    ...Array.from({ length: won }, () => ({ before: false, now: true })),
    ...Array.from({ length: same }, () => ({ before: true, now: true })),
  ];

  it('is exact for few pairs and finite for many', () => {
    expect(comparePaired(pairs(5, 0)).p).toBeCloseTo(1 / 32, 12);
    expect(comparePaired(pairs(3, 1)).p).toBeCloseTo(5 / 16, 12);
    expect(comparePaired(pairs(2000, 1900)).p).toBeGreaterThan(0.05);
    expect(comparePaired(pairs(2200, 1800)).worse).toBe(true);
  });

  it('never calls equal or better agents worse', () => {
    fc.assert(
      fc.property(
        fc.nat(200),
        fc.nat(200),
        (a, b) => void expect(comparePaired(pairs(Math.min(a, b), Math.max(a, b))).worse).toBe(false),
      ),
    );
  });
});

describe('statistics of a run', () => {
  it('leave spoiled rollouts out of rates and bound them', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 60 }), (rollouts) => {
        const all = statisticsOf(rollouts, { 'status:429': 0.1 });
        const sound = rollouts.filter(({ reward }) => reward !== null);
        expect(all.pass.n).toBe(sound.length);
        expect(all.environmentFailures).toBe(rollouts.length - sound.length);
        expect((all.demo.n ?? 0) + all.production.n).toBe(sound.length);
        expect(Object.values(all.byFamily).reduce((total, { n }) => total + n, 0)).toBe(sound.length);
        if (all.pass.rate !== null) {
          expect(all.bounds.taintedFail ?? 2).toBeLessThanOrEqual(all.pass.rate + 1e-12);
          expect(all.bounds.taintedPass ?? -1).toBeGreaterThanOrEqual(all.pass.rate - 1e-12);
        }
        if (all.expected.rate !== null) expect(all.expected.rate).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it('weigh families by the recording', () => {
    const rollout = (family: RolloutFacts['family'], pass: boolean): RolloutFacts => ({
      id: 'r',
      episode: family,
      trial: 1,
      family,
      mutators: [],
      pass,
      reward: pass ? 1 : 0,
      tainted: null,
      end: 'finished',
      failed: [],
      calls: 1,
      unverified: 0,
    });
    const { expected, resilience } = statisticsOf(
      [rollout('neutral', true), rollout('system', false), rollout('data', false)],
      { 'status:429': 0.1, network: 0.1 },
    );
    expect(expected.rate).toBeCloseTo(0.8, 12);
    expect(resilience).toBe(0);
  });
});
