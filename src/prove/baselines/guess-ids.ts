import type { LearnedModel } from '../../model/learned-model.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import type { ToolSpec } from '../../model/tools.ts';
import { indexModel } from '../../model/model-index.ts';
import type { OracleStep } from '../../model/oracle.ts';
import { oracleOptions } from '../oracle/oracle-options.ts';
import { runOracle } from '../oracle/run-oracle.ts';
import { withSlot } from '../oracle/with-slot.ts';

/** Writes to the id next to the right one, without having seen it. */
export function guessIds(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  if (!run.episode.oracle.steps.some(({ kind }) => kind === 'write')) return run.finish(null);
  const edit = (step: OracleStep): readonly OracleStep[] => {
    const target = step.kind === 'write' ? (indexModel(model).operation(step.operation)?.target ?? null) : null;
    if (step.kind !== 'write' || target === null) return [];
    const guess =
      indexModel(model)
        .entitiesOf(step.resource ?? '')
        .at(-1)?.id ?? '1';
    return [{ ...step, confirm: null, slots: withSlot(step.slots, target, { v: 'constant', value: guess }) }];
  };
  runOracle(
    run,
    run.episode.oracle,
    run.episode.oraclePatches,
    oracleOptions(model, tools, { edit, without: ['check-conflict', 'disambiguate'] }),
  );
}
