import { integer, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mutation, Plan } from '../../src/model/plan.ts';
import type { AnyMutator } from '../../src/mutate/mutator.ts';
import { shrinkPlan, type ShrinkOptions, type Trial } from '../../src/mutate/shrink-plan.ts';

const MUTATOR = {
  params: record({ times: integer({ min: 1, max: 9 }) }, { noNullPrototype: true }),
} as unknown as AnyMutator;
const mutation = (mutator: string, times = 7): Mutation => ({ mutator, target: null, params: { times } });
const PLAN: Plan = [mutation('a'), mutation('b'), mutation('c')];
const ids = (plan: Plan): string => plan.map(({ mutator }) => mutator).join('');
const shrink = (attempt: (plan: Plan) => Trial, changes: Partial<ShrinkOptions> = {}): ReturnType<typeof shrinkPlan> =>
  shrinkPlan({
    plan: PLAN,
    mutator: () => MUTATOR,
    attempt: (plan) => Promise.resolve(attempt(plan)),
    suspects: [],
    mostTests: 30,
    ...changes,
  });

describe('shrinkPlan', () => {
  it('finds the one mutation, with its smallest parameters', async () => {
    const shrunk = await shrink((plan) => (ids(plan).includes('b') ? 'fails' : 'passes'));
    expect(shrunk).toEqual({ plan: [mutation('b', 1)], smallest: true, tests: 4, refused: 0 });
  });

  it('tries suspects first', async () => {
    const shrunk = await shrink((plan) => (ids(plan).includes('c') ? 'fails' : 'passes'), { suspects: ['c'] });
    expect(shrunk).toMatchObject({ plan: [mutation('c', 1)], tests: 3 });
  });

  it('keeps two that are needed together', async () => {
    const both = (plan: Plan): Trial => (ids(plan).includes('a') && ids(plan).includes('c') ? 'fails' : 'passes');
    expect(ids((await shrink(both)).plan)).toBe('ac');
  });

  it('stops at the smallest value that fails', async () => {
    const from4 = (plan: Plan): Trial =>
      plan.some(({ mutator, params }) => mutator === 'a' && (params as { times: number }).times >= 4)
        ? 'fails'
        : 'passes';
    expect((await shrink(from4)).plan).toEqual([mutation('a', 4)]);
  });

  it('goes round plans that are no episodes, and keeps the whole where nothing smaller fails', async () => {
    const shrunk = await shrink((plan) => (plan.length === 1 ? 'refused' : 'passes'));
    expect(shrunk).toMatchObject({ plan: PLAN, refused: 3 });
    expect(shrunk.tests).toBeLessThanOrEqual(30);
  });

  it('says when the tests ran out', async () => {
    expect(await shrink(() => 'passes', { mostTests: 2 })).toMatchObject({ plan: PLAN, smallest: false, tests: 2 });
  });
});
