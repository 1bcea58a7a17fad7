import { hash32 } from '../model/digest.ts';
import type { Episode } from '../model/episode.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { OracleProgram } from '../model/oracle.ts';
import type { Policy } from '../model/policy.ts';
import type { EpisodeRun, Judge, StartEpisode, Trajectory } from '../model/rollout.ts';
import type { ToolSpec } from '../model/tools.ts';
import type { Verdict } from '../model/verdict.ts';
import { oracleOptions, type OracleOptions } from './oracle/oracle-options.ts';
import { runOracle } from './oracle/run-oracle.ts';

export interface ProverParts {
  readonly model: LearnedModel;
  readonly tools: readonly ToolSpec[];
  readonly start: StartEpisode;
  /** Starts that share nothing with earlier ones: for showing that what comes again is the same. Without it, `start` does. */
  readonly startAfresh?: StartEpisode;
  readonly judge: Judge;
  /** Business rules in force; empty: none. */
  readonly policies: readonly Policy[];
  /** Most bytes of answers the oracle may have to read. */
  readonly maxBytes: number;
}

export interface Played {
  readonly trajectory: Trajectory;
  readonly verdict: Verdict;
}

export const ORACLE_SEEDS = 3;

/** Lets reference policies play episodes, and judges them. */
export class Player {
  readonly parts: ProverParts;

  constructor(parts: ProverParts) {
    this.parts = parts;
  }

  oracleRuns(episode: Episode): readonly Trajectory[] {
    return Array.from({ length: ORACLE_SEEDS }, (_, at) =>
      this.run(episode, seedOf(episode, at), (run) => this.oracle(run)),
    );
  }

  /** The oracle, or one with something left out or changed. */
  oracle(run: EpisodeRun, change: Partial<OracleOptions> = {}, program: OracleProgram = run.episode.oracle): void {
    const { oraclePatches } = run.episode;
    runOracle(run, program, oraclePatches, oracleOptions(this.parts.model, this.parts.tools, change));
  }

  run(episode: Episode, seed: number, play: (run: EpisodeRun) => void): Trajectory {
    const run = this.parts.start(episode, { seed, maxCalls: null });
    play(run);
    return run.trajectory();
  }

  play(episode: Episode, seed: number, play: (run: EpisodeRun) => void): Played {
    return this.judged(episode, this.run(episode, seed, play));
  }

  judged(episode: Episode, trajectory: Trajectory): Played {
    return { trajectory, verdict: this.parts.judge(episode, trajectory) };
  }

  /** The oracle once more, in a world of its own. */
  oracleAgain(episode: Episode): Trajectory {
    const run = this.#startAfresh(episode, seedOf(episode, 0));
    this.oracle(run);
    return run.trajectory();
  }

  startDigest(episode: Episode): string {
    return this.#startAfresh(episode, episode.seed).world.digest();
  }

  #startAfresh(episode: Episode, seed: number): EpisodeRun {
    const { start, startAfresh = start } = this.parts;
    return startAfresh(episode, { seed, maxCalls: null });
  }
}

/** The seed of an episode's n-th proof run. */
export function seedOf(episode: Episode, at: number): number {
  return hash32(`${episode.seed} ${at}`);
}
