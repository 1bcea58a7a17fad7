/**
 * The operations that hand out, renew and end credentials: decided by the auth model, worded by the operation's own
 * template, with this world's secrets in their places.
 */
import { isObject, leavesOf, valueAt, withValueAt, type Json } from '../model/json.ts';
import type { HttpResponse } from '../model/http.ts';
import type { AuthModel, Principal, TokenGrant } from '../model/learned.ts';
import { secretIn } from './auth-gate.ts';
import type { CompiledBranch, CompiledHeader, Turn } from './compiled.ts';
import { createDice } from './dice.ts';
import { fixed, refuse, type Refusal, type Trigger } from './error-answer.ts';
import { holds } from './holds.ts';
import { reply } from './reply.ts';
import { Sink } from './sink.ts';
import { tokenLike } from './token-like.ts';
import type { Tokens } from './tokens.ts';

export type AuthAnswer =
  | { readonly kind: 'answer'; readonly response: HttpResponse }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Null where the operation is none of the auth model's. */
export function answerAuth(turn: Turn, tokens: Tokens): AuthAnswer | null {
  const id = turn.op?.operation.id;
  const { auth: models } = turn.compiled.model;
  const refreshing = models.filter(({ refresh }) => refresh?.operation === id);
  const issuing = models.filter(({ issue }) => issue?.operation === id);
  const renewal = refreshing[0]?.refresh ?? null;
  const carrier = renewal?.refreshSlot ?? null;
  const secret = carrier === null ? undefined : turn.request.value(carrier);
  if (renewal !== null && (issuing.length === 0 || typeof secret === 'string'))
    return renew(turn, tokens, refreshing, renewal, secret);
  if (issuing.length > 0) return logIn(turn, tokens, issuing);
  return turn.op?.operation.kind === 'auth' ? logOut(turn, tokens) : null;
}

function logIn(turn: Turn, tokens: Tokens, models: readonly AuthModel[]): AuthAnswer {
  const early = refusalOf(turn);
  if (early !== null) return early;
  const principal = models.flatMap(({ principals }) => principals).find((candidate) => fitsLogin(turn, candidate));
  const grant = models[0]?.issue;
  if (principal === undefined || grant === undefined || grant === null)
    return refused(turn, ['unauthenticated', 'invalid', 'forbidden'], 401);
  return grantTo(turn, tokens, models, grant, principal, true);
}

function renew(
  turn: Turn,
  tokens: Tokens,
  models: readonly AuthModel[],
  grant: TokenGrant,
  secret: Json | undefined,
): AuthAnswer {
  const found = typeof secret === 'string' ? tokens.refreshable(secret) : null;
  if (found === null || typeof secret !== 'string')
    return refusalOf(turn) ?? refused(turn, ['unauthenticated', 'expired', 'invalid'], 401);
  const known =
    models.flatMap(({ principals }) => principals).find(({ id }) => id === found.principal.id) ?? found.principal;
  if (grant.rotates) tokens.endRefresh(secret);
  return grantTo(
    turn,
    tokens,
    models,
    grant,
    known,
    grant.rotates || grant.refreshPath !== null,
    grant.rotates ? null : secret,
  );
}

/** Branches that refuse for what the request lacks come before any look at who asks. */
function refusalOf(turn: Turn): AuthAnswer | null {
  for (const compiled of turn.op?.branches ?? []) {
    if (compiled.branch.success || compiled.branch.guard.g === 'always') return null;
    if (!holds(compiled.branch.guard, turn)) continue;
    return { kind: 'answer', response: plain(turn, compiled) };
  }
  return null;
}

function refused(turn: Turn, triggers: readonly Trigger[], status: number): AuthAnswer {
  const id = turn.op?.operation.id;
  const own = turn.compiled.shapes.filter(({ shape }) => shape.scope.operation === id);
  const trigger =
    triggers.find((name) => own.some(({ shape }) => shape.trigger === name)) ?? triggers[0] ?? 'unauthenticated';
  const branch = turn.op?.branches.find(
    ({ branch: candidate }) =>
      !candidate.success && (candidate.status === 401 || candidate.status === 400 || candidate.status === 403),
  );
  if (own.length === 0 && branch !== undefined) return { kind: 'answer', response: plain(turn, branch) };
  return { kind: 'refused', refusal: refuse(turn, trigger, own.length === 0 ? status : null) };
}

function plain(turn: Turn, { branch, render, headers }: CompiledBranch): HttpResponse {
  turn.sampleStatus = branch.status;
  const sink = new Sink();
  render(turn, sink);
  return reply(turn, branch.status, headers, sink.done());
}

/** Every field of the recorded login is in the request, with the same value; further fields do not matter. */
function fitsLogin(turn: Turn, { login }: Principal): boolean {
  if (login === null || login.operation !== turn.op?.operation.id) return false;
  const body = turn.request.body();
  for (const { path, value } of leavesOf(login.body)) {
    const now = valueAt(body, path);
    if (now === undefined || String(now) !== String(value)) return false;
  }
  return true;
}

function grantTo(
  turn: Turn,
  tokens: Tokens,
  models: readonly AuthModel[],
  grant: TokenGrant,
  principal: Principal,
  withRefresh: boolean,
  oldRefresh: string | null = null,
): AuthAnswer {
  const [auth] = models;
  const compiled = turn.op?.branches.find(({ branch }) => branch.success);
  if (auth === undefined) return refused(turn, ['unauthenticated'], 401);
  const dice = createDice(turn.seed, 'token', turn.step, principal.id);
  const ttl = grant.ttlSeconds;
  const token = tokenLike(principal.token, dice, turn.at, ttl);
  tokens.issue(models, principal, token, ttl === null ? null : turn.at + ttl * 1000);
  turn.principal = principal;
  turn.sampleStatus = compiled?.branch.status ?? null;
  const sink = new Sink();
  const body = compiled?.render(turn, sink) === true ? parsed(sink.done()) : {};
  let answer: Json = isObject(body) ? body : {};
  const isInBody = auth.carrier.in !== 'cookie' || valueAt(answer, grant.tokenPath) !== undefined;
  if (isInBody) answer = withValueAt(answer, grant.tokenPath, token);
  if (withRefresh && grant.refreshPath !== null) {
    const refresh =
      oldRefresh ??
      tokenLike(
        principal.refreshToken ?? principal.token,
        createDice(turn.seed, 'refresh', turn.step, principal.id),
        turn.at,
        null,
      );
    tokens.issueRefresh(refresh, auth, principal);
    answer = withValueAt(answer, grant.refreshPath, refresh);
  }
  if (grant.expiresPath !== null && ttl !== null && typeof valueAt(answer, grant.expiresPath) !== 'string')
    answer = withValueAt(answer, grant.expiresPath, ttl);
  const own = [...(compiled?.headers ?? [])];
  if (auth.carrier.in === 'cookie') own.push(cookieHeader(auth.carrier.name, token, own));
  const headers = own.filter(
    (header) => header.lower !== 'set-cookie' || header === own.at(-1) || auth.carrier.in !== 'cookie',
  );
  const bytes = Buffer.from(JSON.stringify(answer));
  return { kind: 'answer', response: reply(turn, compiled?.branch.status ?? 200, headers, bytes) };
}

function cookieHeader(name: string, token: string, own: readonly CompiledHeader[]): CompiledHeader {
  const recorded = own.find((header) => header.lower === 'set-cookie' && header.kind === 'fixed');
  const attributes = recorded?.kind === 'fixed' ? recorded.pair[1].split(';').slice(1).join(';') : ' Path=/; HttpOnly';
  return fixed('Set-Cookie', `${name}=${token};${attributes}`);
}

function parsed(bytes: Buffer): Json {
  try {
    return JSON.parse(bytes.toString()) as Json;
  } catch {
    return {};
  }
}

/** Any other auth operation ends what it is given: a named token, else the one that was sent. */
function logOut(turn: Turn, tokens: Tokens): AuthAnswer | null {
  const body = turn.request.body();
  const named =
    body === undefined
      ? []
      : [...leavesOf(body)].flatMap(({ value }) => (typeof value === 'string' && value.length >= 8 ? [value] : []));
  if (named.some((secret) => tokens.revoke(secret))) return null;
  const auth = turn.compiled.auth.get(turn.request.raw.origin);
  const isEnding =
    turn.request.raw.method === 'DELETE' || /log_?-?out|revoke|sign_?-?out|invalidate/i.test(turn.request.path);
  const secret = auth === undefined ? null : secretIn(turn, auth);
  if (auth === undefined || !isEnding) return null;
  if (secret === null) return { kind: 'refused', refusal: refuse(turn, 'unauthenticated') };
  if (tokens.use(auth.origin, secret, turn.at).kind !== 'good')
    return { kind: 'refused', refusal: refuse(turn, 'unauthenticated') };
  tokens.revoke(secret);
  return null;
}
