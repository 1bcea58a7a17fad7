import { ApiError, unauthorized } from './errors.ts';
import type { IdSource } from './ids.ts';
import type { Agent } from './model.ts';

export const ACCESS_TOKEN_SECONDS = 900;
const REFRESH_TOKEN_SECONDS = 12 * 3600;

export interface Credentials {
  /** The e-mail of a person, or the client id of a service. */
  readonly login: string;
  readonly secret: string;
  readonly agentId: string;
}

interface Grant {
  readonly agentId: string;
  readonly expiresAt: number;
}

/** Issues, rotates and checks tokens. A refresh token works once. */
export class Auth {
  readonly #ids: IdSource;
  readonly #agents: ReadonlyMap<string, Agent>;
  readonly #credentials: readonly Credentials[];
  readonly #access = new Map<string, Grant>();
  readonly #refresh = new Map<string, Grant>();

  constructor(ids: IdSource, agents: ReadonlyMap<string, Agent>, credentials: readonly Credentials[]) {
    this.#ids = ids;
    this.#agents = agents;
    this.#credentials = credentials;
  }

  login(login: string, secret: string, now: number, kind: 'invalid_grant' | 'invalid_client'): unknown {
    const found = this.#credentials.find((entry) => entry.login === login && entry.secret === secret);
    if (found === undefined)
      throw new ApiError(kind === 'invalid_client' ? 401 : 400, kind, 'These credentials are not valid.');
    return this.#issue(found.agentId, now, kind === 'invalid_grant');
  }

  refresh(token: string, now: number): unknown {
    const grant = this.#refresh.get(token);
    this.#refresh.delete(token);
    if (grant === undefined || grant.expiresAt <= now)
      throw new ApiError(400, 'invalid_grant', 'The refresh token is unknown, used or expired.');
    return this.#issue(grant.agentId, now, true);
  }

  revoke(token: string): void {
    this.#access.delete(token);
    this.#refresh.delete(token);
  }

  /** @throws ApiError 401 */
  check(header: string | undefined, now: number): { readonly agent: Agent; readonly token: string } {
    if (header === undefined) throw unauthorized('missing_token', 'An access token is required.');
    const token = /^Bearer (\S+)$/.exec(header)?.[1];
    const grant = token === undefined ? undefined : this.#access.get(token);
    const agent = grant === undefined ? undefined : this.#agents.get(grant.agentId);
    if (token === undefined || grant === undefined || agent === undefined)
      throw unauthorized('invalid_token', 'The access token is not valid.');
    if (grant.expiresAt <= now) throw unauthorized('token_expired', 'The access token has expired.');
    return { agent, token };
  }

  #issue(agentId: string, now: number, refreshable: boolean): unknown {
    const access = this.#ids.token('hda');
    this.#access.set(access, { agentId, expiresAt: now + ACCESS_TOKEN_SECONDS * 1000 });
    const answer = {
      access_token: access,
      token_type: 'Bearer',
      expires_in: ACCESS_TOKEN_SECONDS,
      scope: this.#agents.get(agentId)?.role === 'lead' ? 'desk:read desk:write desk:admin' : 'desk:read desk:write',
    };
    if (!refreshable) return answer;
    const refresh = this.#ids.token('hdr');
    this.#refresh.set(refresh, { agentId, expiresAt: now + REFRESH_TOKEN_SECONDS * 1000 });
    return { ...answer, refresh_token: refresh };
  }
}
