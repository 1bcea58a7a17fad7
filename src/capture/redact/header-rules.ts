/** Header lists: credentials, cookies, keys by name; addresses and tokens in all others by shape. */
import type { HeaderList } from '../../model/http.ts';
import { scrubField } from './field-rules.ts';
import { isPlaceholder, looksLikeToken } from './placeholder.ts';
import type { Scrub } from './scrub.ts';
import { standInForBasic } from './text-rules.ts';

/** The same list where nothing was replaced. */
export function scrubHeaders(headers: HeaderList, scrub: Scrub): HeaderList {
  let changed = false;
  const next = headers.map((pair) => {
    const [name, value] = pair;
    if (value === '' || PLAIN.has(name.toLowerCase()) || scrub.isAllowed(name) || scrub.isAllowed(value)) return pair;
    const standIn = scrub.mode === 'full' ? scrubValue(name.toLowerCase(), value, scrub) : scrub.text(value);
    if (standIn === value) return pair;
    changed = true;
    return [name, standIn] as const;
  });
  return changed ? next : headers;
}

/** Headers that carry no value of a client or person; passing them by is most of the speed. */
const PLAIN = new Set(
  'accept accept-encoding accept-language accept-ranges access-control-allow-credentials access-control-allow-headers access-control-allow-methods access-control-allow-origin access-control-expose-headers access-control-max-age age allow alt-svc cache-control connection content-encoding content-language content-length content-range content-security-policy content-type date expect expires host keep-alive last-modified nel permissions-policy pragma range ratelimit-limit ratelimit-remaining ratelimit-reset referrer-policy report-to retry-after sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-user server server-timing strict-transport-security te timing-allow-origin trailer transfer-encoding upgrade upgrade-insecure-requests user-agent vary via x-content-type-options x-dns-prefetch-control x-download-options x-frame-options x-permitted-cross-domain-policies x-powered-by x-ratelimit-limit x-ratelimit-remaining x-ratelimit-reset x-ratelimit-used x-runtime x-ua-compatible x-xss-protection'.split(
    ' ',
  ),
);

function scrubValue(name: string, value: string, scrub: Scrub): string {
  if (name === 'cookie')
    return value
      .split(';')
      .map((pair) => scrubCookie(pair, scrub))
      .join(';');
  if (name === 'set-cookie') {
    const [pair = '', ...attributes] = value.split(';');
    return [scrubCookie(pair, scrub), ...attributes].join(';');
  }
  const kind = scrub.classOf(name);
  if (kind === 'credentials') return scrubCredentials(value, scrub);
  if (isPlaceholder(value)) return value;
  if (kind === 'secret') return secretOrScheme(value, scrub);
  if (kind === 'maybe-secret' && looksLikeToken(value)) return scrub.secret(value);
  if (kind !== 'other' && kind !== 'id') return scrubField(name, value, scrub);
  return scrub.text(value);
}

function scrubCookie(pair: string, scrub: Scrub): string {
  const equals = pair.indexOf('=');
  if (equals < 0) return pair;
  const raw = pair.slice(equals + 1);
  const value = raw.trim().replace(/^"(.*)"$/, '$1');
  if (value.length < 4 || isPlaceholder(value)) return pair;
  return pair.slice(0, equals + 1) + raw.replace(value, () => scrub.secret(value));
}

/** `X-Api-Key: abc` and `X-Api-Key: Bearer abc` */
function secretOrScheme(value: string, scrub: Scrub): string {
  return /^\w+\s+\S/.test(value) ? scrubCredentials(value, scrub) : scrub.secret(value);
}

/** @example Bearer eyJ..., Basic dXNlcjpw..., token abc, AWS4-HMAC-SHA256 Credential=..., Digest username="..." */
function scrubCredentials(value: string, scrub: Scrub): string {
  const scheme = /^([\w-]+)(\s+)(.*)$/s.exec(value);
  if (scheme === null) return isPlaceholder(value) ? value : scrub.secret(value);
  const [, name = '', gap = '', rest = ''] = scheme;
  if (isPlaceholder(rest)) return value;
  if (name.toLowerCase() === 'basic') return name + gap + (standInForBasic(rest, scrub) ?? scrub.secret(rest));
  if (/[\w-]+\s*=\s*\S/.test(rest) && !/^[\w\-.~+/]+={0,2}$/.test(rest))
    return name + gap + scrubParameters(rest, scrub);
  return name + gap + scrub.secret(rest);
}

const PARAMETER = /([\w-]{1,40})(\s*=\s*"?)([^",\s]{1,2000})/g;
const SECRET_PARAMETERS = new Set([
  'response',
  'cnonce',
  'nonce',
  'opaque',
  'oauth_consumer_key',
  'oauth_nonce',
  'oauth_signature',
  'credential',
  'signature',
  'username',
  'token',
  'mac',
  'key',
  'keyid',
]);

function scrubParameters(text: string, scrub: Scrub): string {
  return text.replace(PARAMETER, (all, name: string, gap: string, value: string) => {
    const lower = name.toLowerCase();
    if (isPlaceholder(value)) return all;
    if (lower === 'credential') return `${name}${gap}${value.replace(/^[^/]+/, (id) => scrub.secret(id))}`;
    if (!SECRET_PARAMETERS.has(lower) && scrub.classOf(name) !== 'secret') return all;
    return name + gap + scrub.secret(value);
  });
}
