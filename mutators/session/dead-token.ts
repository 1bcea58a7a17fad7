import { constantFrom, defineMutator } from 'offscript/kit';

/**
 * @example the token at hand is good for an hour   ->   the token at hand, from the run before, is refused at the first call
 */
export const deadToken = defineMutator<{ on: boolean }, { origin: string }>({
  id: 'session/dead-token',
  summary: 'The access token left by the run before is no longer accepted.',
  visibility: 'explicit',
  duration: 'transient',
  httpOnly: 'Credentials are attached and refreshed for the agent there.',
  rate: 'status:401',
  params: { on: constantFrom(true) },
  neutral: { on: false },
  bite: [{ b: 'without', handler: 'reauthenticate' }, { b: 'recorded' }],
  discriminates: ['goal', 'reauthenticate'],
  *targets({ model, calls }) {
    for (const auth of model.auth) {
      const used = calls.some(
        ({ operation }) =>
          operation.origin === auth.origin && operation.authenticated && !auth.open.includes(operation.id),
      );
      if (used && auth.issue !== null && auth.principals.some(({ login }) => login !== null))
        yield { origin: auth.origin };
    }
  },
  footprint: ({ origin }) => [`auth:${origin}`],
  apply(draft, { on }) {
    if (on) draft.add({ p: 'token-life', seconds: null, calls: 0, refreshDies: false });
    return {};
  },
  explain: (_params, { origin }) => `The token at hand is not accepted by ${origin} any more.`,
});
