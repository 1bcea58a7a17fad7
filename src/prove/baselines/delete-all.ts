import type { LearnedModel } from '../../model/learned-model.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import type { ToolSpec } from '../../model/tools.ts';
import { Explorer } from './explorer.ts';

/** Deletes all it can find. */
export function deleteAll(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  const explorer = new Explorer(run, model, tools);
  explorer.crawl(12);
  for (const operation of model.operations.filter(({ kind, parents }) => kind === 'delete' && parents.length === 0)) {
    for (const id of explorer.ids.get(operation.resource ?? '') ?? []) {
      if (run.over) return;
      if (operation.target !== null) explorer.client.exchange(operation, [{ slot: operation.target, value: id }]);
    }
  }
  if (!run.over) run.finish(null);
}
