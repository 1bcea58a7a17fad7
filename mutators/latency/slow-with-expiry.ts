import { defineMutator, integer } from 'offscript/kit';

/**
 * @example answers at once, token good for an hour   ->   answers after 8 s, token good for 13 s
 */
export const slowWithExpiry = defineMutator<{ ms: number }, { origin: string }>({
  id: 'latency/slow-with-expiry',
  summary: 'Answers are so slow that a short-lived token ends between two calls.',
  visibility: 'implicit',
  duration: 'permanent',
  httpOnly: 'Credentials are attached and refreshed for the agent there.',
  rate: 'status:401',
  params: { ms: integer({ min: 6000, max: 9000 }) },
  neutral: { ms: 0 },
  bite: [{ b: 'without', handler: 'reauthenticate' }, { b: 'recorded' }],
  discriminates: ['goal', 'reauthenticate'],
  *targets({ model, calls, writes }) {
    for (const auth of model.auth) {
      if (auth.issue === null || !auth.principals.some(({ login }) => login !== null)) continue;
      const paid = calls.filter(
        ({ operation }) =>
          operation.origin === auth.origin && operation.authenticated && !auth.open.includes(operation.id),
      );
      if (paid.some((call, at) => at > 1 && writes.includes(call))) yield { origin: auth.origin };
    }
  },
  footprint: ({ origin }) => [`auth:${origin}`, 'time'],
  apply(draft, { ms }) {
    if (ms === 0) return {};
    draft.add({ p: 'latency', match: { operations: null, kinds: null, key: null }, model: { l: 'fixed', ms } });
    draft.add({ p: 'token-life', seconds: Math.ceil((ms * 1.6) / 1000), calls: null, refreshDies: false });
    return {};
  },
  explain: ({ ms }) => `Every answer takes ${ms} ms, and a token lives ${Math.ceil((ms * 1.6) / 1000)} s.`,
});
