import type { ReferenceSend } from '../reference-api.ts';
import { createSessionClient } from '../session-client.ts';
import type { Answer } from '../session-client.ts';
import { GRAPHQL_OPERATIONS } from './rpc-graphql.ts';
import { passwordOf, RPC_ORIGIN } from './rpc-world.ts';

export interface RpcClient {
  rpc(method: string, params?: object, headers?: Readonly<Record<string, string>>): Answer;
  graphql(operationName: string, variables: object): Answer;
}

/** A client with a cookie and a CSRF token; numbers its calls as browsers do. */
export function loginRpc(send: ReferenceSend, email: string): RpcClient {
  const login = createSessionClient(send, RPC_ORIGIN, {}).call('POST /rpc', {
    json: { id: 1, method: 'session.login', params: { email, password: passwordOf(email) } },
  });
  const sid = /^sid=([^;]+)/.exec(login.header('set-cookie') ?? '')?.[1] ?? '';
  const client = createSessionClient(send, RPC_ORIGIN, {
    cookie: `sid=${sid}`,
    'x-csrf-token': login.text('$.result.csrf_token'),
  });
  let id = 1;
  return {
    rpc: (method, params = {}, headers = {}) =>
      client.call('POST /rpc', { json: { id: ++id, method, params }, headers }),
    graphql: (operationName, variables) =>
      client.call('POST /graphql', {
        json: { operationName, query: GRAPHQL_OPERATIONS[operationName]?.document ?? '', variables },
      }),
  };
}
