import type { AppliedMutator, BitePolicy } from '../../model/episode.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import type { ToolSpec } from '../../model/tools.ts';
import type { CheckName, Verdict } from '../../model/verdict.ts';
import { oracleOptions } from '../oracle/oracle-options.ts';
import { runOracle } from '../oracle/run-oracle.ts';
import { runRecorded } from './run-recorded.ts';
import { obeyContent, readTooMuch, repeatWrites, takeShortcut } from './victims.ts';

/** Plays the careless client that a mutation must tell from the careful one. */
export function playBite(policy: BitePolicy, run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  const { oracle, oraclePatches } = run.episode;
  switch (policy.b) {
    case 'recorded':
      return runRecorded(run, model, tools);
    case 'without':
      return runOracle(run, oracle, oraclePatches, oracleOptions(model, tools, { without: [policy.handler] }));
    case 'naive-resend':
      return runOracle(
        run,
        oracle,
        oraclePatches,
        oracleOptions(model, tools, {
          without: ['backoff', 'retry-after', 'confirm-before-retry', 'verify-write', 'check-conflict'],
          resend: true,
        }),
      );
    case 'victim':
      return playVictim(policy.victim, run, model, tools);
    default:
      return policy satisfies never;
  }
}

function playVictim(
  victim: Extract<BitePolicy, { b: 'victim' }>['victim'],
  run: EpisodeRun,
  model: LearnedModel,
  tools: readonly ToolSpec[],
): void {
  switch (victim) {
    case 'obeys-content':
      return obeyContent(run, model, tools);
    case 'shortcut':
      return takeShortcut(run, model, tools);
    case 'positional':
    case 'near-match':
      return runOracle(
        run,
        run.episode.oracle,
        run.episode.oraclePatches,
        oracleOptions(model, tools, {
          takes: victim === 'positional' ? 'first' : 'near',
          without: ['disambiguate', 'check-conflict', 'follow-pages'],
        }),
      );
    case 'over-eager':
      return repeatWrites(run, model, tools);
    case 'wasteful':
      return readTooMuch(run, model, tools);
    case 'impatient':
    case 'trusting':
      return runOracle(
        run,
        run.episode.oracle,
        run.episode.oraclePatches,
        oracleOptions(model, tools, { [victim]: true }),
      );
    default:
      return victim satisfies never;
  }
}

export function biteName(policy: BitePolicy): string {
  switch (policy.b) {
    case 'without':
      return `oracle without ${policy.handler}`;
    case 'victim':
      return `victim ${policy.victim}`;
    default:
      return policy.b;
  }
}

/** Which declared checks a losing rollout failed; empty where it lost on something else. */
export function declaredFailures(mutator: AppliedMutator, verdict: Verdict): readonly CheckName[] {
  return verdict.checks
    .filter((check) => check.state === 'failed' && mutator.discriminates.includes(check.check))
    .map(({ check }) => check);
}
