import { decodeBody } from '../model/body.ts';
import type { HttpRequest } from '../model/http.ts';
import { valueAt } from '../model/json.ts';
import type { AuthModel, Principal, TokenGrant } from '../model/auth-model.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { Operation } from '../model/operation.ts';
import type { WorldAnswer } from '../model/world.ts';
import { carry, loginRequest, refreshRequest } from './credentials.ts';

interface Kept {
  readonly auth: AuthModel;
  readonly principal: Principal;
  token: string;
  refreshToken: string | null;
}

/** Holds one principal's tokens at every origin, for agents that act through tools and never see a credential. */
export class TokenKeeper {
  readonly #model: LearnedModel;
  readonly #byOrigin = new Map<string, Kept>();

  constructor(model: LearnedModel, principalId: string | null) {
    this.#model = model;
    for (const auth of model.auth) {
      const principal = auth.principals.find(({ id }) => id === principalId) ?? auth.principals[0];
      if (principal === undefined) continue;
      this.#byOrigin.set(auth.origin, {
        auth,
        principal,
        token: principal.token,
        refreshToken: principal.refreshToken,
      });
    }
  }

  sign(operation: Operation, request: HttpRequest): HttpRequest {
    const kept = this.#byOrigin.get(operation.origin);
    if (kept === undefined || kept.auth.open.includes(operation.id)) return request;
    return carry(kept.auth, kept.token, request);
  }

  /** Gets a new token: by the refresh token, else by logging in again. False where there is no way, or none worked. */
  renew(operation: Operation, send: (request: HttpRequest) => WorldAnswer['outcome']): boolean {
    const kept = this.#byOrigin.get(operation.origin);
    if (kept === undefined) return false;
    const { auth, principal } = kept;
    const refresh = refreshRequest(this.#model, auth, kept.refreshToken);
    if (refresh !== null && this.#take(kept, auth.refresh, send(refresh))) return true;
    const login = loginRequest(this.#model, auth, principal);
    return login !== null && this.#take(kept, auth.issue, send(login));
  }

  #take(kept: Kept, grant: TokenGrant | null, outcome: WorldAnswer['outcome']): boolean {
    if (grant === null || outcome.kind === 'error' || outcome.response.status >= 300) return false;
    const body = decodeBody(outcome.response.headers, outcome.response.body);
    if (body.kind !== 'json') return false;
    const token = valueAt(body.value, grant.tokenPath);
    if (typeof token !== 'string') return false;
    kept.token = token;
    const refreshToken = grant.refreshPath === null ? undefined : valueAt(body.value, grant.refreshPath);
    if (typeof refreshToken === 'string') kept.refreshToken = refreshToken;
    return true;
  }
}
