/**
 * Values recognised during a capture, encrypted under the project key: kept beside the rows until the clean close, so
 * that after a crash the rows written before a value was recognised can still be rewritten. Equal in, equal out.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { KnownValue } from './known-values.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function sealValue(key: Uint8Array, value: KnownValue): Uint8Array {
  const text = Buffer.from(JSON.stringify([value.kind, value.raw, value.standIn]));
  const nonce = createHmac('sha256', key).update('nonce\0').update(text).digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(key), nonce);
  const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Null where it was sealed with another key or is damaged. */
export function openValue(key: Uint8Array, sealed: Uint8Array): KnownValue | null {
  try {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', sealingKey(key), nonce);
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString(
      'utf8',
    );
    const [kind, raw, standIn] = JSON.parse(text) as [KnownValue['kind'], string, string];
    return { kind, raw, standIn };
  } catch {
    return null;
  }
}

function sealingKey(key: Uint8Array): Buffer {
  return createHmac('sha256', key).update('seal').digest();
}
