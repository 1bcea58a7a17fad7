import { ContentError } from '../errors.ts';
import { RecordingStore } from './recording.ts';
import type { SessionSummary } from './session-summaries.ts';

/**
 * Copies the sessions of several recordings into a new one at `out`. A session id that is taken gets a number.
 * @throws ContentError OFFSCRIPT_OTHER_KEY where their pseudonyms come from different project keys: what is one would be two
 */
export function joinRecordings(paths: readonly string[], out: string): readonly SessionSummary[] {
  using joined = RecordingStore.open(out, { mode: 'create' });
  for (const path of paths) {
    using part = RecordingStore.open(path, { mode: 'read' });
    const { keyFingerprint, redaction } = part.facts();
    const former = joined.facts().keyFingerprint;
    if (former !== null && keyFingerprint !== null && former !== keyFingerprint) throw otherKeys(path);
    joined.setRedaction(redaction, keyFingerprint);
    joined.addSessions(part.sessions());
    joined.addStandIns(part.standIns() ?? []);
  }
  return joined.summaries();
}

function otherKeys(path: string): ContentError {
  return new ContentError(
    'OFFSCRIPT_OTHER_KEY',
    `${path} was redacted with another project key than the recordings before it.`,
    'Only recordings made with one key can be joined: record or import it again with --key FILE.',
  );
}
