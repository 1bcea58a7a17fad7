import { defineMutator, nat, oneOf, constantFrom, withdrawableWrites, type WithdrawableWrite } from 'offscript/kit';

const SAYINGS = [
  (what: string) => `On second thoughts, leave out ${what}.`,
  (what: string) => `Forget about ${what}, somebody else will see to that; the rest stays as it is.`,
  (what: string) => `One change of plan: ${what} is no longer wanted.`,
] as const;

/**
 * @example "Set the priority. Then create a ticket."   ->   "Set the priority. Then create a ticket. On second thoughts, leave out the new ticket."
 */
export const withdrawnStep = defineMutator<{ wording: number; on: boolean }, WithdrawableWrite>({
  id: 'workflow/withdrawn-step',
  summary: 'The person takes one of several steps back at the end of the request.',
  visibility: 'explicit',
  duration: 'permanent',
  params: { wording: nat(SAYINGS.length - 1), on: constantFrom(true) },
  neutral: { wording: 0, on: false },
  bite: [{ b: 'recorded' }, { b: 'without', handler: 'look-before-create' }],
  discriminates: ['goal', 'scope', 'budget'],
  targets: withdrawableWrites,
  footprint: ({ operation }) => [`op:${operation}`, 'instruction', 'goal'],
  apply(_draft, { wording, on }, { operation, what, atoms }, { task }) {
    if (!on) return {};
    return {
      says: oneOf(SAYINGS, wording)(what),
      goal: task.goal.filter((_, at) => !atoms.includes(at)),
      oracle: [{ o: 'skip-write', operation }],
    };
  },
  explain: (_params, { what }) => `The person takes back ${what}.`,
});
