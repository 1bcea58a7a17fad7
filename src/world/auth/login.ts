/**
 * The operations that hand out, renew and end credentials: decided by the auth model, worded by the operation's own
 * template, with this world's secrets in their places.
 */
import { leavesOf, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { HttpResponse } from '../../model/http.ts';
import type { AuthModel, Principal, TokenGrant } from '../../model/auth-model.ts';
import { secretIn } from './auth-gate.ts';
import { branchAnswer } from '../answers/branch-answer.ts';
import type { Turn } from '../compiled.ts';
import { refuse, type Refusal, type Trigger } from '../answers/error-answer.ts';
import { grantToken } from './grant-token.ts';
import { holds } from '../answers/holds.ts';
import type { Tokens } from './tokens.ts';

export type AuthAnswer =
  | { readonly kind: 'answer'; readonly response: HttpResponse }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const NO_MODELS: readonly AuthModel[] = [];

/** Null where the operation is none of the auth model's. */
export function answerAuth(turn: Turn, tokens: Tokens): AuthAnswer | null {
  const id = turn.op?.operation.id;
  const { auth: models } = turn.compiled.model;
  const refreshing = models.filter(({ refresh }) => refresh?.operation === id);
  const isAuth = turn.op?.operation.kind === 'auth';
  const issuing = isAuth ? models.filter((model) => grantFor(model, id) !== null) : NO_MODELS;
  const renewal = refreshing[0]?.refresh ?? null;
  const carrier = renewal?.refreshSlot ?? null;
  const secret = carrier === null ? undefined : turn.request.value(carrier);
  if (renewal !== null && (issuing.length === 0 || typeof secret === 'string'))
    return renew(turn, tokens, refreshing, renewal, secret);
  if (issuing.length > 0) return logIn(turn, tokens, issuing);
  return isAuth ? logOut(turn, tokens) : null;
}

/** How an operation hands out credentials; null where it does not. */
function grantFor({ issue, also }: AuthModel, id: string | undefined): TokenGrant | null {
  if (issue?.operation === id) return issue;
  return also?.find(({ operation }) => operation === id) ?? null;
}

function logIn(turn: Turn, tokens: Tokens, models: readonly AuthModel[]): AuthAnswer {
  const principals = models.flatMap((model) => model.principals);
  const isAnonymous = principals.every(({ login }) => login === null || login.operation !== turn.op?.operation.id);
  // What was recorded to work works, whatever refusals of others seem to have had in common.
  const principal = isAnonymous ? principals[0] : principals.find((candidate) => fitsLogin(turn, candidate));
  const early = principal === undefined || isAnonymous ? refusalOf(turn) : null;
  if (early !== null) return early;
  const grant = models[0] === undefined ? null : grantFor(models[0], turn.op?.operation.id);
  const [first, ...rest] = models;
  if (principal === undefined || grant === null || first === undefined)
    return refused(turn, ['unauthenticated', 'invalid', 'forbidden', 'not-found', 'other'], 401);
  const granted = { models: [first, ...rest] as const, grant, principal, withRefresh: true, oldRefresh: null };
  return { kind: 'answer', response: grantToken(turn, tokens, granted) };
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
  const [first, ...rest] = models;
  if (first === undefined) return refused(turn, ['unauthenticated'], 401);
  const response = grantToken(turn, tokens, {
    models: [first, ...rest],
    grant,
    principal: known,
    withRefresh: grant.rotates || grant.refreshPath !== null,
    oldRefresh: grant.rotates ? null : secret,
  });
  return { kind: 'answer', response };
}

/** Branches that refuse for what the request lacks come before any look at who asks. */
function refusalOf(turn: Turn): AuthAnswer | null {
  for (const compiled of turn.op?.branches ?? []) {
    if (compiled.branch.success || compiled.branch.guard.g === 'always') return null;
    if (!holds(compiled.branch.guard, turn)) continue;
    return { kind: 'answer', response: branchAnswer(turn, compiled) };
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
  if (own.length === 0 && branch !== undefined) return { kind: 'answer', response: branchAnswer(turn, branch) };
  return { kind: 'refused', refusal: refuse(turn, trigger, own.length === 0 ? status : null) };
}

/** Every field of the recorded login is in the request, with the same value; further fields do not matter. */
function fitsLogin(turn: Turn, { login }: Principal): boolean {
  if (login === null || login.operation !== turn.op?.operation.id) return false;
  const body = turn.request.body();
  for (const { path, value } of leavesOf(login.body)) {
    if (login.varying?.some((known) => samePath(known, path)) === true) continue;
    const now = valueAt(body, path);
    if (now === undefined || String(now) !== String(value)) return false;
  }
  return true;
}

function samePath(a: JsonPath, b: JsonPath): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
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
    auth?.ends?.includes(turn.op?.operation.id ?? '') === true ||
    turn.request.raw.method === 'DELETE' ||
    /log_?-?out|revoke|sign_?-?out|invalidate/i.test(turn.request.path);
  const secret = auth === undefined ? null : secretIn(turn.request, auth);
  if (auth === undefined || !isEnding) return null;
  if (secret === null) return { kind: 'refused', refusal: refuse(turn, 'unauthenticated') };
  if (tokens.use(auth.origin, secret, turn.at).kind !== 'good')
    return { kind: 'refused', refusal: refuse(turn, 'unauthenticated') };
  tokens.revoke(secret);
  return null;
}
