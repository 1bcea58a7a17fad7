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

  /** Candidates, most wanted first; implicit ones while they have less than half of the mutations. Made one by one, as few are asked for. */
  *inOrder(candidates: readonly AnyMutator[], random: Random): Generator<AnyMutator> {
    const implicitFirst = this.#implicit * 2 <= this.#all;
    const behind = new Float64Array(candidates.length);
    for (let at = 0; at < candidates.length; at += 1) {
      const { id, visibility } = candidates[at] as AnyMutator;
      const weight = this.#weights.get(id) ?? 1;
      const explicitLater = implicitFirst && visibility === 'explicit' ? 0.75 : 0;
      behind[at] = weight > 0 ? ((this.#used.get(id) ?? 0) + random.nextInt(0, 0xffff) / 0x10000) / weight + explicitLater : Number.POSITIVE_INFINITY;
    }
    for (;;) {
      let best = -1;
      let least = Number.POSITIVE_INFINITY;
      for (let at = 0; at < behind.length; at += 1) {
        const value = behind[at] as number;
        if (value < least) [best, least] = [at, value];
      }
      if (best < 0) return;
      behind[best] = Number.POSITIVE_INFINITY;
      yield candidates[best] as AnyMutator;
    }
  }

  count(mutator: AnyMutator, by: 1 | -1): void {
    this.#used.set(mutator.id, (this.#used.get(mutator.id) ?? 0) + by);
    this.#all += by;
    if (mutator.visibility === 'implicit') this.#implicit += by;
  }
}
