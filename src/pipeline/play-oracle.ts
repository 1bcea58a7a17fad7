import type { Episode, EpisodeSetFacts } from '../model/episode.ts';
import type { Trajectory } from '../model/rollout.ts';
import { oracleOptions } from '../prove/oracle/oracle-options.ts';
import { runOracle } from '../prove/oracle/run-oracle.ts';
import { createStart } from '../replay/run-episode.ts';
import { rolloutSeed } from '../replay/pool.ts';
import { createWorld } from '../world/create-world.ts';

export type PlayOracle = (episode: Episode, trial?: number) => Trajectory;

/** Lets the oracle live through the world of one trial: what an agent's rollout there is held beside. */
export function oraclePlayer({ model, tools }: EpisodeSetFacts): PlayOracle {
  const start = createStart({ model, tools, createWorld });
  return (episode, trial = 1) => {
    const run = start(episode, { seed: rolloutSeed(episode, trial), maxCalls: null });
    runOracle(run, episode.oracle, episode.oraclePatches, oracleOptions(model, tools));
    return run.trajectory();
  };
}
