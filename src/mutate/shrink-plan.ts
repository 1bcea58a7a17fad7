import type { Json } from '../model/json.ts';
import type { Mutation, Plan } from '../model/plan.ts';
import type { AnyMutator } from './mutator.ts';

/** What an agent does on a smaller plan; `refused`: it makes no valid episode, and nobody played. */
export type Trial = 'fails' | 'passes' | 'refused';

export interface ShrinkOptions {
  /** On which the agent fails. */
  readonly plan: Plan;
  readonly mutator: (id: string) => AnyMutator;
  /** Plays a plan; costs one test unless it is refused. */
  readonly attempt: (plan: Plan) => Promise<Trial>;
  /** Tried first: mutators whose checks failed. */
  readonly suspects: readonly string[];
  /** Most plans that are played. */
  readonly mostTests: number;
}

export interface Shrunk {
  readonly plan: Plan;
  /** False: the tests ran out before everything smaller was tried. */
  readonly smallest: boolean;
  readonly tests: number;
  /** Smaller plans that are no valid episodes. */
  readonly refused: number;
}

/** Parameters that are made smaller, each by so many steps at most. */
const MOST_STEPS = 6;

/**
 * The smallest plan on which an agent still fails: none, one, then more of the plan's mutations, then each with its smallest
 * parameters. An agent that fails on a smaller plan for another reason fails on it all the same.
 */
export async function shrinkPlan(options: ShrinkOptions): Promise<Shrunk> {
  const { plan, mutator } = options;
  const count = { tests: 0, refused: 0 };
  const spent = (): boolean => count.tests >= options.mostTests;
  const fails = async (candidate: Plan): Promise<boolean> => {
    const trial = await options.attempt(candidate);
    if (trial === 'refused') count.refused += 1;
    else count.tests += 1;
    return trial === 'fails';
  };
  let smallest = plan;
  for (const candidate of smallerPlans(plan, options.suspects)) {
    if (spent()) return { plan: smallest, smallest: false, ...count };
    if (!(await fails(candidate))) continue;
    smallest = candidate;
    break;
  }
  for (let at = 0; at < smallest.length; at += 1) {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      let found: Plan | null = null;
      let tried = 0;
      for (const params of smallerParams(
        mutator((smallest[at] as Mutation).mutator),
        (smallest[at] as Mutation).params,
      )) {
        if (spent()) return { plan: smallest, smallest: false, ...count };
        tried += 1;
        const candidate = smallest.map((mutation, index) => (index === at ? { ...mutation, params } : mutation));
        if (await fails(candidate)) found = candidate;
        if (found !== null || tried >= MOST_STEPS) break;
      }
      if (found === null) break;
      smallest = found;
    }
  }
  return { plan: smallest, smallest: true, ...count };
}

/** Fewer mutations first; of as many, those with suspects first, else in the order of the plan. */
function smallerPlans(plan: Plan, suspects: readonly string[]): readonly Plan[] {
  const suspicion = (candidate: Plan): number => candidate.filter(({ mutator }) => suspects.includes(mutator)).length;
  const parts = Array.from({ length: 2 ** plan.length - 1 }, (_, bits) =>
    plan.filter((_mutation, at) => (bits >> at) & 1),
  );
  return parts.sort((left, right) => left.length - right.length || suspicion(right) - suspicion(left));
}

/** The arbitrary's own shrinking: the smallest first. */
function* smallerParams({ params: arbitrary }: AnyMutator, params: Json): Generator<Json> {
  if (!arbitrary.canShrinkWithoutContext(params)) return;
  for (const { value } of arbitrary.shrink(params as never, undefined)) yield value;
}
