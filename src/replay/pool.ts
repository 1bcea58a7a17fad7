/** Many rollouts at once, each in its own world, each handed over as soon as it is judged. */
import { hash32 } from '../model/digest.ts';
import type { Episode } from '../model/episode.ts';
import type { EpisodeRun, Judge, Rollout, StartEpisode } from '../model/rollout.ts';

export interface PoolOptions {
  /** Taken one by one. */
  readonly episodes: Iterable<Episode>;
  readonly trials: number;
  readonly concurrency: number;
  /** Null: each episode's own budget. */
  readonly maxCalls: number | null;
  /** Finished in an earlier run. */
  readonly isDone: (episode: string, trial: number) => boolean;
  readonly start: StartEpisode;
  readonly judge: Judge;
  /** Lets the agent play to the end; rejects only where the set-up is wrong. */
  readonly drive: (run: EpisodeRun, signal: AbortSignal) => Promise<void>;
  readonly onRollout: (episode: Episode, rollout: Rollout) => void;
  readonly signal: AbortSignal;
}

interface Job {
  readonly episode: Episode;
  readonly trial: number;
}

/** Resolves when all is played, or the signal came: what was under way then is dropped, to be played again. */
export async function playAll(options: PoolOptions): Promise<void> {
  const stopping = new AbortController();
  const signal = AbortSignal.any([options.signal, stopping.signal]);
  const jobs = jobsOf(options);
  const worker = async (): Promise<void> => {
    try {
      for (let next = jobs.next(); next.done !== true && !signal.aborted; next = jobs.next())
        await play(next.value, options, signal);
    } catch (error) {
      stopping.abort();
      throw error;
    }
  };
  const settled = await Promise.allSettled(Array.from({ length: Math.max(1, options.concurrency) }, worker));
  const broken = settled.find((result) => result.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
}

function* jobsOf({ episodes, trials, isDone }: PoolOptions): Generator<Job, undefined> {
  for (const episode of episodes) {
    for (let trial = 1; trial <= trials; trial++) if (!isDone(episode.id, trial)) yield { episode, trial };
  }
}

async function play(
  { episode, trial }: Job,
  { start, judge, drive, onRollout, maxCalls }: PoolOptions,
  signal: AbortSignal,
): Promise<void> {
  const run = start(episode, { seed: rolloutSeed(episode, trial), maxCalls });
  await drive(run, signal);
  if (signal.aborted) return;
  const trajectory = run.trajectory();
  onRollout(episode, {
    id: rolloutId(episode.id, trial),
    episode: episode.id,
    trial,
    trajectory,
    verdict: judge(episode, trajectory),
  });
}

/** Of the seed alone: an episode and its neutral twin meet the same chance. */
export function rolloutSeed(episode: Episode, trial: number): number {
  return hash32(`${episode.seed} ${trial}`);
}

export function rolloutId(episode: string, trial: number): string {
  return `${episode}.${trial}`;
}
