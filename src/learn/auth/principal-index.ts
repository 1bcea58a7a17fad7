import type { Principal } from '../../model/auth-model.ts';
import type { LearnedModel } from '../../model/learned-model.ts';

export interface PrincipalIndex {
  /** The first of each name. */
  readonly byId: ReadonlyMap<string, Principal>;
  readonly byToken: ReadonlyMap<string, Principal>;
}

const INDEXES = new WeakMap<LearnedModel, PrincipalIndex>();

/** A recording of months holds a principal for every token: they are looked up by every call. */
export function principalIndex(model: LearnedModel): PrincipalIndex {
  let index = INDEXES.get(model);
  if (index === undefined) INDEXES.set(model, (index = indexOf(model)));
  return index;
}

function indexOf(model: LearnedModel): PrincipalIndex {
  const byId = new Map<string, Principal>();
  const byToken = new Map<string, Principal>();
  for (const { principals } of model.auth)
    for (const principal of principals) {
      if (!byId.has(principal.id)) byId.set(principal.id, principal);
      if (!byToken.has(principal.token)) byToken.set(principal.token, principal);
    }
  return { byId, byToken };
}
