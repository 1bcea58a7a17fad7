import type { LearnedModel } from '../../model/learned-model.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import type { ToolSpec } from '../../model/tools.ts';
import { isWriteKind } from '../../model/operation.ts';
import { Explorer } from './explorer.ts';

/** Sends every write there is once, with values as recorded. */
export function spamWrites(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  const explorer = new Explorer(run, model, tools);
  explorer.crawl(12);
  for (const operation of model.operations.filter(({ kind }) => isWriteKind(kind))) {
    if (run.over) return;
    const values = explorer.fill(operation, () => 0);
    if (values !== null) explorer.client.exchange(operation, values);
  }
  if (!run.over) run.finish(null);
}
