/** Secrets that answers show, and the logins that got them. */
import { isObject, jsonEquals, leavesOf, type JsonPath } from '../../model/json.ts';
import { slotsOf, type Call } from '../reading/call.ts';
import type { AuthEvidence, Credential, Handout } from './auth-evidence.ts';
import { ANSWER_HEADER, CSRF_HEADER, LOGIN_NAME } from './auth-words.ts';
import { carriesPassword, principalName } from './login-name.ts';
import { principalOfToken } from './token-holder.ts';

/** Text with blanks, and times: every answer has some, and keeping them all would cost more than the rest of learning. */
const NO_TOKEN = /\s|^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const QUIET_ANSWER_HEADER =
  /^(?:etag|date|x-request-id|request-id|x-trace|x-correlation|location|link|server|via|age|vary|content-|cache-|set-cookie|x-rate|ratelimit|last-modified|expires|strict-|x-runtime|cf-)/i;

/** Tokens are long strings without blanks; which of them matter shows when a later request carries one. */
export function noteHandouts(evidence: AuthEvidence, call: Call, credential: Credential | null): void {
  const { exchange } = call;
  const isPlainRead =
    exchange.method === 'GET' && exchange.answer !== undefined && !/token|auth|login|session|csrf/i.test(exchange.path);
  if (isPlainRead && !exchange.answerHeaders.some(([name]) => CSRF_HEADER.test(name) || /^set-cookie$/i.test(name)))
    return;
  const mayLogIn = credential === null || LOGIN_NAME.test(call.operation);
  const tokens: { token: string; path: JsonPath }[] = [];
  if (!isPlainRead && exchange.answer !== undefined && isObject(exchange.answer)) {
    for (const { path, value } of leavesOf(exchange.answer))
      if (
        typeof value === 'string' &&
        value.length >= 8 &&
        value.length < 4096 &&
        path.length <= 4 &&
        !NO_TOKEN.test(value)
      )
        tokens.push({ token: value, path });
  }
  for (const [name, value] of exchange.answerHeaders) {
    if (
      (CSRF_HEADER.test(name) || (mayLogIn && !QUIET_ANSWER_HEADER.test(name) && /^[\w.%+/=-]+$/.test(value))) &&
      value.length >= 8
    )
      tokens.push({ token: value, path: [ANSWER_HEADER, name.toLowerCase()] });
    if (name.toLowerCase() !== 'set-cookie') continue;
    const match = /^([^=;]+)=([^;]*)/.exec(value);
    if (match?.[2] !== undefined && match[2].length >= (/httponly/i.test(value) ? 4 : 8))
      tokens.push({ token: match[2], path: ['set-cookie', match[1] ?? ''] });
  }
  if (tokens.length === 0 || evidence.handouts.size > 400_000) return;
  const refreshed = slotsOf(call).find(
    ({ value }) =>
      typeof value === 'string' &&
      value.length >= 8 &&
      evidence.handouts.get(value) !== undefined &&
      isTokenPath(evidence.handouts.get(value)),
  );
  const earlier = refreshed === undefined ? undefined : evidence.handouts.get(String(refreshed.value));
  const principal =
    earlier?.principal ??
    principalName(exchange.body) ??
    (credential === null ? '' : principalOfToken(evidence, credential));
  const answer = exchange.answer ?? null;
  const cookies = exchange.answerHeaders
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .map(([, value]) => value);
  if (refreshed === undefined && mayLogIn) noteLogin(evidence, call, principal);
  const sent = credential?.carrier.in === 'cookie' && !carriesPassword(exchange.body) ? credential : null;
  for (const { token, path } of tokens) {
    if (evidence.handouts.has(token)) continue;
    if (sent !== null && path[0] === 'set-cookie' && path[1] === sent.carrier.name) {
      // A session that rolls on: the same login, another value.
      const before = evidence.handouts.get(sent.token);
      if (before !== undefined) evidence.handouts.set(token, before);
      continue;
    }
    evidence.handouts.set(token, {
      operation: call.operation,
      tokenPath: path,
      at: exchange.at,
      principal,
      body: exchange.body,
      answer,
      refreshSlot: refreshed?.slot ?? null,
      cookies,
    });
  }
}

function noteLogin(evidence: AuthEvidence, call: Call, principal: string): void {
  const { operation, exchange } = call;
  if (exchange.body === undefined) return;
  const key = `${operation} ${principal}`;
  const known = evidence.logins.get(key);
  const now = new Map([...leavesOf(exchange.body)].map(({ path, value }) => [JSON.stringify(path), { path, value }]));
  if (known === undefined) {
    const varying = new Map<string, JsonPath>();
    if (call.number !== null && now.delete(JSON.stringify([call.number.sent])))
      varying.set(JSON.stringify([call.number.sent]), [call.number.sent]);
    if (evidence.logins.size < 20_000) evidence.logins.set(key, { leaves: now, varying, n: 1 });
    return;
  }
  known.n++;
  for (const [text, { path, value }] of known.leaves) {
    if (jsonEquals(now.get(text)?.value ?? null, value)) continue;
    known.leaves.delete(text);
    known.varying.set(text, path);
  }
  for (const [text, { path }] of now) if (!known.leaves.has(text)) known.varying.set(text, path);
}

function isTokenPath(handout: Handout | undefined): boolean {
  return handout !== undefined && /token|refresh|secret|jwt|session/i.test(String(handout.tokenPath.at(-1)));
}
