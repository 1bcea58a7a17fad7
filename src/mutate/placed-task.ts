import type { EpisodeDraft } from '../model/episode.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { Plan } from '../model/plan.ts';
import type { TaskSlice } from '../model/task-slice.ts';
import type { WorldDraft } from '../model/world.ts';
import { applyPlan } from './apply-plan.ts';
import { createContext } from './create-context.ts';
import type { CreateDraft } from './create-draft.ts';
import type { AnyMutator } from './mutator.ts';
import type { MutatorContext } from './mutator-context.ts';

/** One place where a mutator applies. */
export interface Site {
  readonly target: Json;
  /** The target in canonical form, to tell plans apart. */
  readonly text: string;
  readonly footprint: readonly string[];
}

/** A task, and what is looked up in it once: where each mutator applies, and its world at reset. */
export class PlacedTask {
  readonly slice: TaskSlice;
  readonly #model: LearnedModel;
  readonly #createDraft: CreateDraft;
  readonly #sites = new Map<string, readonly Site[]>();
  #start: WorldDraft | null = null;
  #context: MutatorContext | null = null;

  constructor(model: LearnedModel, createDraft: CreateDraft, slice: TaskSlice) {
    this.#model = model;
    this.#createDraft = createDraft;
    this.slice = slice;
  }

  get id(): string {
    return this.slice.task.id;
  }

  get context(): MutatorContext {
    return (this.#context ??= createContext(this.#model, this.slice, this.start));
  }

  /** Read only. */
  get start(): WorldDraft {
    return (this.#start ??= this.#fresh(0));
  }

  sitesOf(mutator: AnyMutator): readonly Site[] {
    let sites = this.#sites.get(mutator.id);
    if (sites === undefined) {
      const { context } = this;
      sites = [...mutator.targets(context)].map((target) => ({
        target,
        text: canonicalJson(target),
        footprint: mutator.footprint(target, context),
      }));
      this.#sites.set(mutator.id, sites);
    }
    return sites;
  }

  drafted(plan: Plan, seed: number, mutator: (id: string) => AnyMutator): EpisodeDraft {
    const { context, start } = this;
    return applyPlan({ context, plan, seed, mutator, start, freshDraft: () => this.#fresh(seed) });
  }

  #fresh(seed: number): WorldDraft {
    const { start: patches, startAt } = this.slice.task;
    return this.#createDraft({ model: this.#model, patches, seed, startAt });
  }
}
