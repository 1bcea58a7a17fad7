import { constantFrom, defineMutator, nat, oneOf, untoldSites, valueWords, type UntoldSite } from 'offscript/kit';

const LATER = [
  (name: string) => `Ask me for the ${name} before you start, I have to look it up.`,
  (name: string) => `I do not have the ${name} at hand: ask me for it first.`,
] as const;
const REPLIES = [
  (name: string, words: string) => `The ${name} is ${words}.`,
  (name: string, words: string) => `Found it: ${words} for the ${name}.`,
] as const;

/**
 * @example "Set priority to "high" on the ticket."   ->   "Set priority to (ask me) on the ticket. Ask me for the priority before you start …"; asked, the person says "high"
 */
export const withheldFact = defineMutator<{ wording: number; on: boolean }, UntoldSite>({
  id: 'workflow/withheld-fact',
  summary: 'The person leaves a fact out of the request and tells it when asked.',
  visibility: 'explicit',
  duration: 'permanent',
  params: { wording: nat(LATER.length - 1), on: constantFrom(true) },
  neutral: { wording: 0, on: false },
  bite: [{ b: 'without', handler: 'ask-user' }],
  discriminates: ['goal', 'provenance'],
  targets: untoldSites,
  footprint: ({ input }) => [`input:${input}`, 'instruction', 'user'],
  apply(_draft, { wording, on }, { input, value, name, words }, { task }) {
    if (!on) return {};
    return {
      instruction: `${task.instruction.replace(words, '(ask me)')} ${oneOf(LATER, wording)(name)}`,
      untold: [input],
      user: { turns: [{ reply: oneOf(REPLIES, wording)(name, valueWords(value)), inputs: { [input]: value } }] },
      oracle: [{ o: 'ask', text: `What is the ${name}?`, times: 1, after: null }],
    };
  },
  explain: (_params, { name }) => `The person tells the ${name} only when asked.`,
});
