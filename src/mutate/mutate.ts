import type { Random } from 'fast-check';
import { hash32 } from '../model/digest.ts';
import type { EpisodeDraft } from '../model/episode.ts';
import type { TaskSlice } from '../model/task-slice.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { Mutation, Plan } from '../model/plan.ts';
import type { WorldDraft } from '../model/world.ts';
import { applyPlan } from './apply-plan.ts';
import { createContext } from './create-context.ts';
import { drawParams } from './draw-params.ts';
import type { CreateDraft } from './create-draft.ts';
import { footprintsClash } from './footprints-clash.ts';
import { incompatibility } from './incompatibilities.ts';
import { matchesGlobs } from './matches-globs.ts';
import type { AnyMutator } from './mutator.ts';
import type { MutatorContext } from './mutator-context.ts';
import { randomFrom } from './random.ts';
import { ReportShare, reportReasons } from './report-share.ts';
import { Usage, type DraftOutcome } from './usage.ts';
import { weightsOf } from './weights.ts';

export interface MutateOptions {
  readonly model: LearnedModel;
  readonly slices: readonly TaskSlice[];
  readonly catalogue: readonly AnyMutator[];
  readonly createDraft: CreateDraft;
  readonly seed: number;
  /** Given before all others, and counted with them. */
  readonly first?: readonly EpisodeDraft[];
  /** Ends after this many drafts; otherwise when everything distinct has been made. */
  readonly count?: number;
  readonly globs?: readonly string[];
  /** 1..3 */
  readonly maxMutations?: number;
  /** Share of episodes without a mutation. */
  readonly neutral?: number;
  /** Intensity. 0: one mutation each, with mild parameters; 1: mostly several, with harsh ones. */
  readonly level?: number;
  /** Largest share of episodes whose right reaction is to carry on. */
  readonly benign?: number;
  /** Which share of the set a draft will be in (its split): no reason to report is common in any. */
  readonly groupOf?: (draft: EpisodeDraft) => string;
  /** Weights by mutator, family or rate, instead of the recording's and the prior's. */
  readonly rates?: Readonly<Record<string, number>>;
}

/** Draws in a row that may turn out to be repetitions before a mutator counts as used up. */
const MOST_REPEATS = 40;
const MOST_PARTNERS = 12;
/** A pair of mutators, or a task, that was refused so often and never proven is left alone. */
const MOST_REFUSED_PAIRS = 3;
const MOST_REFUSED_TASKS = 8;

/**
 * Streams drafts of episodes: which task, which mutations, where. Deterministic: seed, input and told outcomes decide.
 * Tell `next` what became of a draft, so that shares and evenness hold among the proven ones; told nothing, it takes it for proven.
 */
export function* mutate(options: MutateOptions): Generator<EpisodeDraft, void, DraftOutcome | undefined> {
  const engine = new Engine(options);
  const first = (options.first ?? []).values();
  for (let made = 0; made < (options.count ?? Number.POSITIVE_INFINITY); made += 1) {
    const given = first.next().value;
    const draft = given === undefined ? engine.next() : engine.counted(given);
    if (draft === null) return;
    engine.told(draft, (yield draft) ?? 'proven');
  }
}

interface Site {
  readonly target: Json;
  /** Canonical, to tell plans apart. */
  readonly text: string;
  readonly footprint: readonly string[];
}

interface Chosen {
  readonly mutation: Mutation;
  readonly text: string;
  readonly footprint: readonly string[];
}

interface TaskState {
  readonly slice: TaskSlice;
  readonly sites: Map<string, readonly Site[]>;
  /** Mutators that were refused here alone, by how often. */
  readonly refusedAlone: Map<string, number>;
  proven: number;
  refused: number;
  /** Its own goal is a report of a reason that is too common until there are so many episodes. */
  heldUntil: number;
  context: MutatorContext | null;
  start: WorldDraft | null;
}

interface Counts {
  repeats: number;
  at: number;
}

class Engine {
  readonly #options: Required<Omit<MutateOptions, 'count' | 'first' | 'globs' | 'rates' | 'groupOf'>>;
  readonly #mutators: readonly AnyMutator[];
  readonly #byId: ReadonlyMap<string, AnyMutator>;
  readonly #tasks: readonly TaskState[];
  readonly #byTask: ReadonlyMap<string, TaskState>;
  /** How often two mutators were refused together and never proven. */
  readonly #pairs = new Map<string, number>();
  readonly #random: Random;
  /** Null: parameters as they come. */
  readonly #intensity: number | null;
  readonly #usage: Usage;
  readonly #counts = new Map<string, Counts>();
  readonly #retired = new Set<string>();
  readonly #made = new Set<string>();
  readonly #reports: ReportShare;
  /** Mutators whose drafts ask for a report that is too common until there are so many episodes. */
  readonly #heldUntil = new Map<string, number>();
  #holds = true;
  #all = 0;
  #neutral = 0;
  #benign = 0;
  #neutralAt = 0;

  constructor(options: MutateOptions) {
    this.#options = { maxMutations: 3, neutral: 0.15, level: 0.5, benign: 0.15, ...options };
    this.#mutators = options.catalogue.filter(({ id }) => matchesGlobs(id, options.globs ?? []));
    this.#byId = new Map(this.#mutators.map((mutator) => [mutator.id, mutator]));
    this.#random = randomFrom(options.seed);
    this.#intensity = options.level ?? null;
    this.#reports = new ReportShare(options.groupOf);
    this.#tasks = shuffled(options.slices, this.#random).map((slice) => ({
      slice,
      sites: new Map(),
      refusedAlone: new Map(),
      proven: 0,
      refused: 0,
      heldUntil: 0,
      context: null,
      start: null,
    }));
    this.#byTask = new Map(this.#tasks.map((task) => [task.slice.task.id, task]));
    this.#usage = new Usage(weightsOf(this.#mutators, options.model.rates, options.rates ?? {}));
  }

  next(): EpisodeDraft | null {
    if (this.#tasks.length === 0) return null;
    if (this.#neutral < Math.floor(this.#options.neutral * (this.#all + 1)) || this.#options.neutral >= 1) {
      return this.#options.neutral >= 1 && this.#neutralAt >= this.#tasks.length ? null : this.#neutralDraft();
    }
    for (;;) {
      const candidates = this.#mutators.filter(
        ({ id, benign }) =>
          !this.#retired.has(id) &&
          !this.#isHeld(id) &&
          (!benign || this.#benign + 1 <= this.#options.benign * (this.#all + 1)),
      );
      const lead = this.#usage.inOrder(candidates, this.#random).next().value;
      if (lead === undefined) {
        // What is left is capped by its share, so nothing more can come, unless nothing but reports was asked for.
        if (this.#heldUntil.size === 0 || !this.#holds || !this.#reports.nothingElse) return null;
        this.#holds = false;
        continue;
      }
      const draft = this.#draftWith(lead);
      if (draft !== null) return draft;
    }
  }

  told(draft: EpisodeDraft, outcome: DraftOutcome): void {
    const task = this.#byTask.get(draft.task.id) as TaskState;
    const ids = draft.plan.map(({ mutator }) => mutator);
    const [alone] = ids.length === 1 ? ids : [];
    task[outcome] += 1;
    if (outcome === 'proven') for (const id of ids) this.#usage.told(this.#byId.get(id) as AnyMutator, outcome);
    for (const pair of pairsOf(ids))
      this.#pairs.set(pair, outcome === 'proven' ? Number.NEGATIVE_INFINITY : (this.#pairs.get(pair) ?? 0) + 1);
    if (outcome === 'proven') return;
    if (alone !== undefined) {
      task.refusedAlone.set(alone, (task.refusedAlone.get(alone) ?? 0) + 1);
      this.#usage.told(this.#byId.get(alone) as AnyMutator, outcome);
      if (this.#usage.isHopeless(alone)) this.#retired.add(alone);
    }
    this.#count(draft, -1);
  }

  /** Every task once; then again with other seeds, so that the share holds in large sets. */
  #neutralDraft(): EpisodeDraft | null {
    for (let tried = 0; tried < this.#tasks.length; tried += 1) {
      const task = this.#tasks[this.#neutralAt % this.#tasks.length] as TaskState;
      this.#neutralAt += 1;
      if (isHopeless(task) || task.heldUntil > this.#all) continue;
      const draft = this.#drafted(task, []);
      if (!this.#mustWait(task, draft)) return this.counted(draft);
    }
    return null;
  }

  #draftWith(lead: AnyMutator): EpisodeDraft | null {
    const counts = this.#countsOf(lead.id);
    for (let tried = 0; tried < this.#tasks.length; tried += 1) {
      const task = this.#tasks[counts.at % this.#tasks.length] as TaskState;
      counts.at += 1;
      const sites = isHopeless(task) ? [] : this.#sitesOf(task, lead);
      if (sites.length === 0 || (task.refusedAlone.get(lead.id) ?? 0) >= Math.min(3, sites.length)) continue;
      if (task.heldUntil > this.#all) continue;
      for (let draw = 0; draw < 4; draw += 1) {
        const chosen = this.#planWith(task, lead, sites);
        const key = digest(
          `${task.slice.task.id} ${chosen
            .map(({ text }) => text)
            .sort()
            .join(' ')}`,
        );
        if (this.#made.has(key)) {
          counts.repeats += 1;
          continue;
        }
        counts.repeats = 0;
        const draft = this.#drafted(
          task,
          chosen.map(({ mutation }) => mutation),
        );
        if (this.#mustWait(task, draft)) {
          if (this.#isHeld(lead.id)) return null;
          continue;
        }
        this.#made.add(key);
        return this.counted(draft);
      }
      if (counts.repeats > MOST_REPEATS) break;
    }
    this.#retired.add(lead.id);
    return null;
  }

  /** The lead stays first: it gives the episode its family. */
  #planWith(task: TaskState, lead: AnyMutator, sites: readonly Site[]): readonly Chosen[] {
    const chosen = [this.#chosen(lead, sites)];
    const size = this.#size();
    if (size === 1) return chosen;
    let tried = 0;
    for (const other of this.#usage.inOrder(this.#mutators, this.#random)) {
      if (chosen.length >= size || tried >= MOST_PARTNERS) break;
      if (
        this.#retired.has(other.id) ||
        this.#isHeld(other.id) ||
        chosen.some(({ mutation }) => !this.#mayMeet(mutation.mutator, other.id))
      )
        continue;
      tried += 1;
      const places = this.#sitesOf(task, other);
      if (places.length === 0 || (task.refusedAlone.get(other.id) ?? 0) > 0) continue;
      const next = this.#chosen(other, places);
      if (chosen.every(({ footprint }) => footprintsClash(footprint, next.footprint) === null)) chosen.push(next);
    }
    return [chosen[0] as Chosen, ...chosen.slice(1).sort((a, b) => (a.mutation.mutator < b.mutation.mutator ? -1 : 1))];
  }

  #mayMeet(left: string, right: string): boolean {
    return incompatibility(left, right) === null && (this.#pairs.get(pairOf(left, right)) ?? 0) < MOST_REFUSED_PAIRS;
  }

  #chosen(mutator: AnyMutator, sites: readonly Site[]): Chosen {
    const { target, text, footprint } = sites[this.#random.nextInt(0, 0x7fffffff) % sites.length] as Site;
    const params = drawParams(mutator, this.#random, this.#intensity);
    return {
      mutation: { mutator: mutator.id, target, params },
      text: `${mutator.id} ${text} ${canonicalJson(params)}`,
      footprint,
    };
  }

  #size(): number {
    const { level, maxMutations } = this.#options;
    const draw = this.#random.nextDouble();
    const size = draw < 0.2 * level ? 3 : draw < 0.8 * level ? 2 : 1;
    return Math.max(1, Math.min(size, maxMutations));
  }

  #sitesOf(task: TaskState, mutator: AnyMutator): readonly Site[] {
    let sites = task.sites.get(mutator.id);
    if (sites === undefined) {
      const context = this.#contextOf(task);
      sites = [...mutator.targets(context)].map((target) => ({
        target,
        text: canonicalJson(target),
        footprint: mutator.footprint(target, context),
      }));
      task.sites.set(mutator.id, sites);
    }
    return sites;
  }

  #contextOf(task: TaskState): MutatorContext {
    if (task.context === null) {
      task.start = this.#startOf(task, 0);
      task.context = createContext(this.#options.model, task.slice, task.start);
    }
    return task.context;
  }

  #startOf({ slice: { task } }: TaskState, seed: number): WorldDraft {
    return this.#options.createDraft({ model: this.#options.model, patches: task.start, seed, startAt: task.startAt });
  }

  #isHeld(id: string): boolean {
    return this.#holds && (this.#heldUntil.get(id) ?? 0) > this.#all;
  }

  /** Asks for a report that is too common as yet: whoever brings it in, mutator or task, is put off. */
  #mustWait(task: TaskState, draft: EpisodeDraft): boolean {
    const missing = this.#holds ? this.#reports.missing(draft) : 0;
    if (missing === 0) return false;
    const until = this.#all + missing;
    if (reportReasons({ task: draft.task, goal: null }).length > 0) task.heldUntil = until;
    const { plan } = draft;
    for (const mutation of plan) {
      const alone = plan.length === 1 ? draft : this.#drafted(task, [mutation]);
      if (alone.goal !== null && reportReasons(alone).length > 0) this.#heldUntil.set(mutation.mutator, until);
    }
    return true;
  }

  counted(draft: EpisodeDraft): EpisodeDraft {
    this.#count(draft, 1);
    return draft;
  }

  #drafted(task: TaskState, plan: Plan): EpisodeDraft {
    const context = this.#contextOf(task);
    const seed = this.#random.nextInt(0, 0x7fffffff);
    return applyPlan({
      context,
      plan,
      seed,
      mutator: (id) => this.#byId.get(id) as AnyMutator,
      start: task.start as WorldDraft,
      freshDraft: () => this.#startOf(task, seed),
    });
  }

  #count(draft: EpisodeDraft, by: 1 | -1): void {
    this.#all += by;
    this.#reports.count(draft, by);
    if (draft.plan.length === 0) this.#neutral += by;
    else if (draft.mutators.every(({ benign }) => benign)) this.#benign += by;
    for (const { mutator } of draft.plan) this.#usage.count(this.#byId.get(mutator) as AnyMutator, by);
  }

  #countsOf(id: string): Counts {
    let counts = this.#counts.get(id);
    if (counts === undefined)
      this.#counts.set(id, (counts = { repeats: 0, at: hash32(id) % Math.max(1, this.#tasks.length) }));
    return counts;
  }
}

function isHopeless({ proven, refused }: TaskState): boolean {
  return proven === 0 && refused >= MOST_REFUSED_TASKS;
}

function pairOf(left: string, right: string): string {
  return left < right ? `${left} ${right}` : `${right} ${left}`;
}

function pairsOf(ids: readonly string[]): readonly string[] {
  return ids.flatMap((left, at) => ids.slice(at + 1).map((right) => pairOf(left, right)));
}

function digest(text: string): string {
  return `${hash32(text).toString(36)}${hash32(`${text.length} ${text}`).toString(36)}`;
}

function shuffled<Item>(items: readonly Item[], random: Random): readonly Item[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = random.nextInt(0, at);
    [mixed[at], mixed[other]] = [mixed[other] as Item, mixed[at] as Item];
  }
  return mixed;
}
