import { leavesOf, type Json, type JsonPath } from '../../model/json.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { OracleStep } from '../../model/oracle.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import type { ToolSpec } from '../../model/tools.ts';
import { oracleOptions } from '../oracle/oracle-options.ts';
import { runOracle } from '../oracle/run-oracle.ts';
import { bodiesSeen } from './bodies-seen.ts';

/** Looks the record up, and makes its answer of what it read last and the field asked about. */
export function answerWith(
  run: EpisodeRun,
  model: LearnedModel,
  tools: readonly ToolSpec[],
  text: (read: Json, asked: JsonPath) => string,
): void {
  if (!run.episode.oracle.steps.some(({ kind }) => kind === 'answer')) return run.finish(null);
  const edit = (step: OracleStep): readonly OracleStep[] =>
    step.kind === 'answer' && step.value.v === 'from'
      ? [{ kind: 'answer', value: { v: 'constant', value: text(bodiesSeen(run).at(-1) ?? null, step.value.path) } }]
      : [step];
  runOracle(run, run.episode.oracle, run.episode.oraclePatches, oracleOptions(model, tools, { edit }));
}

/** Every text of the record with its name, and no number. */
export function wholeRecord(read: Json): string {
  return [...leavesOf(read)]
    .flatMap(({ path, value }) =>
      typeof value === 'string' && value !== '' && !/\d/.test(value) ? [`${String(path.at(-1))} ${value}`] : [],
    )
    .join('; ');
}

/** The opposite of the right answer, in nearly the same words. */
export function deniedValue(read: Json, asked: JsonPath): string {
  const leaf = [...leavesOf(read)].find(({ path }) => path.at(-1) === asked.at(-1));
  return `It is not ${String(leaf?.value ?? 'that')}.`;
}
