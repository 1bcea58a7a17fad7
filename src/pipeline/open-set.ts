/** Episode sets as a library: for tests, trainers and scripts that own the loop. */
import { hash32 } from '../model/digest.ts';
import type { Agent, AgentEpisode } from '../model/agent.ts';
import type { Episode } from '../model/episode.ts';
import type { EpisodeRun } from '../model/rollout.ts';
import type { Verdict } from '../model/verdict.ts';
import { agentEpisode } from '../replay/agent-episode.ts';
import { driveModule } from '../replay/drive-module.ts';
import { withIdleCredit } from '../replay/idle-credit.ts';
import { rolloutSeed } from '../replay/pool.ts';
import { EpisodeSet } from '../store/set-store.ts';
import { episodeOf, stageFor } from './play-set.ts';

export interface EpisodeSelection {
  readonly split?: string;
  readonly family?: string;
  readonly ids?: readonly string[];
  readonly limit?: number;
  /** Shuffles, the same way for the same seed; without it the set's own order. */
  readonly seed?: number;
}

export interface StartEpisodeOptions {
  /** Trials of one episode differ in what the world makes up; the same trial is always the same. */
  readonly trial?: number;
  /** Instead of the episode's own budget. */
  readonly maxCalls?: number;
  /** Hosts outside the episode that its `fetch` may reach. */
  readonly allow?: readonly string[];
}

/** A rollout in your hands. */
export interface OpenEpisode extends AgentEpisode {
  /** Ends it where it is not over (as `finish()` does) and judges it. */
  close(): Verdict;
}

export interface SetEpisode {
  readonly id: string;
  readonly family: string;
  readonly split: string;
  readonly interface: 'http' | 'tools';
  readonly instruction: string;
  /** Ids of the mutators at work; empty in neutral episodes. For the one who trains, never for the agent. */
  readonly mutators: readonly string[];
  /** Many may be open at once, each in a world of its own. */
  start(options?: StartEpisodeOptions): OpenEpisode;
  /** Lets an agent play it to its end; unmodified code inside is intercepted. */
  play(agent: Agent, options?: StartEpisodeOptions & { readonly timeoutMs?: number }): Promise<Verdict>;
}

export interface OpenSet {
  readonly path: string;
  readonly size: number;
  /** sha256 over the episodes' content. */
  readonly digest: string;
  episodes(selection?: EpisodeSelection): Generator<SetEpisode>;
  /** By its id; `ID~neutral` is the twin without mutations. */
  episode(id: string): SetEpisode;
  close(): void;
}

/**
 * Opens an episode set.
 *
 * @throws ContentError where the file is no episode set
 * @example
 * const set = openSet('episodes.sqlite');
 * for (const episode of set.episodes({ split: 'test', limit: 10 })) {
 *   const rollout = episode.start();
 *   await rollout.fetch(...);
 *   console.log(rollout.close().reward);
 * }
 */
export function openSet(path: string): OpenSet {
  const set = EpisodeSet.open(path);
  const { start, judge } = stageFor(set);
  const begin = (episode: Episode, { trial = 1, maxCalls }: StartEpisodeOptions): EpisodeRun =>
    start(episode, { seed: rolloutSeed(episode, trial), maxCalls: maxCalls ?? null });
  const wrap = (episode: Episode): SetEpisode => ({
    id: episode.id,
    family: episode.family,
    split: episode.split,
    interface: episode.interface,
    instruction: episode.instruction,
    mutators: episode.mutators.map(({ id }) => id),
    start: (options = {}) => {
      const run = withIdleCredit(begin(episode, options), () => performance.now());
      const stopping = new AbortController();
      const view = agentEpisode(run, {
        allow: options.allow ?? [],
        signal: stopping.signal,
        onOver: () => stopping.abort(new Error('The rollout is over.')),
      });
      return { ...view, close: () => (run.finish(null), judge(episode, run.trajectory())) };
    },
    play: async (agent, { timeoutMs = 300_000, ...options } = {}) => {
      const run = begin(episode, options);
      await driveModule(agent, run, { timeoutMs, signal: new AbortController().signal, allow: options.allow ?? [] });
      return judge(episode, run.trajectory());
    },
  });
  return {
    path,
    get size() {
      return set.size;
    },
    get digest() {
      return set.digest;
    },
    *episodes({ seed, limit, ...filter }: EpisodeSelection = {}) {
      for (const id of shuffled(set.ids(filter), seed).slice(0, limit)) yield wrap(set.episode(id));
    },
    episode: (id) => wrap(episodeOf(set, id)),
    close: () => set.close(),
  };
}

function shuffled(ids: readonly string[], seed: number | undefined): readonly string[] {
  if (seed === undefined) return ids;
  return ids
    .map((id) => ({ id, key: hash32(`${seed} ${id}`) }))
    .sort((left, right) => left.key - right.key)
    .map(({ id }) => id);
}
