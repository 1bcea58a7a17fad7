import type { LearnedModel } from '../model/learned-model.ts';
import type { AnyMutator } from './mutator.ts';
import { PLACEMENTS } from './where-in-the-way.ts';

/** What of the pairs of factor values is covered by proven episodes, and why the rest is not. */
export interface Coverage {
  readonly strength: 2;
  readonly factors: Readonly<Record<Factor, readonly string[]>>;
  readonly covered: number;
  /** Pairs for which there is a place in some task. */
  readonly coverable: number;
  /** Coverable, but nothing could be proven there, or the episodes ran out. */
  readonly uncovered: readonly { readonly pair: Pair; readonly why: string }[];
  /** Pairs without a place, by why. */
  readonly excluded: Readonly<Record<string, number>>;
}

export const FACTORS = ['mutator', 'operation', 'placement', 'visibility', 'duration'] as const;
export type Factor = (typeof FACTORS)[number];
export type Pair = Readonly<Partial<Record<Factor, string>>>;

/** Every value of every factor that these mutators and this API could have. */
export function factorsOf(mutators: readonly AnyMutator[], { operations }: LearnedModel): Coverage['factors'] {
  return {
    mutator: mutators.map(({ id }) => id),
    operation: [...new Set(operations.map(({ kind }) => kind).filter((kind) => kind !== 'auth')), 'record', 'task'],
    placement: PLACEMENTS,
    visibility: ['explicit', 'implicit'],
    duration: ['transient', 'permanent'],
  };
}

/** Two values of two factors, as a key. */
export function pairText(left: Factor, one: string, right: Factor, other: string): string {
  return JSON.stringify({ [left]: one, [right]: other });
}

/**
 * How many pairs there is no place for, by why.
 *
 * @param possible keys of the pairs with a place
 * @param applied mutators that apply at all
 */
export function excludedPairs(
  factors: Coverage['factors'],
  possible: ReadonlySet<string>,
  applied: ReadonlySet<string>,
): Coverage['excluded'] {
  const excluded: Record<string, number> = {};
  for (const [at, left] of FACTORS.entries()) {
    for (const right of FACTORS.slice(at + 1)) {
      for (const one of factors[left]) {
        for (const other of factors[right]) {
          if (possible.has(pairText(left, one, right, other))) continue;
          const why = whyNot(left, one, right, applied);
          excluded[why] = (excluded[why] ?? 0) + 1;
        }
      }
    }
  }
  return excluded;
}

function whyNot(left: Factor, one: string, right: Factor, applied: ReadonlySet<string>): string {
  if (left === 'mutator' && !applied.has(one)) return `${one} does not apply to these tasks`;
  if (left === 'mutator' && (right === 'visibility' || right === 'duration')) return `a mutator has one ${right}`;
  if (left === 'mutator') return `the mutator has no such ${right} in these tasks`;
  return `no mutation of these tasks joins this ${left} and this ${right}`;
}
