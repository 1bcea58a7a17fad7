import type { EpisodeDraft } from '../model/episode.ts';
import type { Json } from '../model/json.ts';
import type { TaskSlice } from '../model/task-slice.ts';
import type { WorldDraft } from '../model/world.ts';
import { applyPlan } from './apply-plan.ts';
import { createContext } from './create-context.ts';
import { drawParams } from './draw-params.ts';
import { matchesGlobs } from './matches-globs.ts';
import type { MutateOptions } from './mutate.ts';
import type { AnyMutator } from './mutator.ts';
import type { MutatorContext } from './mutator-context.ts';
import { randomFrom } from './random.ts';

export type CoverOptions = Pick<
  MutateOptions,
  'model' | 'slices' | 'catalogue' | 'createDraft' | 'seed' | 'globs' | 'level'
>;

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

const FACTORS = ['mutator', 'operation', 'placement', 'visibility', 'duration'] as const;
export type Factor = (typeof FACTORS)[number];
type Pair = Readonly<Partial<Record<Factor, string>>>;

/** Where in the oracle's way a mutation first matters. */
const PLACEMENTS = ['start', 'middle', 'end', 'anywhere'] as const;

/** Places of a group that are tried before it counts as unprovable. */
const MOST_TRIES = 6;
const NOT_REACHED = 'no episode was left for it';

interface Place {
  readonly task: PlacedTask;
  readonly target: Json;
}

interface PlacedTask {
  readonly slice: TaskSlice;
  readonly context: MutatorContext;
  readonly start: WorldDraft;
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
    return this.#draft(best.mutator, place, params);
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
    const factors: Record<Factor, readonly string[]> = {
      mutator: this.#mutators.map(({ id }) => id),
      operation: [
        ...new Set(this.#options.model.operations.map(({ kind }) => kind).filter((kind) => kind !== 'auth')),
        'record',
        'task',
      ],
      placement: PLACEMENTS,
      visibility: ['explicit', 'implicit'],
      duration: ['transient', 'permanent'],
    };
    const possible = new Set(this.#groups.flatMap(({ pairs }) => pairs));
    const applied = new Set(this.#groups.map(({ mutator }) => mutator.id));
    const excluded: Record<string, number> = {};
    for (const [at, left] of FACTORS.entries()) {
      for (const right of FACTORS.slice(at + 1)) {
        for (const one of factors[left]) {
          for (const other of factors[right]) {
            if (possible.has(textOf(left, one, right, other))) continue;
            const why = whyNot(left, one, right, applied);
            excluded[why] = (excluded[why] ?? 0) + 1;
          }
        }
      }
    }
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
      const { task } = slice;
      const start = createDraft({ model, patches: task.start, seed: 0, startAt: task.startAt });
      const placed: PlacedTask = { slice, start, context: createContext(model, slice, start) };
      for (const mutator of this.#mutators) {
        for (const target of mutator.targets(placed.context)) {
          const { operation, placement } = whereIs(mutator.footprint(target, placed.context), placed.context);
          const values: Readonly<Record<Factor, string>> = {
            mutator: mutator.id,
            operation,
            placement,
            visibility: mutator.visibility,
            duration: mutator.duration,
          };
          const pairs = FACTORS.flatMap((left, at) =>
            FACTORS.slice(at + 1).map((right) => textOf(left, values[left], right, values[right])),
          );
          const key = pairs.join(' ');
          const known = groups.get(key);
          if (known === undefined)
            groups.set(key, {
              mutator,
              pairs,
              places: [{ task: placed, target }],
              tries: 0,
              refused: null,
              done: false,
            });
          else known.places.push({ task: placed, target });
        }
      }
    }
    return [...groups.values()];
  }

  #draft(mutator: AnyMutator, { task: { slice, context, start }, target }: Place, params: Json): EpisodeDraft {
    const { model, createDraft } = this.#options;
    const { task } = slice;
    const seed = this.#random.nextInt(0, 0x7fffffff);
    return applyPlan({
      context,
      plan: [{ mutator: mutator.id, target, params }],
      seed,
      mutator: () => mutator,
      start,
      freshDraft: () => createDraft({ model, patches: task.start, seed, startAt: task.startAt }),
    });
  }
}

function textOf(left: Factor, one: string, right: Factor, other: string): string {
  return JSON.stringify({ [left]: one, [right]: other });
}

/** Told by the footprint: the class of operation it acts on, and where in the oracle's way that is. */
function whereIs(
  footprint: readonly string[],
  { calls, operation }: MutatorContext,
): { readonly operation: string; readonly placement: (typeof PLACEMENTS)[number] } {
  for (const mark of footprint) {
    if (!mark.startsWith('op:')) continue;
    const id = mark.slice(3);
    const known = operation(id) ?? calls.find((call) => id.startsWith(call.operation.id))?.operation ?? null;
    if (known === null || known.kind === 'auth') continue;
    return {
      operation: known.kind,
      placement: placementOf(
        calls.findIndex((call) => call.operation.id === known.id),
        calls.length,
      ),
    };
  }
  for (const mark of footprint) {
    if (!mark.startsWith('record:')) continue;
    const key = mark.slice(7).split('#')[0] as string;
    const at = calls.findIndex(
      ({ step }) => step.reads.includes(key) || step.changes.some((change) => change.key === key),
    );
    return { operation: 'record', placement: placementOf(at, calls.length) };
  }
  return {
    operation: footprint.some((mark) => mark === 'instruction' || mark === 'goal') ? 'task' : 'record',
    placement: 'anywhere',
  };
}

function placementOf(at: number, of: number): (typeof PLACEMENTS)[number] {
  if (at < 0) return 'anywhere';
  return at === 0 ? 'start' : at >= of - 1 ? 'end' : 'middle';
}

function whyNot(left: Factor, one: string, right: Factor, applied: ReadonlySet<string>): string {
  if (left === 'mutator' && !applied.has(one)) return `${one} does not apply to these tasks`;
  if (left === 'mutator' && (right === 'visibility' || right === 'duration')) return `a mutator has one ${right}`;
  if (left === 'mutator') return `the mutator has no such ${right} in these tasks`;
  return `no mutation of these tasks joins this ${left} and this ${right}`;
}
