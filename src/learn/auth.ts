/** Turns what was seen of credentials into the auth model of each origin. */
import { isObject, valueAt, type Json, type JsonPath } from '../model/json.ts';
import type { AuthModel, EntityKey, OperationId, Principal, TokenGrant } from '../model/learned.ts';
import { expiresPathOf, principalOfToken, type AuthEvidence, type Handout } from './auth-evidence.ts';

export function authModels(evidence: AuthEvidence, entityOf: (principal: string) => EntityKey | null): readonly AuthModel[] {
  const models: AuthModel[] = [];
  for (const [origin, carriers] of evidence.carriers) {
    const [best] = [...carriers.values()].sort((a, b) => b.ok - a.ok || b.refused - a.refused);
    if (best === undefined || best.ok === 0) continue;
    const grants = [...evidence.grants.values()].filter((grant) => grant.origin === origin).sort((a, b) => b.n - a.n);
    const login = grants.find(({ handout }) => handout.refreshSlot === null) ?? null;
    const renewal = grants.find(({ handout }) => handout.refreshSlot !== null) ?? null;
    const companion = [...evidence.companions].find(([key]) => key.startsWith(`${origin} `))?.[1] ?? null;
    models.push({
      origin,
      carrier: best.carrier,
      companion: companion === null ? null : { header: companion.header, from: companion.from },
      principals: principalsOf(evidence, origin, entityOf),
      issue: login === null ? null : grantOf(evidence, login.handout),
      refresh: renewal === null ? null : grantOf(evidence, renewal.handout),
      open: [...evidence.byOperation].filter(([, use]) => use.origin === origin && use.without > 0 && use.refusedWithout === 0).map(([id]) => id),
    });
  }
  return models;
}

export function authOperations(evidence: AuthEvidence): ReadonlySet<OperationId> {
  return new Set([...evidence.grants.values()].map(({ handout }) => handout.operation));
}

function grantOf(evidence: AuthEvidence, handout: Handout): TokenGrant {
  const expiresPath = expiresPathOf(handout.answer, handout.tokenPath);
  const stated = expiresPath === null ? null : valueAt(handout.answer, expiresPath);
  const life = evidence.lives.get(handout.operation);
  const observed = life !== undefined && Number.isFinite(life.refused) ? Math.round((life.worked + life.refused) / 2) : null;
  const refreshPath = refreshPathOf(handout.answer, handout.tokenPath);
  return {
    operation: handout.operation,
    tokenPath: handout.tokenPath,
    refreshPath,
    refreshSlot: handout.refreshSlot,
    expiresPath,
    ttlSeconds: typeof stated === 'number' ? stated : observed,
    rotates: handout.refreshSlot !== null && refreshPath !== null,
  };
}

function refreshPathOf(answer: Json, tokenPath: JsonPath): JsonPath | null {
  const holder = valueAt(answer, tokenPath.slice(0, -1));
  if (!isObject(holder)) return null;
  const key = Object.keys(holder).find((name) => /refresh/i.test(name) && typeof holder[name] === 'string');
  return key === undefined ? null : [...tokenPath.slice(0, -1), key];
}

/** One entry a person: the last token that worked. */
function principalsOf(evidence: AuthEvidence, origin: string, entityOf: (principal: string) => EntityKey | null): readonly Principal[] {
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
      login: isLogin ? { operation: handout.operation, body: handout.body ?? null } : (before?.login ?? null),
      lastAt: use.lastAt,
    });
  }
  return [...found.values()].map(({ id, entity, token, tokenIssuedAt, refreshToken, login }) => ({ id, entity, token, tokenIssuedAt, refreshToken, login }));
}
