import type { Episode } from '../model/episode.ts';
import type { Rollout } from '../model/rollout.ts';

/** What statistics need of a rollout; small, so that a run of any length fits in memory. */
export interface RolloutFacts {
  readonly id: string;
  readonly episode: string;
  readonly trial: number;
  readonly family: Episode['family'];
  readonly mutators: readonly string[];
  readonly pass: boolean;
  /** By the run's `--reward`; null: the environment failed, not the agent. */
  readonly reward: number | null;
  readonly tainted: string | null;
  readonly end: Rollout['trajectory']['end']['kind'];
  /** Names of the hard checks that failed, `goal` where only that was missed. */
  readonly failed: readonly string[];
  readonly calls: number;
  readonly unverified: number;
}

export function rolloutFacts(
  episode: Pick<Episode, 'id' | 'family'> & { readonly mutators: readonly { readonly id: string }[] },
  { id, trial, trajectory, verdict }: Rollout,
  reward: 'strict' | 'graded',
): RolloutFacts {
  const calls = trajectory.steps.filter((step) => step.kind === 'call');
  const failed = verdict.checks.filter(({ hard, state }) => hard && state === 'failed').map(({ check }) => check);
  return {
    id,
    episode: episode.id,
    trial,
    family: episode.family,
    mutators: episode.mutators.map((mutator) => mutator.id),
    pass: verdict.pass,
    reward: reward === 'graded' ? verdict.graded : verdict.reward,
    tainted: verdict.tainted,
    end: trajectory.end.kind,
    failed: failed.length > 0 || verdict.goal === 1 ? failed : ['goal'],
    calls: calls.length,
    unverified: calls.filter(({ unverified }) => unverified).length,
  };
}
