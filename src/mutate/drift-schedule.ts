import type { EpisodeDraft } from '../model/episode.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import type { Mutation, Plan } from '../model/plan.ts';
import type { TaskSlice } from '../model/task-slice.ts';
import type { WorldDraft } from '../model/world.ts';
import { applyPlan } from './apply-plan.ts';
import { createContext } from './create-context.ts';
import { footprintsClash } from './footprints-clash.ts';
import { incompatibility } from './incompatibilities.ts';
import type { AnyMutator } from './mutator.ts';
import type { MutatorContext } from './mutator-context.ts';
import type { MutateOptions } from './mutate-options.ts';
import { randomFrom } from './random.ts';

export type DriftOptions = Pick<MutateOptions, 'model' | 'slices' | 'catalogue' | 'createDraft' | 'seed'> & {
  readonly weeks: number;
};
/** Something that changes for good, in a week. */
export interface DriftEvent {
  /** From 1. */
  readonly week: number;
  readonly mutation: Mutation;
  /** One line. */
  readonly what: string;
  /** Tasks whose way it crosses. */
  readonly tasks: number;
}

interface Candidate {
  readonly mutator: AnyMutator;
  readonly target: Json;
  readonly text: string;
  readonly footprint: readonly string[];
  tasks: number;
}

interface Placed {
  readonly slice: TaskSlice;
  readonly context: MutatorContext;
  readonly start: WorldDraft;
  /** Canonical targets of each mutator. */
  readonly sites: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What drifts: the schema most of all, then the workflow, the mix of errors and of latencies. */
const SHARES = [
  { kind: 'schema', ids: ['drift/'], every: 1 },
  { kind: 'latency', ids: ['latency/jitter', 'latency/slow-answers', 'latency/slow-job'], every: 4 },
  {
    kind: 'errors',
    ids: [
      'system/rate-limit-retry-after',
      'system/error-after-effect',
      'system/busy-until-date',
      'system/connection-reset',
    ],
    every: 5,
  },
  {
    kind: 'workflow',
    ids: ['workflow/reordered-steps', 'workflow/extra-step', 'system/accepted-for-later'],
    every: 6,
  },
];
/** How one API drifts over weeks: events that add up, each for good, and what they make of each task. */
export class DriftSchedule {
  readonly events: readonly DriftEvent[];
  readonly #options: DriftOptions;
  readonly #placed: readonly Placed[];
  readonly #byId: ReadonlyMap<string, AnyMutator>;

  constructor(options: DriftOptions) {
    this.#options = options;
    this.#byId = new Map(options.catalogue.map((mutator) => [mutator.id, mutator]));
    const candidates = new Map<string, Candidate>();
    this.#placed = options.slices.map((slice) => this.#place(slice, candidates));
    this.events = this.#drawn([...candidates.values()]);
  }
  get tasks(): readonly string[] {
    return this.#placed.map(({ slice }) => slice.task.id);
  }
  /** The plan of a task in a week: what has happened by then and crosses its way. Week 0 is the recorded world. */
  planOf(taskId: string, week: number): Plan {
    const placed = this.#placedOf(taskId);
    return this.events
      .filter((event) => event.week <= week)
      .map(({ mutation }) => mutation)
      .filter(({ mutator, target }) => placed.sites.get(mutator)?.has(canonicalJson(target)) === true);
  }
  /** The same task and seed every week. */
  draft(taskId: string, plan: Plan, seed: number): EpisodeDraft {
    const { slice, context, start } = this.#placedOf(taskId);
    return applyPlan({
      context,
      plan,
      seed,
      mutator: (id) => this.#mutator(id),
      start,
      freshDraft: () => this.#startOf(slice, seed),
    });
  }
  #mutator(id: string): AnyMutator {
    const mutator = this.#byId.get(id);
    if (mutator === undefined) throw new Error(`The catalogue has no mutator ${id}.`);
    return mutator;
  }

  #placedOf(taskId: string): Placed {
    const placed = this.#placed.find(({ slice }) => slice.task.id === taskId);
    if (placed === undefined) throw new Error(`The series has no task ${taskId}.`);
    return placed;
  }

  #drawn(candidates: readonly Candidate[]): readonly DriftEvent[] {
    const random = randomFrom(this.#options.seed);
    const events: DriftEvent[] = [];
    const chosen: Candidate[] = [];
    for (let week = 1; week <= this.#options.weeks; week += 1) {
      for (const { ids, every } of SHARES) {
        if (week % every !== 0) continue;
        const free = candidates.filter(
          (candidate) =>
            ids.some((id) => candidate.mutator.id.startsWith(id)) &&
            chosen.every(
              (other) =>
                footprintsClash(other.footprint, candidate.footprint) === null &&
                (other.mutator.id === candidate.mutator.id ||
                  incompatibility(other.mutator.id, candidate.mutator.id) === null),
            ),
        );
        if (free.length === 0) continue;
        // What crosses many tasks' ways is what one notices: the better half of the free ones.
        const ranked = free.sort((left, right) => right.tasks - left.tasks || (left.text < right.text ? -1 : 1));
        const next = ranked[random.nextInt(0, Math.ceil(ranked.length / 2) - 1)];
        if (next === undefined) continue;
        const params = next.mutator.params.generate(random, undefined).value;
        chosen.push(next);
        events.push({
          week,
          mutation: { mutator: next.mutator.id, target: next.target, params },
          what: next.mutator.explain(params, next.target),
          tasks: next.tasks,
        });
      }
    }
    return events;
  }
  #place(slice: TaskSlice, candidates: Map<string, Candidate>): Placed {
    const start = this.#startOf(slice, 0);
    const context = createContext(this.#options.model, slice, start);
    const sites = new Map<string, ReadonlySet<string>>();
    for (const mutator of this.#options.catalogue) {
      if (!SHARES.some(({ ids }) => ids.some((id) => mutator.id.startsWith(id)))) continue;
      const texts = new Set<string>();
      for (const target of mutator.targets(context)) {
        const text = canonicalJson(target);
        if (texts.has(text)) continue;
        texts.add(text);
        const key = `${mutator.id} ${text}`;
        const known = candidates.get(key);
        if (known === undefined)
          candidates.set(key, { mutator, target, text: key, footprint: mutator.footprint(target, context), tasks: 1 });
        else known.tasks += 1;
      }
      sites.set(mutator.id, texts);
    }
    return { slice, context, start, sites };
  }
  #startOf({ task }: TaskSlice, seed: number): WorldDraft {
    const { model, createDraft } = this.#options;
    return createDraft({ model, patches: task.start, seed, startAt: task.startAt });
  }
}
