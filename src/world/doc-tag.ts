import { createHash } from 'node:crypto';
import { canonicalJson } from '../model/json.ts';
import type { Rec } from './rec.ts';

/** Hex text that changes exactly when the record does: ETags and version tags. */
export function docTag(rec: Rec, length: number): string {
  rec.tag ??= createHash('sha256').update(canonicalJson(rec.doc)).digest('hex');
  return rec.tag.repeat(Math.ceil(length / 64)).slice(0, length);
}
