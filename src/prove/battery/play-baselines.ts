import type { Episode, Proof } from '../../model/episode.ts';
import type { Baseline } from '../baselines/baseline.ts';
import { seedOf, type Played, type Player } from '../player.ts';
import { sameEnd } from '../episode/transcript.ts';

/** No way to score without doing the task may earn more. */
export const MOST_EARNED = 0.05;

export interface BaselineResults {
  readonly baselines: Proof['baselines'];
  /** Who earned too much; null: nobody. */
  readonly problem: string | null;
}

/** Plays baselines until one earns what it must not; `oracle` tells who merely did the right thing. */
export function playBaselines(
  player: Player,
  episode: Episode,
  baselines: readonly Baseline[],
  oracle: Played | null = null,
): BaselineResults {
  const results: { name: string; reward: number }[] = [];
  for (const { name, play, derived } of baselines) {
    const { verdict, trajectory } = player.play(episode, seedOf(episode, 0), (run) =>
      play(run, player.parts.model, player.parts.tools),
    );
    // Whoever does the right thing, and beside it only what the API refused, has done the right thing.
    const right =
      oracle !== null &&
      trajectory.digest === oracle.trajectory.digest &&
      (trajectory.diff.length > 0 || (derived === true && sameEnd(trajectory, oracle.trajectory)));
    const reward = right ? 0 : (verdict.reward ?? 0);
    results.push({ name, reward });
    if (reward > MOST_EARNED || (name === 'noop' && (reward !== 0 || verdict.progress !== 0)))
      return { baselines: results, problem: `baseline ${name} earns ${reward.toFixed(2)}` };
  }
  return { baselines: results, problem: null };
}
