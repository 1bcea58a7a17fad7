import type { LearnedModel } from '../../model/learned-model.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import type { ToolSpec } from '../../model/tools.ts';
import { leavesOf } from '../../model/json.ts';
import { Explorer } from './explorer.ts';
import { bodiesSeen } from './bodies-seen.ts';

/** The commonest values of the field asked about, all lists read, the record itself never looked at. */
export function guessAnswer(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[], guesses: number): void {
  const asked = run.episode.oracle.steps.find((step) => step.kind === 'answer');
  const name = asked?.value.v === 'from' ? asked.value.path.at(-1) : undefined;
  if (name === undefined) return run.finish(null);
  new Explorer(run, model, tools).crawl(12);
  const counts = new Map<string, number>();
  for (const body of bodiesSeen(run))
    for (const { path, value } of leavesOf(body))
      if (path.at(-1) === name && value !== null) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const common = [...counts].sort(([, a], [, b]) => b - a).slice(0, guesses);
  if (!run.over) run.finish(common.length === 0 ? null : common.map(([value]) => value).join(' '));
}
