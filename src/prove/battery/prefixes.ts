import type { Episode } from '../../model/episode.ts';
import type { Baseline } from '../baselines/baseline.ts';
import { oracleOptions } from '../oracle/oracle-options.ts';
import { runOracle } from '../oracle/run-oracle.ts';
import { skips } from '../oracle/skips.ts';

/** The oracle stopped short before each of its writes: reads alone earn nothing. */
export function prefixesOf({ oracle, oraclePatches }: Episode): readonly Baseline[] {
  if (oraclePatches.some((patch) => patch.o === 'report') || oracle.steps.some(({ kind }) => kind === 'report'))
    return [];
  return oracle.steps.flatMap((step, end): Baseline[] => {
    const needed =
      step.kind === 'answer' || (step.kind === 'write' && !oraclePatches.some((patch) => skips(patch, step)));
    if (!needed) return [];
    const steps = oracle.steps.slice(0, end);
    return [
      {
        name: `prefix of ${end}`,
        play: (run, model, tools) => runOracle(run, { steps }, run.episode.oraclePatches, oracleOptions(model, tools)),
      },
    ];
  });
}
