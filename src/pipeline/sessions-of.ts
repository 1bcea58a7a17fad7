import { RecordingStore } from '../store/recording.ts';
import type { SessionEdit } from '../store/session-edit.ts';
import type { SessionSummary } from '../store/session-summaries.ts';

/** Sessions of a recording, after an edit where one is asked for. */
export function sessionsOf(path: string, edit: SessionEdit | null): readonly SessionSummary[] {
  using store = RecordingStore.open(path, { mode: edit === null ? 'read' : 'append' });
  if (edit !== null) store.edit(edit);
  return store.summaries();
}
