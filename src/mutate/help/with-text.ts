import { valueAt } from '../../model/json.ts';
import type { WorldDraft } from '../../model/world.ts';
import type { TextPlace } from './readable-texts.ts';

/** Adds a paragraph to a text in a record, wherever the record is shown. */
export function withText(draft: WorldDraft, { key, path }: TextPlace, text: string): void {
  const before = valueAt(draft.entity(key)?.doc, path);
  draft.add({
    p: 'set',
    key,
    path,
    value: typeof before === 'string' && before !== '' ? `${before}\n\n${text}` : text,
  });
}
