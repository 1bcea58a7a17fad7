import { constantFrom, defineMutator, type OperationId } from 'offscript/kit';

/**
 * @example GET /tickets -> 200, PATCH /tickets/12 -> 200   ->   GET /tickets -> 200, PATCH /tickets/12 -> 401 until a new token is fetched
 */
export const tokenExpiry = defineMutator<{ on: boolean }, { operation: OperationId; origin: string; calls: number }>({
  id: 'system/token-expiry',
  summary: 'The access token ends in the middle of the work.',
  visibility: 'explicit',
  duration: 'transient',
  httpOnly: 'Credentials are attached and refreshed for the agent there.',
  rate: 'status:401',
  params: { on: constantFrom(true) },
  neutral: { on: false },
  bite: [{ b: 'without', handler: 'reauthenticate' }, { b: 'recorded' }],
  discriminates: ['goal', 'reauthenticate'],
  *targets({ model, calls, writes }) {
    for (const auth of model.auth) {
      if (auth.issue === null || !auth.principals.some(({ login }) => login !== null)) continue;
      const paid = calls.filter(
        ({ operation }) =>
          operation.origin === auth.origin && operation.authenticated && !auth.open.includes(operation.id),
      );
      for (const [before, call] of paid.entries()) {
        if (writes.includes(call)) yield { operation: call.operation.id, origin: auth.origin, calls: before };
      }
    }
  },
  footprint: ({ origin }) => [`auth:${origin}`],
  apply(draft, { on }, { calls }) {
    if (on) draft.add({ p: 'token-life', seconds: null, calls, refreshDies: false });
    return {};
  },
  explain: (_params, { operation, calls }) =>
    `The access token is no longer accepted after ${calls} calls, at the latest for ${operation}.`,
});
