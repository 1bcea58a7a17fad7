import type { Episode } from '../../model/episode.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Rollout } from '../../model/rollout.ts';
import type { Conversation } from '../conversation.ts';

/** One rollout with all that a format may want of it. */
export interface Told {
  readonly episode: Episode;
  readonly rollout: Rollout;
  readonly conversation: Conversation;
  /** By the run's `--reward`; never null: tainted rollouts are not exported. */
  readonly reward: number;
  readonly agent: string;
}

/** One JSON document a line. */
export interface RolloutFormat {
  /** Null where this rollout is not for this format. */
  readonly row: (told: Told) => JsonObject | null;
  /** Failed rollouts too. */
  readonly takesFailures: boolean;
}

export function functionTools({ tools }: Conversation): readonly JsonObject[] {
  return tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters },
  }));
}

/** For the one who trains; the model never sees it. */
export function factsOf({ episode, rollout, agent }: Told): JsonObject {
  const { verdict } = rollout;
  return {
    episode: episode.id,
    rollout: rollout.id,
    trial: rollout.trial,
    task: episode.task.id,
    workflow: episode.task.workflow,
    family: episode.family,
    split: episode.split,
    interface: episode.interface,
    seed: episode.seed,
    agent,
    mutations: episode.mutators.map(({ id, explain }) => ({ mutator: id, explain })),
    pass: verdict.pass,
    progress: verdict.progress,
    components: { gate: verdict.gate, goal: verdict.goal, ...scoresOf(rollout) },
    failed: verdict.checks.filter(({ state }) => state === 'failed').map(({ check, because }) => ({ check, because })),
  };
}

export function scoresOf({ verdict }: Rollout): Readonly<Record<string, number>> {
  return Object.fromEntries(verdict.arithmetic.terms.map(({ name, score }) => [`${name}_score`, score]));
}

export function stopReason({ trajectory }: Rollout): string {
  const { end } = trajectory;
  return end.kind === 'broke' ? end.why : end.kind;
}
