import type { LearnedModel } from '../../model/learned-model.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import type { ToolSpec } from '../../model/tools.ts';
import { Explorer } from './explorer.ts';

/** Reads every list, and is done. */
export function crawlOnly(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  new Explorer(run, model, tools).crawl(20);
  if (!run.over) run.finish(null);
}
