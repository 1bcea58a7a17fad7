import { constantFrom, defineMutator, untoldSites, valueWords, type UntoldSite } from 'offscript/kit';

/**
 * @example "Create a ticket with subject "Charger" and priority "high"."   ->   both left out; asked, the person says the priority first, and the subject when asked again
 */
export const factsOutOfOrder = defineMutator<{ on: boolean }, { first: UntoldSite; second: UntoldSite }>({
  id: 'workflow/facts-out-of-order',
  summary: 'The person tells two facts one by one when asked, and the later one first.',
  visibility: 'explicit',
  duration: 'permanent',
  params: { on: constantFrom(true) },
  neutral: { on: false },
  bite: [{ b: 'without', handler: 'ask-user' }],
  discriminates: ['goal', 'provenance'],
  *targets(context) {
    const sites = untoldSites(context);
    for (const [at, first] of sites.entries())
      for (const second of sites.slice(at + 1)) if (first.input !== second.input) yield { first, second };
  },
  footprint: ({ first, second }) => [`input:${first.input}`, `input:${second.input}`, 'instruction', 'user'],
  apply(_draft, { on }, { first, second }, { task }) {
    if (!on) return {};
    const left = task.instruction.replace(first.words, '(ask me)').replace(second.words, '(ask me)');
    return {
      instruction: `${left} Ask me for the ${first.name}, and once more for what is then still missing.`,
      untold: [first.input, second.input],
      user: {
        turns: [
          {
            reply: `One moment. The ${second.name} is ${valueWords(second.value)}; ask me again for the rest.`,
            inputs: { [second.input]: second.value },
          },
          {
            reply: `And the ${first.name} is ${valueWords(first.value)}. That is all.`,
            inputs: { [first.input]: first.value },
          },
        ],
      },
      oracle: [{ o: 'ask', text: `What is the ${first.name}, and what else is missing?`, times: 2, after: null }],
    };
  },
  explain: (_params, { first, second }) =>
    `Asked, the person tells the ${second.name} first and the ${first.name} when asked again.`,
});
