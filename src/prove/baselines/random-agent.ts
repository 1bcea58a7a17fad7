import { hash32 } from '../../model/digest.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import type { ToolSpec } from '../../model/tools.ts';
import { Explorer } from './explorer.ts';

const RANDOM_CALLS = 8;

/** Valid operations on seen ids with recorded values, drawn by the seed. */
export function randomAgent(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[], seed: number): void {
  const explorer = new Explorer(run, model, tools);
  let draws = 0;
  const pick = (choices: number): number => hash32(`${run.episode.id} ${seed} ${(draws += 1)}`) % choices;
  const operations = model.operations.filter(({ kind }) => kind !== 'auth');
  if (operations.length === 0) return run.finish(null);
  explorer.crawl(2);
  for (let call = 0; call < RANDOM_CALLS && !run.over; call += 1) {
    const operation = operations[pick(operations.length)];
    const values = operation === undefined ? null : explorer.fill(operation, pick);
    if (operation !== undefined && values !== null)
      explorer.note(operation, explorer.client.exchange(operation, values).body);
  }
  run.finish(null);
}
