import { isJsonObject, parseJson } from '../json.ts';
import { emptyReply, jsonReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import { Refusal } from '../router.ts';
import type { Call, Route } from '../router.ts';
import { passwordOf } from './tracker-world.ts';
import type { Grant, TrackerWorld, User } from './tracker-world.ts';

const ACCESS_MS = 15 * 60_000;
const REFRESH_MS = 14 * 86_400_000;

export const TRACKER_AUTH_ROUTES: readonly Route<TrackerWorld>[] = [
  { operation: 'auth.login', method: 'POST', pattern: '/api/auth/login', handle: login },
  { operation: 'auth.refresh', method: 'POST', pattern: '/api/auth/refresh', handle: refresh },
  { operation: 'auth.logout', method: 'POST', pattern: '/api/auth/logout', handle: logout },
];

export function refuse(status: number, code: string, message: string, details?: object): Refusal {
  return new Refusal(jsonReply(status, { error: { code, message, ...(details === undefined ? {} : { details }) } }));
}

export function trackerErrorOf(response: ReferenceResponse): string | undefined {
  if (response.status < 400) return undefined;
  const body = parseJson(response.body);
  const error = isJsonObject(body) ? body['error'] : undefined;
  if (!isJsonObject(error)) return String(response.status);
  const details = isJsonObject(error['details']) ? error['details'] : {};
  return [response.status, error['code'], details['field'] ?? ''].join(' ').trim();
}

/** The caller, or 401; `writing` also needs a role that may write. */
export function callerOf(call: Call<TrackerWorld>, writing = false): User {
  const token = /^Bearer (\S+)$/.exec(call.header('authorization') ?? '')?.[1];
  if (token === undefined) throw refuse(401, 'missing_token', 'Send Authorization: Bearer <token>');
  const grant = call.state.access.get(token);
  if (grant === undefined) throw refuse(401, 'invalid_token', 'The access token is unknown or revoked');
  if (grant.expires <= call.at) throw refuse(401, 'token_expired', 'The access token has expired');
  const user = call.state.users.get(grant.username) as User;
  if (writing && user.role === 'viewer')
    throw refuse(403, 'insufficient_role', 'Viewers cannot change anything', { role: user.role });
  return user;
}

function login(call: Call<TrackerWorld>): ReferenceResponse {
  const { username, password } = call.json() ?? {};
  const user = call.state.users.get(String(username));
  if (user === undefined || password !== passwordOf(user.username))
    throw refuse(401, 'invalid_credentials', 'Wrong username or password');
  if (!user.active) throw refuse(403, 'account_disabled', 'This account is deactivated');
  return grant(call, user.username, call.state.next.family++);
}

function refresh(call: Call<TrackerWorld>): ReferenceResponse {
  const token = String(call.json()?.['refresh_token']);
  const spent = call.state.spentRefresh.get(token);
  if (spent !== undefined) {
    revoke(call.state, spent.family);
    throw refuse(401, 'refresh_reused', 'This refresh token was used before; the login is revoked');
  }
  const found = call.state.refresh.get(token);
  if (found === undefined || found.expires <= call.at)
    throw refuse(401, 'invalid_grant', 'The refresh token is not valid');
  call.state.refresh.delete(token);
  call.state.spentRefresh.set(token, found);
  return grant(call, found.username, found.family);
}

function logout(call: Call<TrackerWorld>): ReferenceResponse {
  callerOf(call);
  const token = (call.header('authorization') ?? '').slice('Bearer '.length);
  revoke(call.state, (call.state.access.get(token) as Grant).family);
  return emptyReply(204);
}

function grant(call: Call<TrackerWorld>, username: string, family: number): ReferenceResponse {
  const access_token = `trk_${call.state.random.text(36)}`;
  const refresh_token = `trr_${call.state.random.text(48)}`;
  call.state.access.set(access_token, { username, family, expires: call.at + ACCESS_MS });
  call.state.refresh.set(refresh_token, { username, family, expires: call.at + REFRESH_MS });
  return jsonReply(200, { access_token, refresh_token, token_type: 'Bearer', expires_in: ACCESS_MS / 1000 });
}

function revoke(state: TrackerWorld, family: number): void {
  for (const tokens of [state.access, state.refresh]) {
    for (const [token, found] of tokens) if (found.family === family) tokens.delete(token);
  }
}
