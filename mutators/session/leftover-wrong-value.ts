import { defineMutator, integer, leftoverApply, leftoverSites, nat, oneOf, type LeftoverSite } from 'offscript/kit';

const SAYINGS = [
  'The last attempt at this went wrong; correct what it left instead of making a second one.',
  'A colleague tried this earlier and got part of it wrong, so please fix the existing one rather than adding another.',
  'There was a first try with a mistake in it. Put that right; there must be only one in the end.',
] as const;

/**
 * @example no ticket "Printer on fire" yet   ->   one from an earlier run with priority "low" where "high" was asked: correct it, do not make a second
 */
export const leftoverWrongValue = defineMutator<{ hoursAgo: number; wording: number }, LeftoverSite>({
  id: 'session/leftover-wrong-value',
  summary: 'An earlier run made the record with a wrong value: correct it instead of making a second one.',
  visibility: 'implicit',
  duration: 'permanent',
  rate: 'status:409',
  params: { hoursAgo: integer({ min: 2, max: 60 }), wording: nat(SAYINGS.length - 1) },
  neutral: { hoursAgo: 0, wording: 0 },
  bite: [{ b: 'without', handler: 'look-before-create' }, { b: 'recorded' }],
  discriminates: ['goal', 'duplicate', 'scope'],
  *targets(context) {
    for (const site of leftoverSites(context)) if (site.wrong !== null) yield site;
  },
  footprint: ({ operation }) => [`op:${operation}`, 'goal', 'input'],
  apply(draft, { hoursAgo, wording }, site, context) {
    if (hoursAgo === 0 || site.wrong === null) return {};
    return { ...leftoverApply(draft, context, site, hoursAgo * 60, site.wrong), says: oneOf(SAYINGS, wording) };
  },
  explain: ({ hoursAgo }, { operation, path, wrong }) =>
    `A run ${hoursAgo} hours ago did ${operation} with "${path.join('.')}" ${JSON.stringify(wrong)}.`,
});
