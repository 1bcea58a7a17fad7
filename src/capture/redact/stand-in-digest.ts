import { hash } from 'node:crypto';

const BYTES = 8;

/** Of its letters and digits alone, without case: the same stand-in in another spelling is the same. */
export function standInDigest(standIn: string): Uint8Array {
  return hash('sha256', standIn.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''), 'buffer').subarray(0, BYTES);
}
