import { hash } from 'node:crypto';
import { lastWritten, type Rec } from '../state/rec.ts';

/** Hex text that changes exactly when the record does: ETags and version tags. Computed once per version. */
export function docTag(rec: Rec, length: number): string {
  rec.tag ??= hash('sha1', rec.bytes ?? (lastWritten.rec === rec ? lastWritten.text : JSON.stringify(rec.doc)), 'hex');
  return rec.tag.repeat(Math.ceil(length / rec.tag.length)).slice(0, length);
}
