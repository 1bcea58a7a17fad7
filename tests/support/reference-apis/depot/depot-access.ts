import { jsonReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import { Refusal } from '../router.ts';
import type { Call, Route } from '../router.ts';
import { formOf, invalid, listReply, missing, problem, showUser } from './depot-reply.ts';
import { passwordOf } from './depot-world.ts';
import type { DepotWorld, User } from './depot-world.ts';

const ACCESS_MS = 30 * 60_000;
const REFRESH_MS = 8 * 3_600_000;
const EXPORTS_A_MINUTE = 3;
const SHIFTS = ['early', 'late', 'night'];

export const DEPOT_PEOPLE_ROUTES: readonly Route<DepotWorld>[] = [
  { operation: 'token', method: 'POST', pattern: '/oauth/token', handle: token },
  {
    operation: 'me.get',
    method: 'GET',
    pattern: '/api/v1/me',
    handle: (call) => jsonReply(200, showUser(callerOf(call))),
  },
  { operation: 'me.update', method: 'PATCH', pattern: '/api/v1/me', handle: updateMe },
  { operation: 'users.list', method: 'GET', pattern: '/api/v1/users', handle: listUsers },
  { operation: 'users.get', method: 'GET', pattern: '/api/v1/users/{login}', handle: getUser },
  { operation: 'stock-report', method: 'GET', pattern: '/api/v1/reports/stock', handle: stockReport },
];

/** The caller, or 401; leads only: 403. */
export function callerOf(call: Call<DepotWorld>, role?: 'lead'): User {
  const given = /^Bearer (\S+)$/.exec(call.header('authorization') ?? '')?.[1];
  const challenge = { 'www-authenticate': 'Bearer realm="depot"' };
  if (given === undefined) throw problem(401, 'no-token', 'Unauthorized', 'Send a bearer token', undefined, challenge);
  const grant = call.state.access.get(given);
  if (grant === undefined || grant.expires <= call.at)
    throw problem(401, 'token-expired', 'Unauthorized', 'The token is unknown or has expired', undefined, challenge);
  const user = call.state.users.get(grant.login) as User;
  if (role !== undefined && user.role !== role)
    throw problem(403, 'forbidden', 'Forbidden', `Only a ${role} may do this`);
  return user;
}

function token(call: Call<DepotWorld>): ReferenceResponse {
  const form = formOf(call, ['grant_type', 'username', 'password', 'refresh_token']);
  switch (form.get('grant_type')) {
    case 'password': {
      const login = form.get('username') ?? '';
      if (!call.state.users.has(login) || form.get('password') !== passwordOf(login)) throw oauth('invalid_grant');
      return grant(call, login);
    }
    case 'refresh_token': {
      const spent = form.get('refresh_token') ?? '';
      const found = call.state.refresh.get(spent);
      if (found === undefined || found.expires <= call.at) throw oauth('invalid_grant');
      call.state.refresh.delete(spent);
      return grant(call, found.login);
    }
    default:
      throw oauth('unsupported_grant_type');
  }
}

function oauth(error: string): Refusal {
  return new Refusal(jsonReply(400, { error }));
}

function grant(call: Call<DepotWorld>, login: string): ReferenceResponse {
  const access_token = call.state.random.text(40);
  const refresh_token = `r.${call.state.random.text(32)}`;
  call.state.access.set(access_token, { login, expires: call.at + ACCESS_MS });
  call.state.refresh.set(refresh_token, { login, expires: call.at + REFRESH_MS });
  return jsonReply(
    200,
    { access_token, refresh_token, token_type: 'bearer', expires_in: ACCESS_MS / 1000 },
    { 'cache-control': 'no-store' },
  );
}

function updateMe(call: Call<DepotWorld>): ReferenceResponse {
  const user = callerOf(call);
  const form = formOf(call, ['display_name', 'shift']);
  const shift = form.get('shift');
  if (shift !== null && shift !== '' && !SHIFTS.includes(shift))
    throw invalid({ field: 'shift', code: 'choice', message: `shift must be one of ${SHIFTS.join(', ')}` });
  const saved = {
    ...user,
    display_name: form.get('display_name') ?? user.display_name,
    shift: shift === null ? user.shift : shift || null,
  };
  call.state.users.set(user.login, saved);
  return jsonReply(200, showUser(saved));
}

function listUsers(call: Call<DepotWorld>): ReferenceResponse {
  callerOf(call);
  const role = call.query.get('role');
  return listReply(
    call,
    [...call.state.users.values()].filter((user) => role === null || user.role === role).map(showUser),
  );
}

function getUser(call: Call<DepotWorld>): ReferenceResponse {
  callerOf(call);
  const user = call.state.users.get(call.param('login'));
  if (user === undefined) throw missing('user', call.param('login'));
  return jsonReply(200, showUser(user));
}

/** A heavy call: three a minute for each caller. */
function stockReport(call: Call<DepotWorld>): ReferenceResponse {
  const { login } = callerOf(call);
  const recent = (call.state.exports.get(login) ?? []).filter((at) => at > call.at - 60_000);
  if (recent.length >= EXPORTS_A_MINUTE) {
    const seconds = Math.ceil(((recent[0] ?? call.at) + 60_000 - call.at) / 1000);
    throw problem(429, 'rate-limit', 'Too many requests', 'Three reports a minute', undefined, {
      'retry-after': String(seconds),
    });
  }
  call.state.exports.set(login, [...recent, call.at]);
  const warehouses = [...call.state.warehouses.keys()].map((slug) => {
    let units = 0;
    for (const [key, quantity] of call.state.stock) if (key.startsWith(`${slug}/`)) units += quantity;
    return { warehouse: slug, units };
  });
  return jsonReply(200, { warehouses, total_units: warehouses.reduce((sum, { units }) => sum + units, 0) });
}
