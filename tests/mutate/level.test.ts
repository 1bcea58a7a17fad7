import { assert, constantFrom, double, integer, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../mutators/index.ts';
import { distance, drawParams } from '../../src/mutate/draw-params.ts';
import { mutate } from '../../src/mutate/mutate.ts';
import { planSize } from '../../src/mutate/plan-size.ts';
import { randomFrom } from '../../src/mutate/random.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';

const share = double({ min: 0, max: 1, noNaN: true });
const levels = tuple(share, share).map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const);

describe('the level', () => {
  it('never makes a plan smaller as it grows', () => {
    assert(
      property(share, levels, integer({ min: 1, max: 3 }), (draw, [low, high], most) => {
        expect(planSize(draw, low, most)).toBeLessThanOrEqual(planSize(draw, high, most));
      }),
    );
  });

  it('never makes the parameters of any mutator milder as it grows', () => {
    assert(
      property(constantFrom(...CATALOGUE), integer(), levels, (mutator, seed, [low, high]) => {
        const far = (level: number): number => distance(drawParams(mutator, randomFrom(seed), level), mutator.neutral);
        expect(far(low)).toBeLessThanOrEqual(far(high));
      }),
    );
  });

  it('makes more mutations in a whole set at every step of a grid', () => {
    const mutations = [0, 0.25, 0.5, 0.75, 1].map((level) =>
      [...mutate({ ...DESK_FIXTURE, catalogue: CATALOGUE, seed: 9, count: 300, neutral: 0, level })].reduce(
        (sum, { plan }) => sum + plan.length,
        0,
      ),
    );
    expect(mutations).toEqual(mutations.toSorted((a, b) => a - b));
    expect(new Set(mutations).size).toBe(mutations.length);
  });
});
