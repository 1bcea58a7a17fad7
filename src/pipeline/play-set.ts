/** An episode set, an agent and a run: who plays what, who judges, where it is kept. */
import { availableParallelism } from 'node:os';
import { UsageError } from '../errors.ts';
import type { Episode } from '../model/episode.ts';
import type { EpisodeRun, Judge, StartEpisode } from '../model/rollout.ts';
import { neutralTwin } from '../prove/episode/make-episode.ts';
import { ControlHub } from '../replay/control-hub.ts';
import { driveModule } from '../replay/drive-module.ts';
import { loadAgent } from '../replay/load-agent.ts';
import { playAll } from '../replay/pool.ts';
import { createStart } from '../replay/run-episode.ts';
import { driveProcess } from '../replay/spawn-agent.ts';
import { rolloutFacts, type RolloutFacts } from '../report/rollout-facts.ts';
import { statisticsOf, type RunStatistics } from '../report/statistics.ts';
import { createJudge } from '../reward/create-judge.ts';
import { doneKey, RunStore } from '../store/run-store.ts';
import { EpisodeSet } from '../store/set-store.ts';
import { createWorld } from '../world/create-world.ts';
import { oraclePlayer } from './play-oracle.ts';

export interface PlayOptions {
  readonly set: string;
  /** A module by its path, or a program with its words. */
  readonly agent: { readonly file: string } | { readonly command: readonly string[] };
  readonly trials: number;
  /** Null: as many as suit the agent. */
  readonly concurrency: number | null;
  /** Null: rollouts are counted, not kept. */
  readonly out: string | null;
  readonly resume: boolean;
  readonly overwrite: boolean;
  readonly filter: {
    readonly split?: string | undefined;
    readonly family?: string | undefined;
    readonly ids?: readonly string[] | undefined;
    readonly limit?: number | undefined;
  };
  readonly timeoutMs: number;
  readonly maxCalls: number | null;
  readonly reward: 'strict' | 'graded';
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, of: number) => void;
}

export interface PlayResult {
  readonly statistics: RunStatistics;
  readonly rollouts: readonly RolloutFacts[];
  readonly seconds: number;
}

/** Plays the episodes and sums up; with `out` every rollout is in the run file as soon as it is judged. */
export async function playSet(options: PlayOptions): Promise<PlayResult> {
  const begun = performance.now();
  const set = EpisodeSet.open(options.set);
  try {
    const ids = chosenIds(set, options.filter);
    if (ids.length === 0) throw nothingChosen(set);
    const agent = await agentDriver(options);
    const facts: RolloutFacts[] = [];
    let run: RunStore | null = null;
    try {
      run =
        options.out === null
          ? null
          : RunStore.begin(
              options.out,
              set.facts,
              {
                agent: agentWords(options.agent),
                set: options.set,
                setDigest: set.digest,
                reward: options.reward,
                maxCalls: options.maxCalls,
              },
              options,
            );
      const done = run?.done() ?? new Set<string>();
      if (run !== null)
        for (const rollout of run.rollouts())
          facts.push(rolloutFacts(run.episode(rollout.episode), rollout, options.reward));
      const { start, judge } = stageFor(set);
      const playOracle = oraclePlayer(set.facts);
      await playAll({
        episodes: lazily(set, ids),
        trials: options.trials,
        concurrency: options.concurrency ?? agent.concurrency,
        maxCalls: options.maxCalls,
        isDone: (episode, trial) => done.has(doneKey(episode, trial)),
        start,
        judge,
        drive: agent.drive,
        signal: options.signal,
        onRollout: (episode, rollout) => {
          run?.add(episode, rollout, playOracle);
          facts.push(rolloutFacts(episode, rollout, options.reward));
          options.onProgress(facts.length, ids.length * options.trials);
        },
      });
      const seconds = Math.round((performance.now() - begun) / 10) / 100;
      run?.note('time', { seconds: seconds + Number(run.noted('time')?.['seconds'] ?? 0) });
      return { statistics: statisticsOf(facts, set.facts.model.rates), rollouts: facts, seconds };
    } finally {
      run?.close();
      await agent.close();
    }
  } finally {
    set.close();
  }
}

function nothingChosen(set: EpisodeSet): UsageError {
  return new UsageError(
    `No episode of ${set.path} was chosen.`,
    set.size === 0
      ? 'The set has no episodes.'
      : `It has the families ${set.kinds('family').join(', ')} in the splits ${set.kinds('split').join(', ')}.`,
  );
}

/** What plays and judges the episodes of a set. */
export function stageFor(set: Pick<EpisodeSet, 'facts'>): { readonly start: StartEpisode; readonly judge: Judge } {
  const { model, tools, policies } = set.facts;
  return { start: createStart({ model, tools, createWorld }), judge: createJudge(model, policies) };
}

const TWIN = '~neutral';

/** An episode of the set, or the neutral twin of one. */
export function episodeOf(set: EpisodeSet, id: string): Episode {
  if (!id.endsWith(TWIN)) return set.episode(id);
  const episode = set.episode(id.slice(0, -TWIN.length));
  return { ...neutralTwin(episode), limits: episode.limits, sideEffects: episode.sideEffects };
}

function chosenIds(set: EpisodeSet, filter: PlayOptions['filter']): readonly string[] {
  if (filter.ids === undefined) return set.ids(filter);
  const twins = filter.ids.filter((id) => id.endsWith(TWIN));
  for (const id of twins) episodeOf(set, id);
  return [...set.ids({ ...filter, ids: filter.ids.filter((id) => !id.endsWith(TWIN)) }), ...twins].slice(
    0,
    filter.limit,
  );
}

function* lazily(set: EpisodeSet, ids: readonly string[]): Generator<Episode> {
  for (const id of ids) yield episodeOf(set, id);
}

/** As on the command line. */
export function agentWords(agent: PlayOptions['agent']): string {
  return 'file' in agent ? `--agent ${agent.file}` : `-- ${agent.command.join(' ')}`;
}

export interface AgentDriver {
  readonly drive: (run: EpisodeRun, signal: AbortSignal) => Promise<void>;
  readonly concurrency: number;
  close(): Promise<void>;
}

/** Ready to play with an agent. */
export async function agentDriver({
  agent,
  timeoutMs,
}: Pick<PlayOptions, 'agent' | 'timeoutMs'>): Promise<AgentDriver> {
  if ('file' in agent) {
    const { agent: act, allow } = await loadAgent(agent.file);
    return {
      drive: (run, signal) => driveModule(act, run, { timeoutMs, signal, allow }),
      concurrency: MODULES_AT_ONCE,
      close: () => Promise.resolve(),
    };
  }
  const hub = await ControlHub.open();
  return {
    drive: (run, signal) => driveProcess(run, { command: agent.command, hub, timeoutMs, signal }),
    concurrency: availableParallelism(),
    close: () => hub.close(),
  };
}

/** Agents in process mostly wait for their model. */
const MODULES_AT_ONCE = 8;
