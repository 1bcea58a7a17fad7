import type { LearnedModel } from '../../model/learned-model.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import type { ToolSpec } from '../../model/tools.ts';
import { Explorer } from './explorer.ts';

/** Reports a conflict with every id it could find as evidence. */
export function reportEverything(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  const explorer = new Explorer(run, model, tools);
  explorer.crawl(12);
  if (!run.over) run.report('conflict', [...explorer.ids.values()].flat());
}
