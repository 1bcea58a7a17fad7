import type { Random } from 'fast-check';
import type { AnyMutator } from './mutator.ts';

/** What became of a draft: told back to the engine, so that shares hold among what was proven. */
export type DraftOutcome = 'proven' | 'refused';

/** Counts for this many proofs nobody has tried for yet. */
const HOPE = 4;
const LEAST_YIELD = 0.1;
const MOST_REFUSALS = 30;

/**
 * Who has been used how often. The next is whoever is furthest behind its weight; a little chance mixes the order.
 */
export class Usage {
  readonly #weights: ReadonlyMap<string, number>;
  readonly #used = new Map<string, number>();
  readonly #outcomes = new Map<string, { readonly proven: number; readonly refused: number }>();
  readonly #phases = new Map<string, number>();
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
      const weight = (this.#weights.get(id) ?? 1) * this.#yieldOf(id);
      const explicitLater = implicitFirst && visibility === 'explicit' ? 0.75 : 0;
      behind[at] = weight > 0 ? (this.#placeOf(id, random) + explicitLater) / weight : Number.POSITIVE_INFINITY;
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

  /** Uses, and a little chance; the same chance until the first use, so that the unused come one after the other and not all at once. */
  #placeOf(id: string, random: Random): number {
    const used = this.#used.get(id) ?? 0;
    const phase = used === 0 ? this.#phases.get(id) : undefined;
    const chance = phase ?? random.nextInt(0, 0xffff) / 0x10000;
    if (used === 0) this.#phases.set(id, chance);
    return used + chance;
  }

  /** What is often refused is tried less: its chance follows its yield, but never goes out. */
  told(mutator: AnyMutator, outcome: DraftOutcome): void {
    const { proven, refused } = this.#outcomes.get(mutator.id) ?? { proven: 0, refused: 0 };
    this.#outcomes.set(
      mutator.id,
      outcome === 'proven' ? { proven: proven + 1, refused } : { proven, refused: refused + 1 },
    );
  }

  /** Refused again and again, and never once proven. */
  isHopeless(id: string): boolean {
    const outcome = this.#outcomes.get(id);
    return outcome !== undefined && outcome.proven === 0 && outcome.refused >= MOST_REFUSALS;
  }

  count(mutator: AnyMutator, by: 1 | -1): void {
    this.#used.set(mutator.id, (this.#used.get(mutator.id) ?? 0) + by);
    this.#all += by;
    if (mutator.visibility === 'implicit') this.#implicit += by;
  }

  #yieldOf(id: string): number {
    const outcome = this.#outcomes.get(id);
    return outcome === undefined
      ? 1
      : Math.max(LEAST_YIELD, (outcome.proven + HOPE) / (outcome.proven + outcome.refused + HOPE));
  }
}
