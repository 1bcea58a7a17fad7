/** Which credential a call carries, and which answer handed it out. */
import { headerValue } from '../../model/http.ts';
import { canonicalJson, isObject, jsonEquals, leavesOf, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { OperationId } from '../../model/names.ts';
import type { Slot } from '../../model/slot.ts';
import { slotsOf, type Call } from '../reading/call.ts';
import { triggerOf } from '../guards/error-shape.ts';
import type { Exchange } from '../reading/exchange.ts';

export type Carrier =
  | { readonly in: 'header'; readonly name: string; readonly prefix: string }
  | { readonly in: 'cookie'; readonly name: string }
  | { readonly in: 'query'; readonly name: string };

export interface Credential {
  readonly carrier: Carrier;
  readonly token: string;
}

/** An answer that showed a token. */
export interface Handout {
  readonly operation: OperationId;
  readonly tokenPath: JsonPath;
  readonly at: number;
  /** Principal by name, from the request that got it. */
  readonly principal: string;
  readonly body: Json | undefined;
  readonly answer: Json;
  readonly refreshSlot: Slot | null;
  /** Cookies that the answer set, as written. */
  readonly cookies: readonly string[];
}

/** What the logins of one principal had in common: sequence numbers and nonces beside the credentials differ. */
export interface Logins {
  readonly leaves: Map<string, { readonly path: JsonPath; readonly value: Json }>;
  readonly varying: Map<string, JsonPath>;
  n: number;
}

export interface AuthEvidence {
  readonly handouts: Map<string, Handout>;
  /** By origin: carriers with how they fared. */
  readonly carriers: Map<string, Map<string, { readonly carrier: Carrier; ok: number; refused: number }>>;
  readonly uses: Map<
    string,
    {
      readonly origin: string;
      readonly token: string;
      readonly carrier: Carrier;
      count: number;
      lastAt: number;
      ok: number;
      last: OperationId | null;
    }
  >;
  /** By operation: good calls with and without a credential. */
  readonly byOperation: Map<
    OperationId,
    { origin: string; withCredential: number; without: number; refusedWithout: number }
  >;
  /** Votes for the operation and path that hand out used tokens. */
  readonly grants: Map<string, { readonly origin: string; readonly handout: Handout; n: number }>;
  /** By granting operation: longest time a token was seen to work, and shortest at which it was refused, by the call before that refusal. */
  readonly lives: Map<OperationId, { worked: number; readonly refusedAfter: Map<OperationId, number> }>;
  /** Operations after which a token went on working, and those after which it did not. */
  readonly ends: Map<OperationId, { continued: number; ended: number }>;
  /** By operation and principal. */
  readonly logins: Map<string, Logins>;
  /** Headers of writes whose values an answer had shown: CSRF. */
  readonly companions: Map<string, { header: string; n: number; from: Slot | null; readonly givers: Set<OperationId> }>;
}

export function createAuthEvidence(): AuthEvidence {
  return {
    handouts: new Map(),
    carriers: new Map(),
    uses: new Map(),
    byOperation: new Map(),
    grants: new Map(),
    lives: new Map(),
    ends: new Map(),
    logins: new Map(),
    companions: new Map(),
  };
}

/** Text with blanks, and times: every answer has some, and keeping them all would cost more than the rest of learning. */
const NO_TOKEN = /\s|^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const KEY_HEADER =
  /^(?:x-)?(?:api-?key|auth-?token|access-?token|api-?token|session-?token|private-?token|authtoken|x-[a-z-]*token|token)$/i;
/** Names that mean the caller's own key, even beside a session cookie. */
const OWN_KEY_HEADER = /api|access|auth|private|user/i;
const CSRF_HEADER = /csrf|xsrf/i;
/** Headers whose values never are a second secret, though an answer may have shown them. */
const PLAIN_HEADER =
  /^(?:authorization|cookie|if-|content-|accept|host$|user-agent$|connection$|idempotency|x-idempotency|x-request-id$|x-correlation|traceparent|origin$|referer$|prefer$|range$|date$)/i;
/** First step of the path of a secret that an answer's header held. */
const ANSWER_HEADER = 'answer-header';
const QUIET_ANSWER_HEADER =
  /^(?:etag|date|x-request-id|request-id|x-trace|x-correlation|location|link|server|via|age|vary|content-|cache-|set-cookie|x-rate|ratelimit|last-modified|expires|strict-|x-runtime|cf-)/i;
const PASSWORD = /pass|pwd|secret|\bpin$|otp|credential/i;
const LOGIN_NAME = /log|auth|session|token|sign/i;
const KEY_QUERY = /^(?:api_?key|access_token|auth_token|apikey|key|token|appid|app_id)$/i;
const SESSION_COOKIE = /sess|sid|auth|token|jwt|login|connect/i;
const SETTING_COOKIE = /^_|lang|locale|theme|consent|prefer|tz|zone|currency/i;

function isTokenText(value: string): boolean {
  return value.length >= 12 && /^[\w.%+/=-]+$/.test(value) && /\d/.test(value) && /[A-Za-z]/.test(value);
}

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
    if (KEY_HEADER.test(name) && !CSRF_HEADER.test(name) && !(hasSession && !OWN_KEY_HEADER.test(name)))
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

export function addAuthEvidence(evidence: AuthEvidence, call: Call): void {
  const { exchange } = call;
  const credential = credentialOf(exchange, evidence.handouts);
  const refused = isUnauthenticated(call);
  const byOperation = evidence.byOperation.get(call.operation) ?? {
    origin: exchange.origin,
    withCredential: 0,
    without: 0,
    refusedWithout: 0,
  };
  evidence.byOperation.set(call.operation, byOperation);
  if (credential === null) {
    if (call.success) byOperation.without++;
    if (refused) byOperation.refusedWithout++;
  } else {
    if (call.success) byOperation.withCredential++;
    noteUse(evidence, call, credential, refused);
  }
  noteCompanion(evidence, exchange, credential);
  if (call.success) noteHandouts(evidence, call, credential);
}

/** Refused for want of a good credential, whatever the status says. */
export function isUnauthenticated({ exchange, success }: Call): boolean {
  if (exchange.status === 401) return true;
  if (success || exchange.status === null || exchange.status >= 500) return false;
  const text = exchange.answer === undefined ? (exchange.answerText ?? '') : canonicalJson(exchange.answer);
  const trigger = triggerOf(exchange.status, text.slice(0, 4000));
  return trigger === 'unauthenticated' || trigger === 'expired';
}

function noteUse(
  evidence: AuthEvidence,
  { exchange, operation }: Call,
  { carrier, token }: Credential,
  refused: boolean,
): void {
  const carriers =
    evidence.carriers.get(exchange.origin) ?? new Map<string, { carrier: Carrier; ok: number; refused: number }>();
  evidence.carriers.set(exchange.origin, carriers);
  const text = JSON.stringify(carrier);
  const votes = carriers.get(text) ?? { carrier, ok: 0, refused: 0 };
  if (refused) votes.refused++;
  else votes.ok++;
  carriers.set(text, votes);
  const key = `${exchange.origin} ${token}`;
  const use = evidence.uses.get(key) ?? {
    origin: exchange.origin,
    token,
    carrier,
    count: 0,
    lastAt: 0,
    ok: 0,
    last: null,
  };
  const before = use.last;
  use.count++;
  if (!refused) use.ok++;
  use.lastAt = exchange.at;
  use.last = refused ? null : operation;
  evidence.uses.set(key, use);
  if (before !== null) noteEnd(evidence, before, refused);
  if (!refused && !evidence.ends.has(operation)) evidence.ends.set(operation, { continued: 0, ended: 0 });
  const handout = evidence.handouts.get(token);
  if (handout === undefined) return;
  const grant = `${exchange.origin} ${handout.operation} ${JSON.stringify(handout.tokenPath)} ${handout.refreshSlot === null ? '' : 'refresh'}`;
  const found = evidence.grants.get(grant) ?? { origin: exchange.origin, handout, n: 0 };
  found.n++;
  evidence.grants.set(grant, found);
  const life = evidence.lives.get(handout.operation) ?? { worked: 0, refusedAfter: new Map<OperationId, number>() };
  const age = (exchange.at - handout.at) / 1000;
  if (refused && age > 1 && before !== null)
    life.refusedAfter.set(before, Math.min(life.refusedAfter.get(before) ?? Infinity, age));
  else if (!refused) life.worked = Math.max(life.worked, age);
  evidence.lives.set(handout.operation, life);
}

function noteEnd(evidence: AuthEvidence, before: OperationId, refused: boolean): void {
  const end = evidence.ends.get(before) ?? { continued: 0, ended: 0 };
  if (refused) end.ended++;
  else end.continued++;
  evidence.ends.set(before, end);
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

/** Tokens are long strings without blanks; which of them matter shows when a later request carries one. */
function noteHandouts(evidence: AuthEvidence, call: Call, credential: Credential | null): void {
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

function carriesPassword(body: Json | undefined): boolean {
  if (body === undefined) return false;
  for (const { path, value } of leavesOf(body))
    if (typeof value === 'string' && PASSWORD.test(String(path.at(-1)))) return true;
  return false;
}

function isTokenPath(handout: Handout | undefined): boolean {
  return handout !== undefined && /token|refresh|secret|jwt|session/i.test(String(handout.tokenPath.at(-1)));
}

/** The name in a login body: what a person would call the account. */
export function principalName(body: Json | undefined): string | null {
  if (!isObject(body)) return null;
  for (const pattern of [
    /^(?:username|user|login|email|user_?name|account|user_?id)$/i,
    /^(?:client_?id|api_?key|key|name|id)$/i,
  ]) {
    for (const { path, value } of leavesOf(body))
      if (typeof value === 'string' && value !== '' && pattern.test(String(path.at(-1)))) return value;
  }
  return besidePassword(body);
}

/** The first text in the object that holds a password, whatever it is called. */
function besidePassword(body: Json): string | null {
  for (const { path } of leavesOf(body)) {
    if (!PASSWORD.test(String(path.at(-1)))) continue;
    const holder = valueAt(body, path.slice(0, -1));
    for (const [key, value] of Object.entries(isObject(holder) ? holder : {}))
      if (typeof value === 'string' && value !== '' && !PASSWORD.test(key)) return value;
  }
  return null;
}

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

function noteCompanion(evidence: AuthEvidence, exchange: Exchange, credential: Credential | null): void {
  if (exchange.method === 'GET') return;
  for (const [name, value] of exchange.headers) {
    if (!CSRF_HEADER.test(name) && !isHandedOut(evidence, name, value, credential)) continue;
    const key = `${exchange.origin} ${name.toLowerCase()}`;
    const found = evidence.companions.get(key) ?? { header: name, n: 0, from: null, givers: new Set<OperationId>() };
    found.n++;
    const handout = evidence.handouts.get(value);
    if (handout !== undefined) {
      found.from = placeOf(handout.tokenPath);
      found.givers.add(handout.operation);
    }
    evidence.companions.set(key, found);
  }
}

export function expiresPathOf(answer: Json, tokenPath: JsonPath): JsonPath | null {
  const holder = valueAt(answer, tokenPath.slice(0, -1));
  if (!isObject(holder)) return null;
  const key = Object.keys(holder).find(
    (name) =>
      /^(?:expires_?in|ttl|lifetime|max_?age|expires_?in_?seconds)$/i.test(name) && typeof holder[name] === 'number',
  );
  return key === undefined ? null : [...tokenPath.slice(0, -1), key];
}

/** Named as it may be: a header beside the credential whose value came with that credential. */
function isHandedOut(evidence: AuthEvidence, name: string, value: string, credential: Credential | null): boolean {
  if (credential === null || PLAIN_HEADER.test(name) || value === credential.token) return false;
  const given = evidence.handouts.get(value);
  return given !== undefined && evidence.handouts.get(credential.token)?.operation === given.operation;
}

/** Where an answer handed a secret out. */
function placeOf(path: JsonPath): Slot {
  const [place, name] = path;
  if (place === 'set-cookie') return { in: 'header', name: 'set-cookie' };
  return place === ANSWER_HEADER ? { in: 'header', name: String(name) } : { in: 'body', path };
}
