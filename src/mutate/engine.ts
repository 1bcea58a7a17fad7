import type { Random } from 'fast-check';
import { hash32 } from '../model/digest.ts';
import type { EpisodeDraft } from '../model/episode.ts';
import type { Plan } from '../model/plan.ts';
import { faultLoadOf, isWithinBudget } from './fault-load.ts';
import { matchesGlobs } from './matches-globs.ts';
import type { MutateOptions } from './mutate-options.ts';
import type { AnyMutator } from './mutator.ts';
import { PlacedTask, type Site } from './placed-task.ts';
import { PlanDrawer, type Chosen } from './plan-drawer.ts';
import { randomFrom } from './random.ts';
import { ReportShare, reportReasons } from './report-share.ts';
import { shuffled } from './shuffled.ts';
import { swarmOf } from './swarm.ts';
import { Usage, type DraftOutcome } from './usage.ts';
import { weightsOf } from './weights.ts';

/** Draws in a row that may turn out to be repetitions before a mutator counts as used up. */
const MOST_REPEATS = 40;
/** A task that was refused so often and never proven is left alone. */
const MOST_REFUSED_TASKS = 8;

interface TaskState {
  readonly placed: PlacedTask;
  /** Mutators that were refused here alone, by how often. */
  readonly refusedAlone: Map<string, number>;
  proven: number;
  refused: number;
  /** Its own goal is a report of a reason that is too common until there are so many episodes. */
  heldUntil: number;
}

interface Counts {
  repeats: number;
  at: number;
}

/** Chooses task, mutator and place of one draft after the other, so that shares hold at any moment. */
export class Engine {
  readonly #options: Required<Omit<MutateOptions, 'count' | 'first' | 'globs' | 'rates' | 'groupOf'>>;
  readonly #mutators: readonly AnyMutator[];
  readonly #byId: ReadonlyMap<string, AnyMutator>;
  readonly #tasks: readonly TaskState[];
  readonly #byTask: ReadonlyMap<string, TaskState>;
  readonly #random: Random;
  readonly #usage: Usage;
  readonly #drawer: PlanDrawer;
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
    this.#reports = new ReportShare(options.groupOf);
    this.#tasks = shuffled(options.slices, this.#random).map((slice) => ({
      placed: new PlacedTask(options.model, options.createDraft, slice),
      refusedAlone: new Map(),
      proven: 0,
      refused: 0,
      heldUntil: 0,
    }));
    this.#byTask = new Map(this.#tasks.map((task) => [task.placed.id, task]));
    this.#usage = new Usage(weightsOf(this.#mutators, options.model.rates, options.rates ?? {}));
    const { level, maxMutations } = this.#options;
    this.#drawer = new PlanDrawer({ random: this.#random, level, intensity: options.level ?? null, maxMutations });
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
    this.#drawer.told(ids, outcome);
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
      const sites = isHopeless(task) ? [] : task.placed.sitesOf(lead);
      if (sites.length === 0 || (task.refusedAlone.get(lead.id) ?? 0) >= Math.min(3, sites.length)) continue;
      if (task.heldUntil > this.#all) continue;
      for (let draw = 0; draw < 4; draw += 1) {
        const { chosen, draft } = this.#affordable(task, this.#planWith(task, lead, sites));
        const key = keyOf(task, chosen);
        if (this.#made.has(key)) {
          counts.repeats += 1;
          continue;
        }
        counts.repeats = 0;
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

  /** Leaves out what comes last while the plan asks more patience than any agent has to have. */
  #affordable(
    task: TaskState,
    chosen: readonly Chosen[],
  ): { readonly chosen: readonly Chosen[]; readonly draft: EpisodeDraft } {
    const draft = this.#drafted(
      task,
      chosen.map(({ mutation }) => mutation),
    );
    return chosen.length === 1 || isWithinBudget(faultLoadOf(draft.patches))
      ? { chosen, draft }
      : this.#affordable(task, chosen.slice(0, -1));
  }

  #planWith(task: TaskState, lead: AnyMutator, sites: readonly Site[]): readonly Chosen[] {
    return this.#drawer.draw(lead, sites, this.#partners(), (partner) =>
      (task.refusedAlone.get(partner.id) ?? 0) > 0 ? [] : task.placed.sitesOf(partner),
    );
  }

  *#partners(): Generator<AnyMutator> {
    const isIn = swarmOf(this.#random);
    for (const mutator of this.#usage.inOrder(this.#mutators, this.#random))
      if (isIn(mutator) && !this.#retired.has(mutator.id) && !this.#isHeld(mutator.id)) yield mutator;
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
    const seed = this.#random.nextInt(0, 0x7fffffff);
    return task.placed.drafted(plan, seed, (id) => this.#byId.get(id) as AnyMutator);
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

function keyOf({ placed }: TaskState, chosen: readonly Chosen[]): string {
  const texts = chosen.map(({ text }) => text).sort();
  return digest(`${placed.id} ${texts.join(' ')}`);
}

function digest(text: string): string {
  return `${hash32(text).toString(36)}${hash32(`${text.length} ${text}`).toString(36)}`;
}
