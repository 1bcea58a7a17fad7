import type { AuthModel, Principal } from '../../model/auth-model.ts';

/** The credentials the recording ended with, by `origin secret`; shared by all worlds of a model. */
export interface RecordedSecrets {
  readonly origins: readonly string[];
  readonly tokens: ReadonlyMap<string, { readonly principal: Principal; readonly auth: AuthModel }>;
  readonly refresh: ReadonlyMap<string, { readonly principal: Principal }>;
}

const cache = new WeakMap<readonly AuthModel[], RecordedSecrets>();

export function recordedSecretsOf(models: readonly AuthModel[]): RecordedSecrets {
  const found = cache.get(models);
  if (found !== undefined) return found;
  const tokens = new Map<string, { principal: Principal; auth: AuthModel }>();
  const refresh = new Map<string, { principal: Principal }>();
  for (const auth of models) {
    for (const principal of auth.principals) {
      tokens.set(`${auth.origin} ${principal.token}`, { principal, auth });
      if (principal.refreshToken !== null) refresh.set(principal.refreshToken, { principal });
    }
  }
  const made = { origins: models.map(({ origin }) => origin), tokens, refresh };
  cache.set(models, made);
  return made;
}
