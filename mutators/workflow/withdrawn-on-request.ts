import { constantFrom, defineMutator, nat, oneOf, withdrawableWrites, type WithdrawableWrite } from 'offscript/kit';

const ASKS = [
  'Ask me before you start whether all of it is still wanted.',
  'Before you change anything, check with me which parts are still needed.',
] as const;

/**
 * @example "Set the priority. Then create a ticket."   ->   "… Ask me before you start"; asked, the person says to leave out the new ticket
 */
export const withdrawnOnRequest = defineMutator<{ wording: number; on: boolean }, WithdrawableWrite>({
  id: 'workflow/withdrawn-on-request',
  summary: 'The person wants to be asked first, and then takes one of several steps back.',
  visibility: 'explicit',
  duration: 'permanent',
  params: { wording: nat(ASKS.length - 1), on: constantFrom(true) },
  neutral: { wording: 0, on: false },
  bite: [{ b: 'recorded' }, { b: 'without', handler: 'look-before-create' }],
  discriminates: ['goal', 'scope', 'budget'],
  targets: withdrawableWrites,
  footprint: ({ operation }) => [`op:${operation}`, 'instruction', 'goal', 'user'],
  apply(_draft, { wording, on }, { operation, what, atoms }, { task }) {
    if (!on) return {};
    return {
      says: oneOf(ASKS, wording),
      user: { turns: [{ reply: `Leave out ${what}; the rest as I said.`, inputs: {} }] },
      goal: task.goal.filter((_, at) => !atoms.includes(at)),
      oracle: [
        { o: 'ask', text: 'Is all of it still wanted?', times: 1, after: null },
        { o: 'skip-write', operation },
      ],
    };
  },
  explain: (_params, { what }) => `Asked beforehand, the person takes back ${what}.`,
});
