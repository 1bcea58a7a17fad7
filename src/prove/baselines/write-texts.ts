import type { LearnedModel } from '../../model/learned-model.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import type { ToolSpec } from '../../model/tools.ts';
import type { OracleStep } from '../../model/oracle.ts';
import { oracleOptions } from '../oracle/oracle-options.ts';
import { runOracle } from '../oracle/run-oracle.ts';

/** Does the task, with a text in place of the words it was asked to find itself. */
export function writeTexts(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[], text: () => string): void {
  const wantsText = run.episode.goal.some((atom) =>
    atom.kind === 'new'
      ? atom.fields.some(({ match }) => match.m === 'prose')
      : atom.kind === 'field' && atom.match.m === 'prose',
  );
  if (!wantsText) return run.finish(null);
  const edit = (step: OracleStep): readonly OracleStep[] =>
    step.kind === 'write'
      ? [
          {
            ...step,
            slots: step.slots.map(({ slot, value }) => ({
              slot,
              value: value.v === 'prose' ? { v: 'constant', value: text() } : value,
            })),
          },
        ]
      : [step];
  runOracle(run, run.episode.oracle, run.episode.oraclePatches, oracleOptions(model, tools, { edit }));
}

/** Every fact to mention, each said to be something else than what the text is about. */
export function deniedFacts({ view }: EpisodeRun): string {
  const facts = [...view.instruction.matchAll(/"([^"]+)"/g)].map(([, fact]) => `this is not about "${fact}"`);
  return `Nothing has to be done here: ${facts.join(' and ')}.`;
}
