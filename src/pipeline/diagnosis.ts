import type { Episode, EpisodeSetFacts } from '../model/episode.ts';
import type { Rollout } from '../model/rollout.ts';
import { oraclePlayer } from './play-oracle.ts';
import { showRollout, type ShowContext } from '../report/show-rollout.ts';

/** Why a rollout ended as it did, on one screen. */
export function diagnosisOf(
  facts: EpisodeSetFacts,
  episode: Episode,
  rollout: Rollout,
  words: Omit<ShowContext, 'model' | 'oracle'>,
): string {
  const oracle = oraclePlayer(facts)(episode, rollout.trial);
  return showRollout(episode, rollout, { ...words, model: facts.model, oracle });
}
