import { loadProjectKey, type ProjectKey } from '../capture/redact/project-key.ts';
import { createRedactor, type Redactor } from '../capture/redact/redactor.ts';
import { loadRules, type RedactionRules } from '../capture/redact/rules.ts';
import type { BodySink, KeptBody, LargeBodies } from '../capture/sessions/recorder.ts';
import type { HeaderList } from '../model/http.ts';
import type { Interaction, Session } from '../model/recording.ts';
import { largeBodySink } from './large-body-sink.ts';
import { RecordingStore } from '../store/recording.ts';
import type { SessionChange } from '../store/session-edit.ts';
import type { NewSession } from '../store/session-table.ts';

export interface RecorderOptions {
  readonly out: string;
  /** `--key`; null: the key in the user's config folder. */
  readonly key: string | null;
  /** `default`, `off`, or a rules file. */
  readonly redact: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where captured and imported traffic goes: redacted, then committed. */
export interface Recorder {
  readonly recording: string;
  /** Values replaced so far. */
  readonly redacted: number;
  beginSession(session: NewSession): string;
  /** Committed when it returns. */
  record(sessionId: string, interaction: Interaction, large?: LargeBodies): void;
  openBody(headers: HeaderList, target: string): BodySink;
  updateSession(sessionId: string, change: SessionChange): void;
  addSessions(sessions: readonly Session[]): void;
  /** Runs `work` as one transaction. */
  together(work: () => void): void;
  /** Rewrites rows that hold values recognised later, and leaves one whole file. */
  close(): void;
}

/** @throws ContentError OFFSCRIPT_OTHER_KEY, OFFSCRIPT_NO_KEY where the recording was redacted with a key that is not at hand */
export function openRecorder({ out, key, redact, env }: RecorderOptions): Recorder {
  const rules = redact === 'default' || redact === 'off' ? null : loadRules(redact);
  const store = RecordingStore.open(out, { mode: 'append' });
  try {
    const redactor =
      redact === 'off'
        ? null
        : redactorFor(store, loadProjectKey({ file: key, make: store.facts().keyFingerprint === null, env }), rules);
    if (redactor === null) store.setRedaction('off', null);
    return recorder(store, redactor);
  } catch (error) {
    store.close();
    throw error;
  }
}

function redactorFor(store: RecordingStore, key: ProjectKey, rules: RedactionRules | null): Redactor {
  store.setRedaction(rules === null ? 'default' : 'rules', key.fingerprint);
  return createRedactor({ key: key.bytes, ...(rules && { rules }), recognised: store.recognised() });
}

function recorder(store: RecordingStore, redactor: Redactor | null): Recorder {
  let redacted = 0;
  const clean = (interaction: Interaction): Interaction => {
    if (redactor === null) return interaction;
    const result = redactor.interaction(interaction);
    redacted += result.count;
    return result.interaction;
  };
  const cleanText = (text: string | null | undefined): string | null =>
    text === null || text === undefined ? null : (redactor?.text(text) ?? text);
  return {
    recording: store.path,
    get redacted() {
      return redacted;
    },
    beginSession: (session) => store.beginSession({ ...session, task: cleanText(session.task) }),
    record: (sessionId, interaction, large) => {
      const cleaned = clean(interaction);
      const whole = large === undefined ? cleaned : withFitHeaders(cleaned, large);
      store.addInteraction(
        sessionId,
        whole,
        redactor?.takeRecognised(),
        redactor?.takeStandIns(),
        large && { request: idOf(large.request), response: idOf(large.response) },
      );
    },
    openBody: (headers, target) => largeBodySink(headers, redactor?.body(headers, target) ?? null, store.beginBody()),
    together: (work) => store.together(work),
    updateSession: (sessionId, change) =>
      store.updateSession(sessionId, 'task' in change ? { ...change, task: cleanText(change.task) } : change),
    addSessions: (sessions) => {
      const cleaned = sessions.map((session) => ({
        ...session,
        task: cleanText(session.task),
        interactions: session.interactions.map(clean),
      }));
      store.addSessions(cleaned);
      store.addRecognised(redactor?.takeRecognised() ?? []);
      store.addStandIns(redactor?.takeStandIns() ?? []);
    },
    close: () => {
      try {
        if (redactor?.owesLate === true) redacted += redactLate(store, redactor);
        if (redactor !== null) store.clearRecognised();
        store.addStandIns(redactor?.takeStandIns() ?? []);
      } finally {
        store.close();
      }
    },
  };
}

function idOf(body: KeptBody | null): number | null {
  return body?.kind === 'kept' ? body.id : null;
}

/** Length and digests tell of the bodies that are kept. */
function withFitHeaders(interaction: Interaction, large: LargeBodies): Interaction {
  const fit = (body: KeptBody | null, headers: HeaderList): HeaderList =>
    body?.kind === 'kept' ? body.fit(headers) : headers;
  const { request, outcome } = interaction;
  return {
    ...interaction,
    request: { ...request, headers: fit(large.request, request.headers) },
    outcome:
      outcome.kind === 'error'
        ? outcome
        : { ...outcome, response: { ...outcome.response, headers: fit(large.response, outcome.response.headers) } },
  };
}

function redactLate(store: RecordingStore, redactor: Redactor): number {
  let redacted = 0;
  for (const session of store.sessions()) {
    for (const interaction of session.interactions) {
      const late = redactor.late(interaction);
      if (late.count > 0) store.rewriteInteraction(session.id, late.interaction);
      redacted += late.count;
    }
    const task = session.task === null ? null : redactor.lateText(session.task);
    if (task !== session.task) store.updateSession(session.id, { task });
  }
  return redacted;
}
