/** Episode sets as a library: for tests, trainers and scripts that own the loop. */
import { hash32 } from '../model/digest.ts';
import type { Agent, AgentEpisode } from '../model/agent.ts';
import type { Episode } from '../model/episode.ts';
import type { EpisodeRun, Rollout } from '../model/rollout.ts';
import type { Verdict } from '../model/verdict.ts';
import { agentEpisode } from '../replay/agent-episode.ts';
import { driveModule } from '../replay/drive-module.ts';
import { withIdleCredit } from '../replay/idle-credit.ts';
import { rolloutId, rolloutSeed } from '../replay/pool.ts';
import { RunStore } from '../store/run-store.ts';
import { EpisodeSet } from '../store/set-store.ts';
import { showRollout } from '../report/show-rollout.ts';
import { oraclePlayer } from './play-oracle.ts';
import { episodeOf, stageFor } from './play-set.ts';
import type { ShrunkEpisode } from './shrink-episode.ts';

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

export interface PlayEpisodeOptions extends StartEpisodeOptions {
  /** Real milliseconds the agent may take; 5 minutes unless said otherwise. */
  readonly timeoutMs?: number;
}

/** A rollout that is over. */
export interface PlayedRollout extends Rollout {
  /**
   * Why it ended as it did, on one screen.
   *
   * @param again the command that plays it again, where that is not `offscript replay`
   */
  diagnosis(again?: string): string;
}

/** A run file being written. */
export interface OpenRun {
  /** Committed when this returns. */
  add(rollout: Rollout): void;
  close(): void;
}

/** A rollout in your hands. */
export interface OpenEpisode extends AgentEpisode {
  /** Ends it where it is not over (as `finish()` does) and judges it. */
  close(): Verdict;
}

export interface SetEpisode {
  readonly id: string;
  readonly family: Episode['family'];
  readonly split: string;
  readonly interface: 'http' | 'tools';
  readonly instruction: string;
  readonly workflow: string;
  /** One line per mutation: what is different from the recorded world. */
  readonly differences: readonly string[];
  /** Ids of the mutators at work; empty in neutral episodes. For the one who trains, never for the agent. */
  readonly mutators: readonly string[];
  /** Many may be open at once, each in a world of its own. */
  start(options?: StartEpisodeOptions): OpenEpisode;
  /** Lets an agent play it to its end; unmodified code inside is intercepted. */
  play(agent: Agent, options?: PlayEpisodeOptions): Promise<Verdict>;
  /** As `play`, with all that happened. */
  rollout(agent: Agent, options?: PlayEpisodeOptions): Promise<PlayedRollout>;
  /**
   * Plays smaller and smaller plans to find the smallest on which the agent still fails.
   *
   * @throws UsageError where the agent passes
   */
  shrink(agent: Agent, options?: ShrinkOptions): Promise<ShrunkEpisode>;
}

export interface ShrinkOptions extends Pick<PlayEpisodeOptions, 'allow' | 'timeoutMs'> {
  /** 1, the default: the agent does the same every time. More: at most so many rollouts of each plan. */
  readonly trials?: number;
  /** Most rollouts of all; 30 for each trial unless said otherwise. */
  readonly maxRollouts?: number;
}

export interface OpenSet {
  readonly path: string;
  readonly size: number;
  /** sha256 over the episodes' content. */
  readonly digest: string;
  episodes(selection?: EpisodeSelection): Generator<SetEpisode>;
  /** By its id; `ID~neutral` is the twin without mutations. */
  episode(id: string): SetEpisode;
  /**
   * Begins a run file, for `offscript report`, `show` and `export`.
   *
   * @throws ContentError where the file is there and `overwrite` is not asked for
   */
  openRun(path: string, options?: { readonly agent?: string; readonly overwrite?: boolean }): OpenRun;
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
  const playOracle = oraclePlayer(set.facts);
  const begin = (episode: Episode, { trial = 1, maxCalls }: StartEpisodeOptions): EpisodeRun =>
    start(episode, { seed: rolloutSeed(episode, trial), maxCalls: maxCalls ?? null });
  const wrap = (episode: Episode): SetEpisode => ({
    id: episode.id,
    family: episode.family,
    split: episode.split,
    interface: episode.interface,
    instruction: episode.instruction,
    workflow: episode.task.workflow,
    differences: episode.mutators.map(({ explain, summary }) => (explain === '' ? summary : explain)),
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
    play: async (agent, options) => (await rollout(episode, agent, options)).verdict,
    rollout: (agent, options) => rollout(episode, agent, options),
    shrink: async (agent, { trials = 1, maxRollouts = 30 * trials, ...settings } = {}) => {
      // The catalogue is only needed here.
      const [{ shrinkWith }, { catalogueWith }] = await Promise.all([
        import('./shrink-episode.ts'),
        import('./load-mutators.ts'),
      ]);
      const play = async (smaller: Episode, trial: number): Promise<Verdict> =>
        (await rollout(smaller, agent, { ...settings, trial })).verdict;
      const limits = { trials, maxRollouts, onProgress: () => undefined };
      return shrinkWith(set, episode, await catalogueWith([]), play, limits);
    },
  });
  const rollout = async (
    episode: Episode,
    agent: Agent,
    { timeoutMs = 300_000, ...options }: PlayEpisodeOptions = {},
  ): Promise<PlayedRollout> => {
    const { trial = 1, allow = [] } = options;
    const run = begin(episode, options);
    await driveModule(agent, run, { timeoutMs, signal: new AbortController().signal, allow });
    const trajectory = run.trajectory();
    const played: Rollout = {
      id: rolloutId(episode.id, trial),
      episode: episode.id,
      trial,
      trajectory,
      verdict: judge(episode, trajectory),
    };
    const diagnosis = (again?: string): string =>
      showRollout(episode, played, {
        model: set.facts.model,
        oracle: playOracle(episode, trial),
        set: path,
        agent: '--agent AGENT.js',
        again,
      });
    return { ...played, diagnosis };
  };
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
    openRun: (out, { agent = 'library', overwrite = false } = {}) => {
      const made = { agent, set: path, setDigest: set.digest, reward: 'strict', maxCalls: null } as const;
      const run = RunStore.begin(out, set.facts, made, { resume: false, overwrite });
      return {
        add: ({ id, episode, trial, trajectory, verdict }) =>
          run.add(episodeOf(set, episode), { id, episode, trial, trajectory, verdict }, playOracle),
        close: () => run.close(),
      };
    },
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
