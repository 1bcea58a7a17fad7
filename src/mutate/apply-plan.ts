import type { AppliedMutator, EpisodeDraft } from '../model/episode.ts';
import type { JsonObject } from '../model/json.ts';
import type { EntityKey, OperationId } from '../model/learned.ts';
import type { OraclePatch } from '../model/oracle.ts';
import type { Plan } from '../model/plan.ts';
import type { WorldDraft, WorldPatch } from '../model/world.ts';
import { CollectingDraft } from './collecting-draft.ts';
import type { EpisodeChange } from './episode-change.ts';
import type { AnyMutator } from './mutator.ts';
import type { MutatorContext } from './mutator-context.ts';
import { phaseOf } from './phase-of.ts';

export interface PlanInput {
  readonly context: MutatorContext;
  readonly plan: Plan;
  readonly seed: number;
  readonly mutator: (id: string) => AnyMutator;
  /** The task's start, read only. */
  readonly start: WorldDraft;
  readonly freshDraft: () => WorldDraft;
}

/** What a plan makes of a task. The same plan and seed make the same draft, with whatever was made before. */
export function applyPlan({ context, plan, seed, mutator, start, freshDraft }: PlanInput): EpisodeDraft {
  const draft = new CollectingDraft(start, freshDraft);
  const owners: number[] = [];
  const changes: EpisodeChange[] = [];
  for (const [at, { mutator: id, target, params }] of plan.entries()) {
    if (params === null) {
      changes.push({});
      continue;
    }
    changes.push(mutator(id).apply(draft, params, target, context));
    while (owners.length < draft.patches.length) owners.push(at);
  }
  const order = draft.patches
    .map((_, index) => index)
    .sort((a, b) => phaseOf(at(draft.patches, a)) - phaseOf(at(draft.patches, b)) || a - b);
  const patches = order.map((index) => at(draft.patches, index));
  const { task } = context;
  const says = changes.flatMap((change) => change.says ?? []);
  const base = changes.find((change) => change.instruction !== undefined)?.instruction ?? task.instruction;
  const untold = new Set(changes.flatMap((change) => change.untold ?? []));
  const told = Object.fromEntries(Object.entries(task.inputs).filter(([name]) => !untold.has(name)));
  const inputs = changes.reduce<JsonObject>((all, change) => ({ ...all, ...change.inputs }), told);
  return {
    task,
    plan,
    seed,
    patches,
    instruction: says.length === 0 && base === task.instruction ? null : [base, ...says].join(' '),
    inputs: untold.size > 0 || changes.some((change) => change.inputs !== undefined) ? inputs : null,
    goal: changes.find((change) => change.goal !== undefined)?.goal ?? null,
    oracle: changes.flatMap((change): readonly OraclePatch[] => change.oracle ?? []),
    user: changes.find((change) => change.user !== undefined)?.user ?? null,
    mustNot: changes.flatMap((change) => change.mustNot ?? []),
    hostile: changes.flatMap((change) => change.hostile ?? []),
    mutators: plan.map(({ mutator: id, target, params }, index): AppliedMutator => {
      const { family, summary, visibility, duration, benign, discriminates, bite, explain } = mutator(id);
      const own = order.flatMap((from, to) => (owners[from] === index ? [to] : []));
      const facts = { id, family, summary, visibility, duration, benign };
      const explained = params === null ? 'Nothing is different.' : explain(params, target);
      return {
        ...facts,
        explain: explained,
        discriminates,
        bite,
        patchIndices: own,
        ...touchedBy(own.map((at) => patches[at]).filter((patch) => patch !== undefined)),
      };
    }),
  };
}

function touchedBy(patches: readonly WorldPatch[]): {
  readonly operations: readonly OperationId[];
  readonly keys: readonly EntityKey[];
} {
  const operations = new Set<OperationId>();
  const keys = new Set<EntityKey>();
  for (const patch of patches) {
    if ('match' in patch) {
      for (const operation of patch.match.operations ?? []) operations.add(operation);
      if (patch.match.key !== null) keys.add(patch.match.key);
    }
    if (patch.p === 'view') for (const operation of patch.operations ?? []) operations.add(operation);
    if (patch.p === 'put') keys.add(patch.entity.key);
    else if ('key' in patch && patch.key !== null) keys.add(patch.key);
    if (patch.p === 'actor') for (const { key } of patch.edits) keys.add(key);
  }
  return { operations: [...operations], keys: [...keys] };
}

function at<Item>(items: readonly Item[], index: number): Item {
  return items[index] as Item;
}
