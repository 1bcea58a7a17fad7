import type { HeaderList } from '../../model/http.ts';

const KEY_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'x-api-key',
  'api-key',
  'apikey',
  'x-auth-token',
  'x-access-token',
  'private-token',
  'x-session-id',
  'x-session-token',
]);

/**
 * The secrets a request shows, most telling first: cookies belong to one client, a token may be shared by many.
 * Kept in memory only, to compare.
 */
export function credentialsOf(headers: HeaderList): readonly string[] {
  const cookies: string[] = [];
  const keys: string[] = [];
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (key === 'cookie')
      cookies.push(
        ...value
          .split(';')
          .map(cookieValue)
          .filter((text) => text.length >= 8),
      );
    else if (KEY_HEADERS.has(key)) keys.push(value.replace(/^(?:bearer|token)\s+/i, '').trim());
  }
  return [...cookies, ...keys].filter((secret) => secret !== '');
}

function cookieValue(pair: string): string {
  return pair.slice(pair.indexOf('=') + 1).trim();
}
