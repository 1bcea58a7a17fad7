/** Worlds over HTTP until stopped: a recording as it was, or a set for a trainer. */
import { ContentError } from '../errors.ts';
import { learn } from '../learn/learn.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { WorldPatch } from '../model/world.ts';
import { serveTrainer, type TrainerServer } from '../replay/trainer-server.ts';
import { serveWorld, type ServedWorld } from '../replay/serve-world.ts';
import { RecordingStore } from '../store/recording.ts';
import { EpisodeSet } from '../store/set-store.ts';
import type { TimedAnswers } from '../world/recorded/recorded-answers.ts';
import { createWorld } from '../world/create-world.ts';
import { answersOf } from './answers-of.ts';
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
    const model = learn(() => store.sessions());
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

export async function serveSet(
  path: string,
  { port, max, idleMs }: { readonly port: number; readonly max: number; readonly idleMs: number },
): Promise<ServedSet> {
  const set = EpisodeSet.open(path);
  try {
    const known = new Set(set.ids());
    const server = await serveTrainer({
      ...stageFor(set),
      ids: (filter) => set.ids(filter),
      episode: (id) => (known.has(id.replace(/~neutral$/, '')) ? episodeOf(set, id) : null),
      onRollout: () => {},
      port,
      max,
      idleMs,
    });
    const close = async (): Promise<void> => {
      await server.close();
      set.close();
    };
    return { ...server, episodes: set.size, close };
  } catch (error) {
    set.close();
    throw error;
  }
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
