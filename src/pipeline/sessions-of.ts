import { RecordingStore, type SessionEdit, type SessionSummary } from '../store/recording.ts';

/** Sessions of a recording, after an edit where one is asked for. */
export function sessionsOf(path: string, edit: SessionEdit | null): readonly SessionSummary[] {
  using store = RecordingStore.open(path, { mode: edit === null ? 'read' : 'append' });
  if (edit !== null) store.edit(edit);
  return store.summaries();
}
