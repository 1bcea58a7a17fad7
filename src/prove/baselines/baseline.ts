import type { LearnedModel } from '../../model/learned-model.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import type { ToolSpec } from '../../model/tools.ts';

/** A way to score without doing the task. None may earn more than .05; doing nothing earns exactly 0. */
export interface Baseline {
  readonly name: string;
  /** Plays the oracle's program in its own way: where that comes to the very same end, it has done the task. */
  readonly derived?: true;
  readonly play: (run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]) => void;
}
