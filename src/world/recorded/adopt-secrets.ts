/** Makes the credentials that a recorded answer handed out good in this world. */
import { decodeBody } from '../../model/body.ts';
import type { HttpResponse } from '../../model/http.ts';
import { valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { AuthModel, TokenGrant } from '../../model/auth-model.ts';
import type { Turn } from '../compiled.ts';
import type { Tokens } from '../auth/tokens.ts';

export function adoptSecrets(turn: Turn, tokens: Tokens, response: HttpResponse): void {
  const { principal } = turn;
  const decoded = decodeBody(response.headers, response.body);
  const body = decoded.kind === 'json' ? decoded.value : undefined;
  if (principal === null) return;
  for (const auth of turn.compiled.model.auth) {
    for (const grant of grantsOf(auth, turn.op?.operation.id ?? '')) {
      const ends = grant.ttlSeconds === null ? null : turn.at + grant.ttlSeconds * 1000;
      const token = textAt(body, grant.tokenPath) ?? cookieIn(response, auth);
      if (token !== null) tokens.issue([auth], principal, token, ends);
      const refresh = grant.refreshPath === null ? null : textAt(body, grant.refreshPath);
      if (refresh !== null) tokens.issueRefresh(refresh, auth, principal);
    }
    const second = auth.companion?.from ?? null;
    const companion = second?.in === 'body' ? textAt(body, second.path) : null;
    if (companion !== null) tokens.issueCompanion(companion);
    if (second?.in === 'header')
      for (const [name, value] of response.headers)
        if (name.toLowerCase() === second.name.toLowerCase()) tokens.issueCompanion(value.split(';')[0] ?? value);
  }
}

function grantsOf({ issue, refresh, also }: AuthModel, operation: string): readonly TokenGrant[] {
  return [issue, refresh, ...(also ?? [])].filter(
    (grant) => grant !== null && grant.operation === operation,
  ) as TokenGrant[];
}

function textAt(body: Json | undefined, path: JsonPath): string | null {
  const value = valueAt(body, path);
  return typeof value === 'string' && value !== '' ? value : null;
}

function cookieIn({ headers }: HttpResponse, { carrier }: AuthModel): string | null {
  if (carrier.in !== 'cookie') return null;
  for (const [name, value] of headers) {
    if (name.toLowerCase() !== 'set-cookie' || !value.startsWith(`${carrier.name}=`)) continue;
    return value.slice(carrier.name.length + 1).split(';')[0] ?? null;
  }
  return null;
}
