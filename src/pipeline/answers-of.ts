import { traceSession } from '../learn/trace/trace-session.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { Session } from '../model/recording.ts';
import type { RecordingStore } from '../store/recording.ts';
import { recordedAnswers, type TimedAnswers } from '../world/recorded/recorded-answers.ts';

/** The recorded answers of a recording, or of some of its sessions; the store must stay open while they are used. */
export function answersOf(
  store: RecordingStore,
  model: LearnedModel,
  sessions: () => Iterable<Session> = () => store.sessions(),
): TimedAnswers {
  return recordedAnswers({
    model,
    sessions,
    session: (id) => store.session(id),
    trace: (session) => traceSession(model, session),
  });
}
