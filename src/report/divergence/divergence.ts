import type { Episode } from '../../model/episode.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { Trajectory } from '../../model/rollout.ts';
import type { CheckResult } from '../../model/verdict.ts';

/** Where an agent left the way of the oracle. */
export interface Divergence {
  /** The step's index; null where the agent ended without any. */
  readonly step: number | null;
  /** One line; begins with the step. */
  readonly text: string;
}

export interface Compared {
  readonly model: LearnedModel;
  readonly episode: Episode;
  readonly trajectory: Trajectory;
  /** What the oracle did in the same world; null where nobody knows. */
  readonly oracle: Trajectory | null;
  readonly checks: readonly CheckResult[];
}
