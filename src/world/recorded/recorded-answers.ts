/**
 * The recording as an index of answers: which requests were made when, what each answer depends on, and which later
 * ones a write makes untrue. Bodies stay where they are until they are asked for.
 */
import type { HttpRequest } from '../../model/http.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { TracedSession } from '../../model/trace.ts';
import type { Session } from '../../model/recording.ts';
import { requestIdentity } from '../../model/request-identity.ts';
import type { RecordedAnswer, RecordedAnswers, RecordedMark, RecordedMarks } from '../../model/world.ts';
import { createMarker } from './recorded-marks.ts';

export interface RecordedSource {
  readonly model: LearnedModel;
  readonly sessions: () => Iterable<Session>;
  /** One of those sessions, by its id. */
  readonly session: (id: string) => Session;
  readonly trace: (session: Session) => TracedSession;
}

export interface TimedAnswers extends RecordedAnswers {
  readonly size: number;
  /** How many requests were made up to a moment, that moment included. */
  ticksUntil(at: number): number;
}

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly session: string;
  readonly position: number;
  /** Empty where there is no whole answer to serve. */
  readonly identity: string;
  readonly marks: RecordedMarks;
}

const NONE: readonly number[] = [];
const KEPT_SESSIONS = 8;

export function recordedAnswers({ model, sessions, session: find, trace }: RecordedSource): TimedAnswers {
  const entries = entriesOf(model, sessions(), trace);
  const byRequest = new Map<string, number[]>();
  const writes = new Map<RecordedMark, number[]>();
  for (const [tick, { identity, marks }] of entries.entries()) {
    if (identity !== '') add(byRequest, identity, tick);
    for (const mark of marks.wrote) add(writes, mark, tick);
  }
  const open = new Map<string, { readonly session: Session; readonly traced: TracedSession }>();
  const opened = (id: string): { readonly session: Session; readonly traced: TracedSession } => {
    const known = open.get(id);
    if (known !== undefined) return known;
    if (open.size >= KEPT_SESSIONS) open.delete([...open.keys()][0] ?? '');
    const session = find(id);
    const made = { session, traced: trace(session) };
    open.set(id, made);
    return made;
  };
  const entryAt = (tick: number): Entry => {
    const entry = entries[tick];
    if (entry === undefined) throw new Error(`no recorded request ${tick}`);
    return entry;
  };
  return {
    size: entries.length,
    ticksUntil: (at) => {
      const next = entries.findIndex((entry) => entry.at > at);
      return next < 0 ? entries.length : next;
    },
    ticksOf: (request: HttpRequest) => byRequest.get(requestIdentity(request)) ?? NONE,
    marksOf: (tick) => entryAt(tick).marks,
    writesTo: (mark) => writes.get(mark) ?? NONE,
    load: (tick) => {
      const { session: id, position } = entryAt(tick);
      const { session, traced } = opened(id);
      return answerOf(session, traced, position);
    },
  };
}

function entriesOf(
  model: LearnedModel,
  sessions: Iterable<Session>,
  trace: (session: Session) => TracedSession,
): readonly Entry[] {
  const mark = createMarker(model);
  const entries: Entry[] = [];
  let order = 0;
  for (const session of sessions) {
    const { steps } = trace(session);
    let at = -Infinity;
    for (const [position, { request, outcome, timing, incomplete }] of session.interactions.entries()) {
      at = Math.max(at, timing.requestAt);
      const isWhole = outcome.kind === 'response' && incomplete === null;
      const step = steps[position];
      if (step === undefined) continue;
      const identity = isWhole ? requestIdentity(request) : '';
      entries.push({ at, order, session: session.id, position, identity, marks: mark(step) });
    }
    order++;
  }
  return entries.sort((a, b) => a.at - b.at || a.order - b.order || a.position - b.position);
}

function answerOf({ interactions }: Session, { principal, steps }: TracedSession, position: number): RecordedAnswer {
  const interaction = interactions[position];
  const step = steps[position];
  if (interaction?.outcome.kind !== 'response' || step === undefined) throw new Error('no recorded answer');
  const { request, outcome } = interaction;
  const shown = step.views.map(({ key }) => key);
  return { request, response: outcome.response, principal, shown, changes: step.changes };
}

function add<K>(index: Map<K, number[]>, key: K, tick: number): void {
  const list = index.get(key);
  if (list === undefined) index.set(key, [tick]);
  else list.push(tick);
}
