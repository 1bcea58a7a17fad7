import type { SlotAssignment } from '../../model/build-request.ts';
import { valueAt, type Json } from '../../model/json.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import { indexModel } from '../../model/model-index.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import type { ToolSpec } from '../../model/tools.ts';
import { ApiClient } from '../client/api-client.ts';

/** The parrot: the recorded requests once each, dynamic values taken at their recorded places of this run's answers. */
export function runRecorded(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  const index = indexModel(model);
  const client = new ApiClient(run, model, tools, new Set(), false);
  const answers: (Json | undefined)[] = [];
  for (const call of run.episode.task.recorded) {
    const operation = index.operation(call.operation);
    if (operation === undefined) {
      answers.push(undefined);
      continue;
    }
    const values = call.values.map(({ slot, value, from }): SlotAssignment => {
      const fresh = from === null ? undefined : valueAt(answers[from.call], from.path);
      return { slot, value: fresh ?? value };
    });
    answers.push(client.exchange(operation, values).body);
    if (run.over) return;
  }
  run.finish(null);
}
