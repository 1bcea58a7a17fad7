import type { Rec } from './rec.ts';

/** Hex text that changes exactly when the record does: ETags and version tags. Computed once per version. */
export function docTag(rec: Rec, length: number): string {
  rec.tag ??= fingerprint(JSON.stringify(rec.doc));
  return rec.tag.repeat(Math.ceil(length / rec.tag.length)).slice(0, length);
}

/** Two independent 32-bit hashes of the text, and two of those: 32 hex digits. No secret hangs on it. */
function fingerprint(text: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  const words = [a, b, a ^ Math.imul(b, 0x85ebca6b), b ^ Math.imul(a, 0xc2b2ae35)];
  return words.map((word) => (Math.imul(word ^ (word >>> 16), 0x45d9f3b) >>> 0).toString(16).padStart(8, '0')).join('');
}
