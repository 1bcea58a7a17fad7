import type { AuthEvidence, Credential } from './auth-evidence.ts';

/** Stable name of the holder of a token. */
export function principalOfToken(evidence: AuthEvidence, { carrier, token }: Credential): string {
  const handout = evidence.handouts.get(token);
  if (handout !== undefined && handout.principal !== '') return handout.principal;
  if (carrier.in === 'header' && /^basic /i.test(carrier.prefix)) {
    const name = Buffer.from(token, 'base64').toString('utf8').split(':')[0];
    if (name !== undefined && /^[\x20-\x7e]+$/.test(name)) return name;
  }
  return `key-${digestOf(token)}`;
}

/** FNV-1a: a short stable name for a secret that must not be shown. */
export function digestOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
