import type { Episode } from '../../model/episode.ts';
import { isWriteKind } from '../../model/operation.ts';
import { indexModel } from '../../model/model-index.ts';
import type { Trajectory } from '../../model/rollout.ts';
import type { Player } from '../player.ts';
import { sideEffectsOf } from './side-effects.ts';
import { bytesOf, callStepsOf, effectiveWritesOf } from './transcript.ts';

export interface Measured {
  readonly episode: Episode;
  readonly runs: readonly Trajectory[];
}

/** Sets an episode's limits and side effects from what right runs do; a reason where they cannot be had. */
export function measure(player: Player, episode: Episode): Measured | string {
  const { model, maxBytes } = player.parts;
  const runs = player.oracleRuns(episode);
  if (runs.some(({ end }) => end.kind === 'tainted')) return 'no_answer';
  const calls = Math.max(...runs.map((run) => callStepsOf(run).length));
  const bytes = Math.max(...runs.map(bytesOf));
  if (bytes > maxBytes) return 'too_many_bytes';
  const index = indexModel(model);
  const attempts = (run: Trajectory): number =>
    callStepsOf(run).filter((step) => isWriteKind(index.operation(step.operation ?? '')?.kind ?? 'read')).length;
  const limits = {
    oracleCalls: calls,
    oracleWrites: Math.max(...runs.map(effectiveWritesOf)),
    oracleAttempts: Math.max(...runs.map(attempts)),
    calls: 4 * calls + 20,
    writeSlack: 0,
    timeoutMs: episode.limits.timeoutMs,
    oracleBytes: bytes,
  };
  return { episode: { ...episode, limits, sideEffects: sideEffectsOf(model, episode, runs) }, runs };
}
