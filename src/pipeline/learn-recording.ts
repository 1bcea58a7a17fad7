import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { ContentError } from '../errors.ts';
import { learn } from '../learn/learn.ts';
import { traceSession } from '../learn/trace/trace-session.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { Session } from '../model/recording.ts';
import type { TracedSession } from '../model/trace.ts';
import { overridesFor } from './overrides-for.ts';
import { RecordingStore } from '../store/recording.ts';

export interface LearnedRecording {
  readonly model: LearnedModel;
  readonly traced: readonly TracedSession[];
  readonly name: string;
  /** sha256 over sessions and interactions. */
  readonly digest: string;
  readonly sessions: number;
  readonly interactions: number;
}

/** Learns a recording and reads its sessions through what was learned. */
export function learnRecording(path: string): LearnedRecording {
  const store = openToLearn(path);
  try {
    return learnSessions(path, () => store.sessions());
  } finally {
    store.close();
  }
}

/** @throws ContentError OFFSCRIPT_EMPTY_RECORDING */
export function openToLearn(path: string): RecordingStore {
  const store = RecordingStore.open(path, { mode: 'read' });
  if (store.facts().interactions > 0) return store;
  store.close();
  throw emptyRecording(path);
}

/** As {@link learnRecording}, from some of its sessions. */
export function learnSessions(path: string, read: () => Iterable<Session>): LearnedRecording {
  const model = learn(read, { overrides: overridesFor(path) });
  const hash = createHash('sha256');
  const traced: TracedSession[] = [];
  let interactions = 0;
  for (const session of read()) {
    traced.push(traceSession(model, session));
    interactions += session.interactions.length;
    hash.update(`${session.id} ${session.interactions.length}\n`);
    for (const { request, outcome } of session.interactions) {
      hash.update(`${request.method} ${request.origin}${request.target}\n`).update(request.body);
      if (outcome.kind === 'response') hash.update(`${outcome.response.status}\n`).update(outcome.response.body);
    }
  }
  return { model, traced, name: basename(path), digest: hash.digest('hex'), sessions: traced.length, interactions };
}

function emptyRecording(path: string): ContentError {
  return new ContentError(
    'OFFSCRIPT_EMPTY_RECORDING',
    `${path} holds no interactions.`,
    'Record some first: offscript capture --to URL --out FILE.',
  );
}
