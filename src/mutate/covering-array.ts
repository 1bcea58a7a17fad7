import type { EpisodeDraft } from '../model/episode.ts';
import type { Json } from '../model/json.ts';
import { excludedPairs, FACTORS, factorsOf, pairText, type Coverage, type Factor, type Pair } from './coverage.ts';
import { drawParams } from './draw-params.ts';
import { matchesGlobs } from './matches-globs.ts';
import type { MutateOptions } from './mutate-options.ts';
import type { AnyMutator } from './mutator.ts';
import { PlacedTask } from './placed-task.ts';
import { randomFrom } from './random.ts';
import { whereInTheWay } from './where-in-the-way.ts';

export type CoverOptions = Pick<
  MutateOptions,
  'model' | 'slices' | 'catalogue' | 'createDraft' | 'seed' | 'globs' | 'level'
>;

/** Places of a group that are tried before it counts as unprovable. */
const MOST_TRIES = 6;
const NOT_REACHED = 'no episode was left for it';

interface Place {
  readonly task: PlacedTask;
  readonly target: Json;
}

/** Places that are the same as far as the factors go. */
interface Group {
  readonly mutator: AnyMutator;
  readonly pairs: readonly string[];
  readonly places: Place[];
  tries: number;
  refused: string | null;
  done: boolean;
}

/**
 * A pairwise covering array over the places where mutations apply: one mutation each, greedily the place that covers most pairs not covered yet
 * (as in the AETG family of generators). Tell what became of each draft before the next.
 */
export class CoveringArray {
  readonly #options: CoverOptions;
  readonly #random;
  readonly #mutators: readonly AnyMutator[];
  readonly #groups: readonly Group[];
  readonly #open: Set<string>;
  readonly #covered = new Set<string>();
  #asked: Group | null = null;

  constructor(options: CoverOptions) {
    this.#options = options;
    this.#random = randomFrom(options.seed);
    this.#mutators = options.catalogue.filter(({ id }) => matchesGlobs(id, options.globs ?? []));
    this.#groups = this.#grouped();
    this.#open = new Set(this.#groups.flatMap(({ pairs }) => pairs));
  }

  /** Null where every pair is covered or given up. */
  next(): EpisodeDraft | null {
    let best: Group | null = null;
    let most = 0;
    for (const group of this.#groups) {
      if (group.done) continue;
      let gain = 0;
      for (const pair of group.pairs) if (this.#open.has(pair)) gain += 1;
      if (gain > most) [best, most] = [group, gain];
    }
    if (best === null) return null;
    // Tries are spread over the tasks.
    const place = best.places[(this.#random.nextInt(0, 0xffff) + best.tries) % best.places.length] as Place;
    const params = drawParams(best.mutator, this.#random, this.#options.level ?? null);
    this.#asked = best;
    const seed = this.#random.nextInt(0, 0x7fffffff);
    const { mutator } = best;
    return place.task.drafted([{ mutator: mutator.id, target: place.target, params }], seed, () => mutator);
  }

  /** @param refused why the last draft was; null where it was proven */
  told(refused: string | null): void {
    const group = this.#asked;
    if (group === null) return;
    group.tries += 1;
    if (refused !== null) {
      group.refused = refused;
      group.done = group.tries >= MOST_TRIES;
      return;
    }
    group.done = true;
    for (const pair of group.pairs) {
      this.#open.delete(pair);
      this.#covered.add(pair);
    }
  }

  report(): Coverage {
    const factors = factorsOf(this.#mutators, this.#options.model);
    const possible = new Set(this.#groups.flatMap(({ pairs }) => pairs));
    const excluded = excludedPairs(factors, possible, new Set(this.#groups.map(({ mutator }) => mutator.id)));
    const uncovered = [...this.#open].map((pair) => {
      const refused = this.#groups.find(
        (group) => group.refused !== null && group.done && group.pairs.includes(pair),
      )?.refused;
      return { pair: JSON.parse(pair) as Pair, why: refused ?? NOT_REACHED };
    });
    return { strength: 2, factors, covered: this.#covered.size, coverable: possible.size, uncovered, excluded };
  }

  #grouped(): readonly Group[] {
    const { model, slices, createDraft } = this.#options;
    const groups = new Map<string, Group>();
    for (const slice of slices) {
      const task = new PlacedTask(model, createDraft, slice);
      for (const mutator of this.#mutators) {
        for (const { target, footprint } of task.sitesOf(mutator)) {
          const { operation, placement } = whereInTheWay(footprint, task.context);
          const values: Readonly<Record<Factor, string>> = {
            mutator: mutator.id,
            operation,
            placement,
            visibility: mutator.visibility,
            duration: mutator.duration,
          };
          const pairs = FACTORS.flatMap((left, at) =>
            FACTORS.slice(at + 1).map((right) => pairText(left, values[left], right, values[right])),
          );
          const key = pairs.join(' ');
          const known = groups.get(key);
          if (known === undefined)
            groups.set(key, {
              mutator,
              pairs,
              places: [{ task, target }],
              tries: 0,
              refused: null,
              done: false,
            });
          else known.places.push({ task, target });
        }
      }
    }
    return [...groups.values()];
  }
}
