import type { SessionHeader } from '../model/recording.ts';

export type SessionChange = Partial<Pick<SessionHeader, 'label' | 'use' | 'workflow' | 'task'>>;

/** What a person may do to sessions afterwards. */
export type SessionEdit =
  | { readonly kind: 'merge'; readonly ids: readonly string[] }
  | { readonly kind: 'split'; readonly id: string; readonly at: number }
  | { readonly kind: 'drop'; readonly ids: readonly string[] }
  | { readonly kind: 'change'; readonly ids: readonly string[]; readonly change: SessionChange };

interface Editable {
  together(work: () => void): void;
  mergeSessions(ids: readonly string[]): string;
  splitSession(id: string, seq: number): string;
  dropSession(id: string): void;
  updateSession(id: string, change: SessionChange): void;
}

/** All of the edit or, where one of its sessions is not there, none of it. */
export function editSessions(store: Editable, edit: SessionEdit): void {
  switch (edit.kind) {
    case 'merge':
      store.mergeSessions(edit.ids);
      break;
    case 'split':
      store.splitSession(edit.id, edit.at);
      break;
    case 'drop':
      store.together(() => edit.ids.forEach((id) => store.dropSession(id)));
      break;
    case 'change':
      store.together(() => edit.ids.forEach((id) => store.updateSession(id, edit.change)));
      break;
    default:
      edit satisfies never;
  }
}
