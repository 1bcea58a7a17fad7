import type { AppliedMutator, EpisodeDraft } from '../model/episode.ts';
import type { Plan } from '../model/plan.ts';
import type { WorldDraft, WorldPatch } from '../model/world.ts';
import { CollectingDraft } from './collecting-draft.ts';
import type { EpisodeChange } from './episode-change.ts';
import { mergeChanges } from './merge-changes.ts';
import type { AnyMutator } from './mutator.ts';
import type { MutatorContext } from './mutator-context.ts';
import { phaseOf } from './phase-of.ts';
import { touchedBy } from './touched-by.ts';

export interface PlanInput {
  readonly context: MutatorContext;
  readonly plan: Plan;
  readonly seed: number;
  readonly mutator: (id: string) => AnyMutator;
  /** The task's start, read only. */
  readonly start: WorldDraft;
  readonly freshDraft: () => WorldDraft;
}

interface OwnedPatch {
  readonly patch: WorldPatch;
  /** Which mutation of the plan asks for it. */
  readonly owner: number;
  readonly phase: number;
}

/** What a plan makes of a task. The same plan and seed make the same draft, whatever was made before. */
export function applyPlan({ context, plan, seed, mutator, start, freshDraft }: PlanInput): EpisodeDraft {
  const draft = new CollectingDraft(start, freshDraft);
  const owned: OwnedPatch[] = [];
  const changes = plan.map(({ mutator: id, target, params }, owner): EpisodeChange => {
    const change = params === null ? {} : mutator(id).apply(draft, params, target, context);
    for (const patch of draft.patches.slice(owned.length)) owned.push({ patch, owner, phase: phaseOf(patch) });
    return change;
  });
  if (owned.length > 1) owned.sort((a, b) => a.phase - b.phase); // stable: within a phase in the order of the plan
  const { instruction, inputs, goal, oracle, user, mustNot, hostile } = mergeChanges(context.task, changes);
  const patches = owned.map(({ patch }) => patch);
  const mutators = plan.map(({ mutator: id, target, params }, owner): AppliedMutator => {
    const { family, summary, visibility, duration, benign, discriminates, bite, explain } = mutator(id);
    const patchIndices: number[] = [];
    for (const [at, own] of owned.entries()) if (own.owner === owner) patchIndices.push(at);
    const { operations, keys } = touchedBy(patchIndices.flatMap((at) => patches[at] ?? []));
    const explained = params === null ? 'Nothing is different.' : explain(params, target);
    return {
      id,
      family,
      summary,
      visibility,
      duration,
      benign,
      explain: explained,
      discriminates,
      bite,
      patchIndices,
      operations,
      keys,
    };
  });
  return {
    task: context.task,
    plan,
    seed,
    patches,
    instruction,
    inputs,
    goal,
    oracle,
    user,
    mustNot,
    hostile,
    mutators,
  };
}
