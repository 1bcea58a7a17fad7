/** How a recording says with which rules and which project key it was redacted. */
import type Database from 'better-sqlite3';
import type { RecordingFacts } from '../model/recording.ts';
import { metaOf, setMeta } from './meta-table.ts';
import { otherKey } from './recording-problems.ts';

type Mode = RecordingFacts['redaction'];

export function redactionOf(db: Database.Database): Pick<RecordingFacts, 'redaction' | 'keyFingerprint'> {
  return {
    redaction: (metaOf(db, 'redaction') as Mode | null) ?? 'default',
    keyFingerprint: metaOf(db, 'key_fingerprint'),
  };
}

/**
 * A recording that took anything unredacted stays `off`.
 * @throws ContentError OFFSCRIPT_OTHER_KEY where its pseudonyms were made with another key: they would not join
 */
export function noteRedaction(db: Database.Database, path: string, mode: Mode, keyFingerprint: string | null): void {
  const former = metaOf(db, 'key_fingerprint');
  if (former !== null && keyFingerprint !== null && former !== keyFingerprint)
    throw otherKey(path, former, keyFingerprint);
  const formerMode = metaOf(db, 'redaction');
  if (keyFingerprint !== null) setMeta(db, 'key_fingerprint', keyFingerprint);
  if (formerMode !== 'off') setMeta(db, 'redaction', formerMode === 'rules' && mode === 'default' ? 'rules' : mode);
}
