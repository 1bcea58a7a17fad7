import {
  constantFrom,
  defineMutator,
  nat,
  oneOf,
  plainWords,
  replaceableInputs,
  valueWords,
  withOtherValue,
  type ReplaceableInput,
} from 'offscript/kit';

const ASKS = [
  'Check with me before you change anything: something may have changed.',
  'Tell me when you are about to start; I will say whether this still holds.',
] as const;

/**
 * @example "Set priority to "low"."   ->   "… Check with me before you change anything"; asked, the person says that the priority has to be "high" now
 */
export const correctedOnRequest = defineMutator<{ wording: number; on: boolean }, ReplaceableInput>({
  id: 'workflow/corrected-on-request',
  summary: 'The person wants to be asked before anything is changed, and then corrects a fact.',
  visibility: 'explicit',
  duration: 'permanent',
  params: { wording: nat(ASKS.length - 1), on: constantFrom(true) },
  neutral: { wording: 0, on: false },
  bite: [{ b: 'without', handler: 'ask-user' }, { b: 'recorded' }],
  discriminates: ['goal'],
  targets: replaceableInputs,
  footprint: ({ input }) => [`input:${input}`, 'instruction', 'goal', 'user'],
  apply(_draft, { wording, on }, { input, path, other }, { task }) {
    if (!on) return {};
    const reply = `Good that you ask: make the ${plainWords(path)} ${valueWords(other)}, the rest stays.`;
    return {
      says: oneOf(ASKS, wording),
      user: { turns: [{ reply, inputs: { [input]: other } }] },
      goal: withOtherValue(task, path, other),
      oracle: [{ o: 'ask', text: 'I am about to start. Does this still hold?', times: 1, after: null }],
    };
  },
  explain: (_params, { path, value, other }) =>
    `Asked beforehand, the person wants ${plainWords(path)} ${valueWords(other)} instead of ${valueWords(value)}.`,
});
