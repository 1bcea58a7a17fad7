import { defineMutator, integer, leftoverApply, leftoverSites, nat, oneOf, type LeftoverSite } from 'offscript/kit';

const SAYINGS = [
  'An earlier attempt at this broke off; if part of it is already there, finish that instead of starting over.',
  'This was started before and never finished, so complete what is there rather than making a second one.',
  'Somebody began this earlier. Please build on what they left, and do not make it twice.',
] as const;

/**
 * @example no ticket "Printer on fire" yet   ->   one from yesterday's run, without its priority: finish it, do not make a second
 */
export const leftoverDraft = defineMutator<{ hoursAgo: number; wording: number }, LeftoverSite>({
  id: 'session/leftover-draft',
  summary: 'An earlier run left a half-made record with the same name: finish it instead of making a second one.',
  visibility: 'implicit',
  duration: 'permanent',
  rate: 'status:409',
  params: { hoursAgo: integer({ min: 2, max: 60 }), wording: nat(SAYINGS.length - 1) },
  neutral: { hoursAgo: 0, wording: 0 },
  bite: [{ b: 'without', handler: 'look-before-create' }, { b: 'recorded' }],
  discriminates: ['goal', 'duplicate', 'scope'],
  targets: leftoverSites,
  footprint: ({ operation }) => [`op:${operation}`, 'goal', 'input'],
  apply(draft, { hoursAgo, wording }, site, context) {
    if (hoursAgo === 0) return {};
    return { ...leftoverApply(draft, context, site, hoursAgo * 60, undefined), says: oneOf(SAYINGS, wording) };
  },
  explain: ({ hoursAgo }, { operation, path }) =>
    `A run ${hoursAgo} hours ago did ${operation} but left out "${path.join('.')}".`,
});
