/** What is in a recording, in seconds also where it holds a million interactions. */
import { countCalls } from '../learn/count-calls.ts';
import type { OperationId } from '../model/names.ts';
import { learnSessions, openToLearn, type LearnedRecording } from './learn-recording.ts';

export interface RecordingSurvey {
  readonly sessions: number;
  readonly interactions: number;
  readonly origins: readonly string[];
  readonly learned: LearnedRecording;
  /** Exact, also where only a part was learned from. */
  readonly calls: ReadonlyMap<OperationId, number>;
  /** Calls of no operation that was learned. */
  readonly otherCalls: number;
  /** Set where the operations were learned from a part. */
  readonly learnedFrom: { readonly sessions: number; readonly interactions: number } | null;
}

/** Up to this many interactions are learned from whole. */
const MOST_WHOLE = 20_000;
const SAMPLE = 12_000;

/** `whole`: learns from all of it, however large. */
export function surveyRecording(path: string, { whole }: { readonly whole: boolean }): RecordingSurvey {
  const store = openToLearn(path);
  try {
    const { sessions, interactions, origins } = store.facts();
    const all = whole || interactions <= MOST_WHOLE;
    const learned = learnSessions(path, () => (all ? store.sessions() : store.sample(SAMPLE)));
    const { byOperation, others } = all
      ? { byOperation: new Map(learned.model.operations.map(({ id, count }) => [id, count])), others: 0 }
      : countCalls(learned.model, store.requests());
    return {
      sessions,
      interactions,
      origins,
      learned,
      calls: byOperation,
      otherCalls: others,
      learnedFrom: all ? null : { sessions: learned.sessions, interactions: learned.interactions },
    };
  } finally {
    store.close();
  }
}
