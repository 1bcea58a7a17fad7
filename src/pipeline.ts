/**
 * The table of contents: every job of offscript as the stages it joins. Stages never import each other.
 */
import { importFiles, type ImportSummary } from './capture/formats/import-files.ts';
import type { FormatId } from './capture/formats/format.ts';
import { runCapture, type CaptureCounts, type CaptureOptions } from './capture/proxy/run-capture.ts';
import { loadProjectKey, type ProjectKey } from './capture/redact/project-key.ts';
import { createRedactor, type Redactor } from './capture/redact/redactor.ts';
import { loadRules, type RedactionRules } from './capture/redact/rules.ts';
import { ContentError } from './errors.ts';
import type { Interaction, Session } from './model/recording.ts';
import { RecordingStore, type NewSession, type SessionChange } from './store/recording.ts';

// ---------------------------------------------------------------- recordings

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
  record(sessionId: string, interaction: Interaction): void;
  updateSession(sessionId: string, change: SessionChange): void;
  addSessions(sessions: readonly Session[]): void;
  /** Rewrites rows that hold values recognised later, and leaves one whole file. */
  close(): void;
}

/** @throws ContentError OFFSCRIPT_OTHER_KEY, OFFSCRIPT_NO_KEY where the recording was redacted with a key that is not at hand */
export function openRecorder({ out, key, redact, env }: RecorderOptions): Recorder {
  const rules = redact === 'default' || redact === 'off' ? null : loadRules(redact);
  const store = RecordingStore.open(out, { mode: 'append' });
  try {
    const redactor = redact === 'off' ? null : redactorFor(store, loadProjectKey({ file: key, make: store.facts().keyFingerprint === null, env }), rules);
    if (redactor === null) store.setRedaction('off', null);
    return recorder(store, redactor);
  } catch (error) {
    store.close();
    throw error;
  }
}

function redactorFor(store: RecordingStore, key: ProjectKey, rules: RedactionRules | null): Redactor {
  store.setRedaction(rules === null ? 'default' : 'rules', key.fingerprint);
  return createRedactor({ key: key.bytes, ...(rules && { rules }), recognised: store.afterCrash ? store.recognised() : [] });
}

function recorder(store: RecordingStore, redactor: Redactor | null): Recorder {
  let redacted = 0;
  const clean = (interaction: Interaction): Interaction => {
    if (redactor === null) return interaction;
    const result = redactor.interaction(interaction);
    redacted += result.count;
    return result.interaction;
  };
  const cleanText = (text: string | null | undefined): string | null => (text === null || text === undefined ? null : (redactor?.text(text) ?? text));
  return {
    recording: store.path,
    get redacted() {
      return redacted;
    },
    beginSession: (session) => store.beginSession({ ...session, task: cleanText(session.task) }),
    record: (sessionId, interaction) => {
      const cleaned = clean(interaction);
      store.addInteraction(sessionId, cleaned, redactor?.takeRecognised());
    },
    updateSession: (sessionId, change) => store.updateSession(sessionId, 'task' in change ? { ...change, task: cleanText(change.task) } : change),
    addSessions: (sessions) => {
      const cleaned = sessions.map((session) => ({ ...session, task: cleanText(session.task), interactions: session.interactions.map(clean) }));
      store.addSessions(cleaned);
      store.addRecognised(redactor?.takeRecognised() ?? []);
    },
    close: () => {
      try {
        if (redactor?.owesLate === true) redacted += redactLate(store, redactor);
      } finally {
        store.close();
      }
    },
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
  }
  return redacted;
}

export interface CaptureResult extends CaptureCounts {
  readonly recording: string;
  readonly redacted: number;
}

/** Records what passes through a local proxy, until `signal` is aborted. */
export async function captureTraffic(options: CaptureOptions & RecorderOptions): Promise<CaptureResult> {
  let recorder: Recorder | null = null;
  const counts = await runCapture(options, () => (recorder = openRecorder(options)));
  return { recording: options.out, ...counts, redacted: (recorder as Recorder | null)?.redacted ?? 0 };
}

export interface ImportRecordingOptions extends RecorderOptions {
  readonly files: readonly string[];
  readonly format: FormatId | 'auto';
  readonly join: boolean;
  readonly onFile?: (path: string, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface ImportResult extends ImportSummary {
  readonly recording: string;
  readonly sessions: number;
  readonly interactions: number;
  readonly redacted: number;
}

const IMPORT_BATCH = 50;

/** @throws ContentError OFFSCRIPT_NOTHING_IMPORTED where no file could be read; the output is then as it was */
export function importRecording(options: ImportRecordingOptions): ImportResult {
  const { format, join, onFile } = options;
  const found = importFiles(options.files, { format, join, ...(onFile && { onFile }) });
  const counts = { sessions: 0, interactions: 0 };
  let recorder: Recorder | null = null;
  try {
    for (const batch of batchesOf(found.sessions, IMPORT_BATCH)) {
      recorder ??= openRecorder(options);
      recorder.addSessions(batch);
      counts.sessions += batch.length;
      counts.interactions += batch.reduce((sum, { interactions }) => sum + interactions.length, 0);
      if (options.signal?.aborted === true) break;
    }
    const [first] = found.summary.skipped;
    if (recorder === null && first !== undefined && found.summary.empty === 0) throw nothingImported(found.summary.files, first);
    recorder ??= openRecorder(options);
  } finally {
    recorder?.close();
  }
  return { recording: options.out, ...found.summary, ...counts, redacted: recorder.redacted };
}

function* batchesOf<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function nothingImported(files: number, first: ImportSummary['skipped'][number]): ContentError {
  const others = files > 1 ? ` (and ${files - 1} more)` : '';
  return new ContentError('OFFSCRIPT_NOTHING_IMPORTED', `Nothing to import. ${first.file}${others}: ${first.reason}.`, 'Give HAR, nock, VCR, Betamax or go-vcr files; --format NAME reads them as one format.');
}
