import type { Random } from 'fast-check';
import type { AnyMutator } from './mutator.ts';

/** What became of a draft: told back to the engine, so that shares hold among what was proven. */
export type DraftOutcome = 'proven' | 'refused';

/**
 * Who has been used how often. The next is whoever is furthest behind its weight; a little chance mixes the order.
 */
export class Usage {
  readonly #weights: ReadonlyMap<string, number>;
  readonly #used = new Map<string, number>();
  #implicit = 0;
  #all = 0;

  constructor(weights: ReadonlyMap<string, number>) {
    this.#weights = weights;
  }

  /** Candidates, most wanted first; implicit ones while they have less than half of the mutations. */
  inOrder(candidates: readonly AnyMutator[], random: Random): readonly AnyMutator[] {
    const implicitFirst = this.#implicit * 2 <= this.#all;
    return candidates
      .filter(({ id }) => this.#weight(id) > 0)
      .map((mutator) => ({
        mutator,
        behind:
          ((this.#used.get(mutator.id) ?? 0) + random.nextDouble()) / this.#weight(mutator.id) +
          (implicitFirst && mutator.visibility === 'explicit' ? 0.75 : 0),
      }))
      .sort((a, b) => a.behind - b.behind)
      .map(({ mutator }) => mutator);
  }

  count(mutator: AnyMutator, by: 1 | -1): void {
    this.#used.set(mutator.id, (this.#used.get(mutator.id) ?? 0) + by);
    this.#all += by;
    if (mutator.visibility === 'implicit') this.#implicit += by;
  }

  #weight(id: string): number {
    return this.#weights.get(id) ?? 1;
  }
}
