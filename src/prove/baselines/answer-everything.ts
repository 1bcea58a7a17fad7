import type { LearnedModel } from '../../model/learned-model.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import type { ToolSpec } from '../../model/tools.ts';
import { Explorer } from './explorer.ts';

/** Answers with all that the lists show. */
export function answerEverything(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  const explorer = new Explorer(run, model, tools);
  const said: string[] = [];
  for (const operation of model.operations
    .filter(({ kind, parents }) => kind === 'list' && parents.length === 0)
    .slice(0, 12)) {
    if (run.over) return;
    said.push(JSON.stringify(explorer.client.exchange(operation, []).body ?? null));
  }
  if (!run.over) run.finish(said.join(' '));
}
