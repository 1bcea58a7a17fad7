import type { Scrub } from './scrub.ts';

export function isJwt(value: string): boolean {
  return value.startsWith('eyJ') && /^eyJ[\w-]{6,}\.[\w-]{2,}\.[\w-]*(?:\.[\w-]*){0,2}$/.test(value);
}

/**
 * A JWT that still parses: the header as it is, the claims with what is personal replaced (`exp`, `iat`, ids stay), a
 * signature of the same length that belongs to no key.
 */
export function standInForJwt(jwt: string, scrub: Scrub): string {
  if (scrub.pseudonyms.isOwn(jwt)) return jwt;
  const [header = '', claims = '', ...rest] = jwt.split('.');
  const signature = scrub.pseudonyms.token(jwt).split('.').slice(2);
  const text = Buffer.from(claims, 'base64url').toString('utf8');
  const cleaned = text.startsWith('{') ? scrub.json(text, 'claims') : null;
  if (cleaned === null)
    return scrub.pseudonyms.made([header, ...scrub.pseudonyms.token(jwt).split('.').slice(1)].join('.'));
  const kept = cleaned === text ? claims : Buffer.from(cleaned).toString('base64url');
  return scrub.pseudonyms.made([header, kept, ...rest.map((_, at) => signature[at] ?? '')].join('.'));
}
