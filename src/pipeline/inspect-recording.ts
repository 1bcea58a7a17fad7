/** What a recording should not hold, and what it does not hold yet. */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { searchSecrets, type FoundSecret } from '../capture/redact/find-secrets.ts';
import { gapsIn, type Gap } from '../learn/gaps.ts';
import { learnRecording } from './learn-recording.ts';
import { RecordingStore } from '../store/recording.ts';

export type { FoundSecret, Gap };

export interface SecretReport {
  readonly sessions: number;
  readonly interactions: number;
  readonly redaction: 'default' | 'off' | 'rules';
  /** False where the recording was made before stand-ins were kept: then they look like secrets. */
  readonly knowsStandIns: boolean;
  readonly found: readonly FoundSecret[];
}

/** Looks through every message, decoded, and through the bytes of the file. */
export function secretsIn(path: string): SecretReport {
  using store = RecordingStore.open(path, { mode: 'read' });
  const standIns = store.standIns();
  const search = searchSecrets(standIns ?? []);
  const { sessions, interactions, redaction } = store.facts();
  const found: FoundSecret[] = [];
  for (const session of store.sessions()) found.push(...search.session(session));
  for (const body of store.largeBodies()) found.push(...search.large(body));
  for (const file of [path, `${path}-wal`])
    for (const page of pagesOf(file)) found.push(...search.page(page.bytes, file, page.offset));
  return { sessions, interactions, redaction, knowsStandIns: standIns !== null || redaction === 'off', found };
}

/** What to record next, so that the world can answer it. */
export function gapsOf(path: string, fewest: number): readonly Gap[] {
  return gapsIn(learnRecording(path).model, fewest);
}

const PAGE = 4096;
const WAL_HEADER = 32;
const FRAME_HEADER = 24;

function* pagesOf(path: string): Generator<{ readonly bytes: Uint8Array; readonly offset: number }> {
  if (!existsSync(path)) return;
  const isLog = path.endsWith('-wal');
  const file = openSync(path, 'r');
  try {
    for (let offset = isLog ? WAL_HEADER + FRAME_HEADER : 0; ; offset += PAGE + (isLog ? FRAME_HEADER : 0)) {
      const bytes = Buffer.alloc(PAGE);
      const read = readSync(file, bytes, 0, PAGE, offset);
      if (read === 0) return;
      yield { bytes: bytes.subarray(0, read), offset };
    }
  } finally {
    closeSync(file);
  }
}
