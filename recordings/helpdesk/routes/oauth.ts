import { ApiError } from '../errors.ts';
import type { Exchange, Reply, Route } from '../exchange.ts';

export const oauthRoutes: readonly Route[] = [
  { method: 'POST', path: '/oauth/token', open: true, handle: issueToken },
  { method: 'POST', path: '/oauth/revoke', open: true, handle: revokeToken },
];

function issueToken({ auth, body, now }: Exchange): Reply {
  const field = (name: string): string => {
    const value = body[name];
    if (typeof value === 'string' && value !== '') return value;
    throw new ApiError(400, 'invalid_request', `The form field ${name} is missing.`, {
      fields: [{ field: name, code: 'required', message: `${name} is required` }],
    });
  };
  const grantType = field('grant_type');
  switch (grantType) {
    case 'password':
      return token(auth.login(field('username'), field('password'), now, 'invalid_grant'));
    case 'client_credentials':
      return token(auth.login(field('client_id'), field('client_secret'), now, 'invalid_client'));
    case 'refresh_token':
      return token(auth.refresh(field('refresh_token'), now));
    default:
      throw new ApiError(400, 'unsupported_grant_type', `The grant type ${grantType} is not supported.`);
  }
}

function token(body: unknown): Reply {
  return { status: 200, body, headers: { 'Cache-Control': 'no-store' } };
}

/** Always 200, also for unknown tokens (RFC 7009). */
function revokeToken({ auth, body }: Exchange): Reply {
  if (typeof body['token'] === 'string') auth.revoke(body['token']);
  return { status: 200, body: {} };
}
