/** Who is who in one world: which secrets are good, for whom and until when. Time is world time. */
import type { AuthModel, Principal } from '../../model/auth-model.ts';
import { recordedSecretsOf, type RecordedSecrets } from './recorded-secrets.ts';

export interface Token {
  readonly principal: Principal;
  readonly auth: AuthModel;
  /** Good from the start, not handed out in this world. */
  readonly isFirst: boolean;
  /** Epoch milliseconds; null: never ends. */
  readonly expiresAt: number | null;
}

export type TokenCheck =
  | { readonly kind: 'good'; readonly token: Token }
  /** `cutShort`: a shortened life ended it, which the learned one would not have. */
  | { readonly kind: 'unknown' | 'expired'; readonly cutShort: boolean };

export interface TokenLife {
  readonly seconds: number | null;
  readonly calls: number | null;
  readonly refreshDies: boolean;
}

export class Tokens {
  readonly #recorded: RecordedSecrets;
  readonly #startAt: number;
  readonly #life: TokenLife | null;
  #issued = new Map<string, Token>();
  #refresh = new Map<string, Token>();
  #ended = new Set<string>();
  #endedRefresh = new Set<string>();
  #firstUse = new Map<string, number>();
  #companions = new Set<string>();
  #calls = 0;
  #firstEnded = false;
  #firstRefreshEnded = false;

  constructor(models: readonly AuthModel[], startAt: number, life: TokenLife | null) {
    this.#recorded = recordedSecretsOf(models);
    this.#startAt = startAt;
    this.#life = life;
  }

  fork(models: readonly AuthModel[]): Tokens {
    const copy = new Tokens(models, this.#startAt, this.#life);
    copy.#issued = new Map(this.#issued);
    copy.#refresh = new Map(this.#refresh);
    copy.#ended = new Set(this.#ended);
    copy.#endedRefresh = new Set(this.#endedRefresh);
    copy.#firstUse = new Map(this.#firstUse);
    copy.#companions = new Set(this.#companions);
    copy.#calls = this.#calls;
    copy.#firstEnded = this.#firstEnded;
    copy.#firstRefreshEnded = this.#firstRefreshEnded;
    return copy;
  }

  /** It was good in this world and no longer is. */
  isEnded(origin: string, secret: string): boolean {
    return this.#ended.has(`${origin} ${secret}`);
  }

  /** Looks a secret up and counts its use. */
  use(origin: string, secret: string, at: number): TokenCheck {
    const name = `${origin} ${secret}`;
    if (this.#ended.has(name)) return { kind: 'expired', cutShort: false };
    const token = this.#issued.get(name) ?? this.#first(name);
    if (token === null) return { kind: 'unknown', cutShort: false };
    if (token.isFirst && this.#firstEnded) return { kind: 'expired', cutShort: false };
    if (this.#life !== null && this.#isCutShort(name, token, at, this.#life))
      return { kind: 'expired', cutShort: true };
    if (token.expiresAt !== null && at >= token.expiresAt) return { kind: 'expired', cutShort: false };
    return { kind: 'good', token };
  }

  /** Hands a secret out on every origin that takes it. */
  issue(models: readonly AuthModel[], principal: Principal, secret: string, expiresAt: number | null): void {
    for (const auth of models)
      this.#issued.set(`${auth.origin} ${secret}`, { principal, auth, isFirst: false, expiresAt });
  }

  refreshable(secret: string): { readonly principal: Principal } | null {
    const issued = this.#refresh.get(secret);
    if (issued !== undefined) return issued;
    if (this.#endedRefresh.has(secret) || this.#firstRefreshEnded) return null;
    return this.#recorded.refresh.get(secret) ?? null;
  }

  issueRefresh(secret: string, auth: AuthModel, principal: Principal): void {
    this.#refresh.set(secret, { principal, auth, isFirst: false, expiresAt: null });
  }

  endRefresh(secret: string): void {
    this.#refresh.delete(secret);
    this.#endedRefresh.add(secret);
  }

  issueCompanion(secret: string): void {
    this.#companions.add(secret);
  }

  /** Where none was handed out by a login of this world, it came from elsewhere: any will do. */
  isCompanion(secret: string): boolean {
    return this.#companions.size === 0 || this.#companions.has(secret);
  }

  /** Ends a secret, whichever kind it is, on every origin. */
  revoke(secret: string): boolean {
    const isRefresh = this.refreshable(secret) !== null;
    if (isRefresh) this.endRefresh(secret);
    let found = isRefresh;
    for (const origin of this.#recorded.origins) {
      const name = `${origin} ${secret}`;
      if (!this.#issued.has(name) && this.#first(name) === null) continue;
      this.#ended.add(name);
      found = true;
    }
    return found;
  }

  #first(name: string): Token | null {
    const recorded = this.#recorded.tokens.get(name);
    if (recorded === undefined) return null;
    const { principal, auth } = recorded;
    const ttl = (auth.issue ?? auth.refresh)?.ttlSeconds ?? null;
    return { principal, auth, isFirst: true, expiresAt: ttl === null ? null : this.#startAt + ttl * 1000 };
  }

  /** By calls: the tokens that were there at the start end together, later ones live as learned. By seconds: each from its first use. */
  #isCutShort(name: string, token: Token, at: number, life: TokenLife): boolean {
    this.#calls++;
    if (life.calls !== null && token.isFirst && this.#calls >= life.calls) {
      this.#firstEnded = true;
      if (life.refreshDies) this.#firstRefreshEnded = true;
      return true;
    }
    const firstUse = this.#firstUse.get(name) ?? at;
    this.#firstUse.set(name, firstUse);
    if (life.seconds === null || at < firstUse + life.seconds * 1000) return false;
    this.#ended.add(name);
    if (life.refreshDies) this.#endRefreshOf(token.principal);
    return true;
  }

  #endRefreshOf(principal: Principal): void {
    if (principal.refreshToken !== null) this.#endedRefresh.add(principal.refreshToken);
    for (const [secret, token] of [...this.#refresh]) if (token.principal === principal) this.endRefresh(secret);
  }
}
