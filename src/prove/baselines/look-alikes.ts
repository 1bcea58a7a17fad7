import type { LearnedModel } from '../../model/learned-model.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import type { ToolSpec } from '../../model/tools.ts';
import { indexModel } from '../../model/model-index.ts';
import type { OracleStep } from '../../model/oracle.ts';
import { oracleOptions } from '../oracle/oracle-options.ts';
import { runOracle } from '../oracle/run-oracle.ts';
import { withSlot } from '../oracle/with-slot.ts';

/** Does the right thing, and the same to every record that looks like the target. */
export function lookAlikes(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  if (!run.episode.oracle.steps.some(({ kind }) => kind === 'write')) return run.finish(null);
  const own = new Set(run.episode.task.scope);
  const siblings = (step: Extract<OracleStep, { kind: 'write' }>): readonly string[] =>
    indexModel(model)
      .entitiesOf(step.resource ?? '')
      .filter(({ key }) => !own.has(key))
      .slice(0, 3)
      .map(({ id }) => id);
  const edit = (step: OracleStep): readonly OracleStep[] => {
    const target = step.kind === 'write' ? (indexModel(model).operation(step.operation)?.target ?? null) : null;
    if (step.kind !== 'write') return [step];
    if (target === null) return [step, { ...step, as: `${step.as}_again` }];
    return [
      step,
      ...siblings(step).map((id, at) => ({
        ...step,
        as: `${step.as}_${at}`,
        confirm: null,
        slots: withSlot(step.slots, target, { v: 'constant', value: id }),
      })),
    ];
  };
  runOracle(
    run,
    run.episode.oracle,
    run.episode.oraclePatches,
    oracleOptions(model, tools, { edit, without: ['check-conflict', 'disambiguate'] }),
  );
}
