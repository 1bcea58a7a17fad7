/** Which credential a call carries. */
import { headerValue } from '../../model/http.ts';
import type { Exchange } from '../reading/exchange.ts';
import type { AuthEvidence, Credential, Handout } from './auth-evidence.ts';
import { carriesPassword } from './login-name.ts';
import { CSRF_HEADER, LOGIN_NAME } from './auth-words.ts';

const KEY_HEADER =
  /^(?:x-)?(?:api-?key|auth-?token|access-?token|api-?token|session-?token|private-?token|authtoken|x-[a-z-]*token|token)$/i;
/** `Fastly-Key`, `DD-Application-Key`: what vendors call the key of their callers. */
const VENDOR_KEY =
  /^(?!.*(?:idempot|csrf|xsrf|cache|surrogate|partition|encrypt|public|rout|request|trace|sec-))[a-z][a-z-]*-key$/i;
/** Names that mean the caller's own key, even beside a session cookie. */
const OWN_KEY_HEADER = /api|access|auth|private|user/i;
const KEY_QUERY = /^(?:api_?key|access_token|auth_token|apikey|key|token|appid|app_id)$/i;
const SESSION_COOKIE = /sess|sid|auth|token|jwt|login|connect/i;
const SETTING_COOKIE = /^_|lang|locale|theme|consent|prefer|tz|zone|currency/i;

/** The credential of a call. The session of a person tells the caller better than a key that every call of a program carries. */
export function credentialOf(exchange: Exchange, handouts: AuthEvidence['handouts']): Credential | null {
  let first: Credential | null = null;
  for (const credential of credentialsIn(exchange, handouts)) {
    if (credential.carrier.in === 'header' && /^authorization$/i.test(credential.carrier.name)) return credential;
    if (isFromLogin(handouts.get(credential.token))) return credential;
    first ??= credential;
  }
  return first;
}

function isFromLogin(handout: Handout | undefined): boolean {
  return handout !== undefined && (LOGIN_NAME.test(handout.operation) || carriesPassword(handout.body));
}

function* credentialsIn(exchange: Exchange, handouts: AuthEvidence['handouts']): Generator<Credential> {
  const authorization = headerValue(exchange.headers, 'authorization');
  if (authorization !== undefined) {
    const at = authorization.indexOf(' ');
    const prefix = at < 0 ? '' : authorization.slice(0, at + 1);
    yield { carrier: { in: 'header', name: 'Authorization', prefix }, token: authorization.slice(prefix.length) };
  }
  const cookies = cookiesOf(exchange);
  const hasSession = cookies.some(([name, value]) => SESSION_COOKIE.test(name) && value.length >= 8);
  for (const [name, value] of exchange.headers)
    if (
      (KEY_HEADER.test(name) || (VENDOR_KEY.test(name) && value.length >= 12)) &&
      !CSRF_HEADER.test(name) &&
      !(hasSession && !OWN_KEY_HEADER.test(name))
    )
      yield { carrier: { in: 'header', name, prefix: '' }, token: value };
  const cookie =
    cookies.find(([name, value]) => !CSRF_HEADER.test(name) && handouts.get(value)?.tokenPath[1] === name) ??
    cookies.find(([name]) => SESSION_COOKIE.test(name) && !CSRF_HEADER.test(name)) ??
    cookies.find(([name, value]) => !CSRF_HEADER.test(name) && !SETTING_COOKIE.test(name) && isTokenText(value));
  if (cookie !== undefined) yield { carrier: { in: 'cookie', name: cookie[0] }, token: cookie[1] };
  for (const [name, value] of Object.entries(exchange.query))
    if (KEY_QUERY.test(name) && typeof value === 'string' && value.length >= 8)
      yield { carrier: { in: 'query', name }, token: value };
}

function cookiesOf(exchange: Exchange): readonly (readonly [string, string])[] {
  return (headerValue(exchange.headers, 'cookie') ?? '').split(/;\s*/).flatMap((part) => {
    const at = part.indexOf('=');
    return at < 0 ? [] : [[part.slice(0, at), part.slice(at + 1)] as const];
  });
}

function isTokenText(value: string): boolean {
  return value.length >= 12 && /^[\w.%+/=-]+$/.test(value) && /\d/.test(value) && /[A-Za-z]/.test(value);
}
