import type { Random } from 'fast-check';
import { canonicalJson } from '../model/json.ts';
import type { Mutation } from '../model/plan.ts';
import { drawParams } from './draw-params.ts';
import { footprintsClash } from './footprints-clash.ts';
import { incompatibility } from './incompatibilities.ts';
import type { AnyMutator } from './mutator.ts';
import { planSize } from './plan-size.ts';
import type { Site } from './placed-task.ts';
import type { DraftOutcome } from './usage.ts';

/** A mutation of a plan in the making. */
export interface Chosen {
  readonly mutation: Mutation;
  /** Tells it from all others. */
  readonly text: string;
  readonly footprint: readonly string[];
}

export interface PlanDrawerOptions {
  readonly random: Random;
  /** 0..1: how many mutations a plan has. */
  readonly level: number;
  /** 0..1: how harsh their parameters are; null: as they come. */
  readonly intensity: number | null;
  readonly maxMutations: number;
}

const MOST_PARTNERS = 12;
/** Two mutators that were refused together so often, and never proven, are left apart. */
const MOST_REFUSED_PAIRS = 3;

/** Draws plans: one mutation that leads, and others that can stand beside it. */
export class PlanDrawer {
  readonly #options: PlanDrawerOptions;
  /** How often two mutators were refused together and never proven. */
  readonly #pairs = new Map<string, number>();

  constructor(options: PlanDrawerOptions) {
    this.#options = options;
  }

  /**
   * The lead stays first: it gives the episode its family.
   *
   * @param partners in the order in which they are wanted
   * @param places where a partner may go in this task
   */
  draw(
    lead: AnyMutator,
    sites: readonly Site[],
    partners: Iterable<AnyMutator>,
    places: (partner: AnyMutator) => readonly Site[],
  ): readonly Chosen[] {
    const chosen = [this.#chosen(lead, sites)];
    const size = planSize(this.#options.random.nextDouble(), this.#options.level, this.#options.maxMutations);
    if (size === 1) return chosen;
    let tried = 0;
    for (const other of partners) {
      if (chosen.length >= size || tried >= MOST_PARTNERS) break;
      if (chosen.some(({ mutation }) => !this.#mayMeet(mutation.mutator, other.id))) continue;
      tried += 1;
      const free = places(other);
      if (free.length === 0) continue;
      const next = this.#chosen(other, free);
      if (chosen.every(({ footprint }) => footprintsClash(footprint, next.footprint) === null)) chosen.push(next);
    }
    return [chosen[0] as Chosen, ...chosen.slice(1).sort((a, b) => (a.mutation.mutator < b.mutation.mutator ? -1 : 1))];
  }

  told(ids: readonly string[], outcome: DraftOutcome): void {
    for (const pair of pairsOf(ids))
      this.#pairs.set(pair, outcome === 'proven' ? Number.NEGATIVE_INFINITY : (this.#pairs.get(pair) ?? 0) + 1);
  }

  #mayMeet(left: string, right: string): boolean {
    return incompatibility(left, right) === null && (this.#pairs.get(pairOf(left, right)) ?? 0) < MOST_REFUSED_PAIRS;
  }

  #chosen(mutator: AnyMutator, sites: readonly Site[]): Chosen {
    const { random, intensity } = this.#options;
    const { target, text, footprint } = sites[random.nextInt(0, 0x7fffffff) % sites.length] as Site;
    const params = drawParams(mutator, random, intensity);
    return {
      mutation: { mutator: mutator.id, target, params },
      text: `${mutator.id} ${text} ${canonicalJson(params)}`,
      footprint,
    };
  }
}

function pairOf(left: string, right: string): string {
  return left < right ? `${left} ${right}` : `${right} ${left}`;
}

function pairsOf(ids: readonly string[]): readonly string[] {
  return ids.flatMap((left, at) => ids.slice(at + 1).map((right) => pairOf(left, right)));
}
