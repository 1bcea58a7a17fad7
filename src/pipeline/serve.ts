/** Worlds over HTTP until stopped: a recording as it was, or a set for a trainer. */
import { ContentError } from '../errors.ts';
import { learn } from '../learn/learn.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { WorldPatch } from '../model/world.ts';
import type { KeptRollouts } from '../replay/trainer-desk.ts';
import { serveTrainer, type TrainerServer } from '../replay/trainer-server.ts';
import { serveWorld, type ServedWorld } from '../replay/serve-world.ts';
import { RecordingStore } from '../store/recording.ts';
import { RunStore } from '../store/run-store.ts';
import { EpisodeSet } from '../store/set-store.ts';
import type { TimedAnswers } from '../world/recorded/recorded-answers.ts';
import { createWorld } from '../world/create-world.ts';
import { answersOf } from './answers-of.ts';
import { oraclePlayer } from './play-oracle.ts';
import { overridesFor } from './overrides-for.ts';
import { episodeOf, stageFor } from './play-set.ts';

export type Moment = 'start' | 'latest' | { readonly at: number };

/** The unmutated world of a recording. */
export async function serveRecording(
  path: string,
  { port, moment }: { readonly port: number; readonly moment: Moment },
): Promise<ServedWorld> {
  const store = RecordingStore.open(path, { mode: 'read' });
  try {
    if (store.facts().interactions === 0)
      throw new ContentError(
        'OFFSCRIPT_EMPTY_RECORDING',
        `${path} holds no interactions.`,
        'Record some first: offscript capture --to URL --out FILE',
      );
    const model = learn(() => store.sessions(), { overrides: overridesFor(path) });
    const startAt = timeOf(model, moment);
    const answers = answersOf(store, model);
    const recorded = { answers, from: tickOf(answers, moment), changed: [] };
    const world = createWorld({ model, patches: patchesAt(model, startAt), seed: 1, startAt, recorded });
    const served = await serveWorld({ model, world, startAt, port });
    const close = async (): Promise<void> => {
      await served.close();
      store.close();
    };
    return {
      ...served,
      close,
      get requests() {
        return served.requests;
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

export interface ServedSet extends TrainerServer {
  readonly episodes: number;
}

export interface RunWanted {
  readonly out: string;
  /** Goes on with the run at `out`. */
  readonly resume: boolean;
  readonly overwrite: boolean;
}

export interface ServeSetOptions {
  readonly port: number;
  /** Rollouts open at once. */
  readonly max: number;
  readonly idleMs: number;
  /** Where rollouts are kept as they end; null or left out: nowhere. */
  readonly run?: RunWanted | null;
}

export async function serveSet(
  path: string,
  { port, max, idleMs, run: wanted = null }: ServeSetOptions,
): Promise<ServedSet> {
  const set = EpisodeSet.open(path);
  let run: RunStore | null = null;
  try {
    run = wanted === null ? null : beginRun(set, path, wanted);
    const playOracle = oraclePlayer(set.facts);
    const known = new Set(set.ids());
    const server = await serveTrainer({
      ...stageFor(set),
      ids: (filter) => set.ids(filter),
      episode: (id) => (known.has(id.replace(/~neutral$/, '')) ? episodeOf(set, id) : null),
      onRollout: (episode, rollout) => run?.add(episode, rollout, playOracle),
      kept: run === null ? null : keptIn(run),
      port,
      max,
      idleMs,
    });
    const close = async (): Promise<void> => {
      await server.close();
      run?.close();
      set.close();
    };
    return { ...server, episodes: set.size, close };
  } catch (error) {
    run?.close();
    set.close();
    throw error;
  }
}

function beginRun(set: EpisodeSet, path: string, { out, resume, overwrite }: RunWanted): RunStore {
  const made = { agent: 'a trainer', set: path, setDigest: set.digest, reward: 'strict', maxCalls: null } as const;
  return RunStore.begin(out, set.facts, made, { resume, overwrite });
}

function keptIn(run: RunStore): KeptRollouts {
  const trials = new Map<string, number>();
  for (const key of run.done()) {
    const [episode = '', trial] = key.split(' ');
    trials.set(episode, Math.max(trials.get(episode) ?? 0, Number(trial)));
  }
  return {
    lastTrial: (episode) => trials.get(episode) ?? 0,
    verdict: (episode, trial) => run.verdict(episode, trial),
  };
}

/** A recording, or else the error that says what is needed. */
export function isRecording(path: string): boolean {
  try {
    RecordingStore.open(path, { mode: 'read' }).close();
    return true;
  } catch (error) {
    if (error instanceof ContentError && error.code === 'OFFSCRIPT_WRONG_KIND') return false;
    throw error;
  }
}

function timeOf(model: LearnedModel, moment: Moment): number {
  if (moment === 'latest') return model.base.at;
  if (moment !== 'start') return moment.at;
  const first = model.base.history.reduce(
    (earliest, { versions }) => Math.min(earliest, versions[0]?.until ?? earliest),
    model.base.at,
  );
  return first - 1;
}

function tickOf(answers: TimedAnswers, moment: Moment): number {
  if (moment === 'start') return 0;
  return moment === 'latest' ? answers.size : answers.ticksUntil(moment.at);
}

/** What undoes everything that was seen to change after a moment. */
function patchesAt(model: LearnedModel, at: number): readonly WorldPatch[] {
  return model.base.history.flatMap(({ key, versions }): WorldPatch[] => {
    const then = versions.find(({ until }) => until > at);
    if (then === undefined) return [];
    return [then.entity === null ? { p: 'remove', key, unborn: true } : { p: 'put', entity: then.entity }];
  });
}
