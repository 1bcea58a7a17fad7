/** What the learned auth model lets an agent present: headers for now, and the request that hands out a fresh token. */
import { buildRequest, sameSlot, type SlotAssignment } from '../model/build-request.ts';
import { withHeader, type HttpRequest } from '../model/http.ts';
import type { AuthModel, Principal, TokenGrant } from '../model/auth-model.ts';
import type { FieldModel } from '../model/field.ts';
import { callerParameters } from '../model/caller-slots.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { Operation } from '../model/operation.ts';
import type { Credential } from '../model/rollout.ts';

const MOST_PRINCIPALS = 8;

/** By recorded origin, the episode's own principal first; `{}` where no credential was recorded. */
export function credentialsOf(
  model: LearnedModel,
  principal: string | null,
): Readonly<Record<string, readonly Credential[]>> {
  const origins = model.auth.flatMap((auth): [string, readonly Credential[]][] => {
    const own = auth.principals.filter(({ id }) => id === principal);
    const others = auth.principals.filter(({ id }) => id !== principal);
    const shown = [...own, ...others].slice(0, MOST_PRINCIPALS);
    return shown.length === 0 ? [] : [[auth.origin, shown.map((one) => credentialOf(model, auth, one))]];
  });
  return Object.fromEntries(origins);
}

function credentialOf(model: LearnedModel, auth: AuthModel, principal: Principal): Credential {
  const bearing = carry(auth, principal.token, {
    method: 'GET',
    origin: auth.origin,
    target: '/',
    headers: [],
    body: new Uint8Array(0),
  });
  const request = loginRequest(model, auth, principal) ?? refreshRequest(model, auth, principal.refreshToken);
  const login =
    request === null
      ? null
      : {
          method: request.method,
          path: request.target,
          headers: request.headers,
          body: Buffer.from(request.body).toString('utf8'),
        };
  const { carrier } = auth;
  return {
    principal: principal.id,
    headers: bearing.headers,
    ...(carrier.in === 'query'
      ? {
          query: [...callerParameters(model, auth.origin)].map(
            ([name, value]) => [name, name === carrier.name ? principal.token : (value ?? '')] as const,
          ),
        }
      : {}),
    login,
  };
}

/** The request with the token where the API looks for it. */
export function carry({ carrier }: AuthModel, token: string, request: HttpRequest): HttpRequest {
  if (carrier.in === 'header')
    return { ...request, headers: withHeader(request.headers, carrier.name, `${carrier.prefix}${token}`) };
  if (carrier.in === 'cookie')
    return { ...request, headers: withHeader(request.headers, 'Cookie', `${carrier.name}=${token}`) };
  // A redirect may already name the place with the token in it: two of them would be none.
  const [path = '', query = ''] = splitOnce(request.target, '?');
  const name = encodeURIComponent(carrier.name);
  const others = query.split('&').filter((part) => part !== '' && part.split('=')[0] !== name);
  return { ...request, target: `${path}?${[...others, `${name}=${encodeURIComponent(token)}`].join('&')}` };
}

function splitOnce(text: string, by: string): readonly string[] {
  const at = text.indexOf(by);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** The recorded login of a principal; null where it never logged in. */
export function loginRequest(model: LearnedModel, auth: AuthModel, principal: Principal): HttpRequest | null {
  if (principal.login === null) return null;
  const operation = model.operations.find(({ id }) => id === principal.login?.operation);
  if (operation === undefined || needsPathValues(operation)) return null;
  const whole = { slot: { in: 'body', path: [] }, value: principal.login.body } as const;
  return buildRequest(operation, principal.login.body === null ? constantsOf(operation) : [whole]);
}

export function refreshRequest(model: LearnedModel, auth: AuthModel, refreshToken: string | null): HttpRequest | null {
  const grant: TokenGrant | null = auth.refresh;
  if (grant === null || grant.refreshSlot === null || refreshToken === null) return null;
  const operation = model.operations.find(({ id }) => id === grant.operation);
  if (operation === undefined || needsPathValues(operation)) return null;
  const { refreshSlot } = grant;
  const constants = constantsOf(operation).filter(({ slot }) => !sameSlot(slot, refreshSlot));
  return buildRequest(operation, [...constants, { slot: refreshSlot, value: refreshToken }]);
}

/** Fields that every recorded request had with one and the same value (`grant_type`, `client_id`). */
function constantsOf(operation: Operation): readonly SlotAssignment[] {
  return operation.request.body.flatMap((field): SlotAssignment[] => {
    const value = constantOf(field);
    if (value === undefined || field.path.includes('*')) return [];
    return [{ slot: { in: 'body', path: field.path }, value }];
  });
}

function constantOf(field: FieldModel): FieldModel['examples'][number] | undefined {
  const scalar = !field.types.includes('object') && !field.types.includes('array');
  return scalar && field.presence >= 0.99 && field.distinct === 1 ? field.examples[0] : undefined;
}

function needsPathValues(operation: Operation): boolean {
  return operation.segments.some(({ kind }) => kind === 'param');
}
