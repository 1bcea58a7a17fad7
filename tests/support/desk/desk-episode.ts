import type { Episode } from '../../../src/model/episode.ts';
import type { OraclePatch } from '../../../src/model/oracle.ts';
import type { EpisodeRun, StartOptions, Trajectory } from '../../../src/model/rollout.ts';
import type { GoalAtom, Task } from '../../../src/model/task.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import type { WorldPatch } from '../../../src/model/world.ts';
import { makeEpisode } from '../../../src/prove/episode/make-episode.ts';
import { oracleOptions, type OracleOptions } from '../../../src/prove/oracle/oracle-options.ts';
import { runOracle } from '../../../src/prove/oracle/run-oracle.ts';
import { createStart } from '../../../src/replay/run-episode.ts';
import { createJudge } from '../../../src/reward/create-judge.ts';
import { createWorld } from '../../../src/world/create-world.ts';
import { DESK_MODEL } from './desk-model.ts';

const start = createStart({ model: DESK_MODEL, tools: [], createWorld });
const judge = createJudge(DESK_MODEL);

interface Changes {
  readonly patches?: readonly WorldPatch[];
  readonly oracle?: readonly OraclePatch[];
  readonly goal?: readonly GoalAtom[];
}

/** A task on the desk in a world of its own; limits as a clean run of the oracle needs them. */
export function deskEpisode(task: Task, { patches = [], oracle = [], goal }: Changes = {}): Episode {
  const draft = {
    task,
    plan: [],
    seed: 1,
    patches,
    instruction: null,
    inputs: null,
    goal: goal ?? null,
    oracle,
    user: null,
    mustNot: [],
    hostile: [],
    mutators: [],
  };
  const episode = makeEpisode(draft, 'http', '');
  return {
    ...episode,
    limits: {
      ...episode.limits,
      oracleCalls: 12,
      oracleWrites: Math.max(1, task.writes),
      oracleAttempts: 6,
      calls: 68,
    },
  };
}

export interface DeskPlay {
  readonly run: EpisodeRun;
  readonly trajectory: Trajectory;
  readonly verdict: Verdict;
}

/** Plays an episode to its end and judges it. */
export function playDesk(
  episode: Episode,
  play: (run: EpisodeRun) => void,
  options: StartOptions = { seed: 1, maxCalls: null },
): DeskPlay {
  const run = start(episode, options);
  play(run);
  const trajectory = run.trajectory();
  return { run, trajectory, verdict: judge(episode, trajectory) };
}

/** The oracle at the desk, or something careless made of it. */
export function playOracle(episode: Episode, changes: Partial<OracleOptions> = {}): DeskPlay {
  return playDesk(episode, (run) =>
    runOracle(run, episode.oracle, episode.oraclePatches, oracleOptions(DESK_MODEL, [], changes)),
  );
}
