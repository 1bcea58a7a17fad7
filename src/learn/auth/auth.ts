/** Turns what was seen of credentials into the auth model of each origin. */
import { isObject, leavesOf, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { AuthModel, Principal, TokenGrant } from '../../model/auth-model.ts';
import type { EntityKey, OperationId } from '../../model/names.ts';
import type { Operation } from '../../model/operation.ts';
import type { AuthEvidence, Handout } from './auth-evidence.ts';
import { principalOfToken } from './token-holder.ts';

export function authModels(
  evidence: AuthEvidence,
  operations: readonly Operation[],
  entityOf: (principal: string) => EntityKey | null,
): readonly AuthModel[] {
  const models: AuthModel[] = [];
  for (const [origin, carriers] of evidence.carriers) {
    const [best] = [...carriers.values()].sort((a, b) => b.ok - a.ok || b.refused - a.refused);
    if (best === undefined || best.ok === 0) continue;
    const grants = [...evidence.grants.values()].filter((grant) => grant.origin === origin).sort((a, b) => b.n - a.n);
    const login = grants.find(({ handout }) => handout.refreshSlot === null) ?? null;
    const renewal = grants.find(({ handout }) => handout.refreshSlot !== null) ?? null;
    const [companion = null] = [...evidence.companions]
      .filter(([key]) => key.startsWith(`${origin} `))
      .map(([, found]) => found)
      .sort((a, b) => b.n - a.n);
    models.push({
      origin,
      carrier: best.carrier,
      companion:
        companion === null
          ? null
          : {
              header: companion.header,
              from: companion.from,
              required: requiring(operations, origin, companion.header),
              ...(isOfLogin(companion.givers, login) ? { ofLogin: true } : {}),
            },
      principals: principalsOf(evidence, origin, entityOf),
      issue: login === null ? null : grantOf(evidence, login.handout),
      refresh: renewal === null ? null : grantOf(evidence, renewal.handout),
      ...alsoOf(evidence, grants, login),
      ...endsOf(evidence, origin),
      open: [...evidence.byOperation]
        .filter(([, use]) => use.origin === origin && use.without > 0 && use.refusedWithout === 0)
        .map(([id]) => id),
    });
  }
  return models;
}

/** Further operations that hand out credentials: another way in, a session for a caller not known yet. */
function alsoOf(
  evidence: AuthEvidence,
  grants: readonly { readonly handout: Handout }[],
  login: { readonly handout: Handout } | null,
): { readonly also?: readonly TokenGrant[] } {
  const found = new Map<OperationId, TokenGrant>();
  for (const { handout } of grants) {
    if (handout.refreshSlot !== null || handout.operation === login?.handout.operation || found.has(handout.operation))
      continue;
    found.set(handout.operation, grantOf(evidence, handout));
  }
  return found.size === 0 ? {} : { also: [...found.values()] };
}

function isOfLogin(givers: ReadonlySet<OperationId>, login: { readonly handout: Handout } | null): boolean {
  return login !== null && givers.size > 0 && [...givers].every((id) => id === login.handout.operation);
}

/** Operations that never worked without the second secret. */
function requiring(operations: readonly Operation[], origin: string, header: string): readonly OperationId[] {
  return operations
    .filter(
      (operation) =>
        operation.origin === origin &&
        operation.request.headers.some(
          ({ path, presence }) => presence === 1 && String(path[0]).toLowerCase() === header.toLowerCase(),
        ),
    )
    .map(({ id }) => id);
}

export function authOperations(evidence: AuthEvidence): ReadonlySet<OperationId> {
  return new Set([
    ...[...evidence.grants.values()].map(({ handout }) => handout.operation),
    ...endingOperations(evidence),
  ]);
}

function endsOf(evidence: AuthEvidence, origin: string): { readonly ends?: readonly OperationId[] } {
  const ends = endingOperations(evidence).filter((id) => evidence.byOperation.get(id)?.origin === origin);
  return ends.length === 0 ? {} : { ends };
}

/** No credential worked after one of these: by their names, or by being seen often enough. */
function endingOperations(evidence: AuthEvidence): readonly OperationId[] {
  return [...evidence.ends]
    .filter(
      ([id, { continued, ended }]) =>
        continued === 0 && (isEndingName(id) ? true : ended >= 3 && !id.startsWith('GET ')),
    )
    .map(([id]) => id);
}

function isEndingName(operation: OperationId): boolean {
  return /(?:log|sign)[_-]?(?:out|off)|revoke|invalidate|(?:session|token)s?[._/-](?:close|end|destroy|delete)|^DELETE .*\/(?:session|token)s?(?:\/(?:current|me|self))?$/i.test(
    operation,
  );
}

function grantOf(evidence: AuthEvidence, handout: Handout): TokenGrant {
  const expiresPath = expiresPathOf(handout.answer, handout.tokenPath);
  const stated = expiresPath === null ? null : valueAt(handout.answer, expiresPath);
  const observed = observedLife(evidence, handout.operation);
  const refreshPath = refreshPathOf(handout.answer, handout.tokenPath);
  return {
    operation: handout.operation,
    tokenPath: handout.tokenPath,
    refreshPath,
    refreshSlot: handout.refreshSlot,
    expiresPath,
    ttlSeconds: typeof stated === 'number' ? stated : observed,
    rotates: handout.refreshSlot !== null && refreshPath !== null,
    ...(handout.cookies.length === 0
      ? {}
      : { cookies: handout.cookies.flatMap((text) => cookieOf(text, handout.tokenPath)) }),
  };
}

/** Between the longest life that was seen and the shortest that was not: refusals after a logout say nothing of time. */
function observedLife(evidence: AuthEvidence, operation: OperationId): number | null {
  const life = evidence.lives.get(operation);
  if (life === undefined) return null;
  let refused = Infinity;
  for (const [before, age] of life.refusedAfter) {
    const end = evidence.ends.get(before);
    const ending = isEndingName(before) || (end !== undefined && end.continued === 0);
    if (!ending) refused = Math.min(refused, age);
  }
  return Number.isFinite(refused) && refused > life.worked ? Math.round((life.worked + refused) / 2) : null;
}

function cookieOf(text: string, tokenPath: JsonPath): NonNullable<TokenGrant['cookies']> {
  const match = /^([^=;]+)=([^;]*)(.*)$/.exec(text);
  if (match === null) return [];
  const [, name = '', value = '', attributes = ''] = match;
  return [{ name, attributes, value: tokenPath[0] === 'set-cookie' && tokenPath[1] === name ? null : value }];
}

function refreshPathOf(answer: Json, tokenPath: JsonPath): JsonPath | null {
  const holder = valueAt(answer, tokenPath.slice(0, -1));
  if (!isObject(holder)) return null;
  const key = Object.keys(holder).find((name) => /refresh/i.test(name) && typeof holder[name] === 'string');
  return key === undefined ? null : [...tokenPath.slice(0, -1), key];
}

/** One entry a person: the last token that worked. */
function principalsOf(
  evidence: AuthEvidence,
  origin: string,
  entityOf: (principal: string) => EntityKey | null,
): readonly Principal[] {
  const found = new Map<string, Principal & { lastAt: number }>();
  for (const use of evidence.uses.values()) {
    if (use.origin !== origin || use.ok === 0) continue;
    const id = principalOfToken(evidence, use);
    const handout = evidence.handouts.get(use.token);
    const before = found.get(id);
    if (before !== undefined && before.lastAt > use.lastAt) continue;
    const refreshPath = handout === undefined ? null : refreshPathOf(handout.answer, handout.tokenPath);
    const refresh = handout === undefined || refreshPath === null ? null : valueAt(handout.answer, refreshPath);
    const isLogin = handout !== undefined && handout.refreshSlot === null && handout.body !== undefined;
    found.set(id, {
      id,
      entity: entityOf(id),
      token: use.token,
      tokenIssuedAt: handout?.at ?? 0,
      refreshToken: typeof refresh === 'string' ? refresh : null,
      login: isLogin
        ? { operation: handout.operation, body: handout.body ?? null, ...varyingOf(evidence, handout, id) }
        : (before?.login ?? null),
      lastAt: use.lastAt,
    });
  }
  return [...found.values()].map(({ id, entity, token, tokenIssuedAt, refreshToken, login }) => ({
    id,
    entity,
    token,
    tokenIssuedAt,
    refreshToken,
    login,
  }));
}

/** Fields of a login that are no credential: they differ from login to login of one principal, or, where each logged in once, look like counters. */
function varyingOf(
  evidence: AuthEvidence,
  { operation, body }: Handout,
  principal: string,
): { readonly varying?: readonly JsonPath[] } {
  const found = new Map<string, JsonPath>();
  let compared = false;
  for (const [key, logins] of evidence.logins) {
    if (!key.startsWith(`${operation} `)) continue;
    if (logins.n > 1) compared = true;
    for (const [text, path] of logins.varying) found.set(text, path);
  }
  if (!compared && evidence.logins.has(`${operation} ${principal}`))
    for (const { path, value } of leavesOf(body ?? null))
      if (
        typeof value === 'number' ||
        value === null ||
        /^(?:id|nonce|seq|time|timestamp|ts|request_?id|trace_?id|correlation_?id)$/i.test(String(path.at(-1)))
      )
        found.set(JSON.stringify(path), path);
  const varying = [...found.values()].filter((path) => !/pass|secret|pin$|user|login|mail/i.test(String(path.at(-1))));
  return varying.length === 0 ? {} : { varying };
}

function expiresPathOf(answer: Json, tokenPath: JsonPath): JsonPath | null {
  const holder = valueAt(answer, tokenPath.slice(0, -1));
  if (!isObject(holder)) return null;
  const key = Object.keys(holder).find(
    (name) =>
      /^(?:expires_?in|ttl|lifetime|max_?age|expires_?in_?seconds)$/i.test(name) && typeof holder[name] === 'number',
  );
  return key === undefined ? null : [...tokenPath.slice(0, -1), key];
}
