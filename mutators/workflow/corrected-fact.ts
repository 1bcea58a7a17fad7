import {
  constantFrom,
  defineMutator,
  nat,
  oneOf,
  plainWords,
  replaceableInputs,
  valueWords,
  type ReplaceableInput,
} from 'offscript/kit';

const SAYINGS = [
  (name: string, old: string, now: string) => `Sorry, I have to correct myself: the ${name} is ${now}, not ${old}.`,
  (name: string, old: string, now: string) => `One correction: use ${now} as the ${name} instead of ${old}.`,
  (name: string, _old: string, now: string) => `Update from the customer just now: the ${name} has to be ${now}.`,
] as const;

/**
 * @example "Set priority to "low" on the ticket."   ->   "Set priority to "low" on the ticket. Sorry, I have to correct myself: the priority is "high", not "low"."
 */
export const correctedFact = defineMutator<{ wording: number; on: boolean }, ReplaceableInput>({
  id: 'workflow/corrected-fact',
  summary: 'The person corrects a fact at the end of the request: the last word counts.',
  visibility: 'explicit',
  duration: 'permanent',
  params: { wording: nat(SAYINGS.length - 1), on: constantFrom(true) },
  neutral: { wording: 0, on: false },
  bite: [{ b: 'recorded' }],
  discriminates: ['goal'],
  targets: replaceableInputs,
  footprint: ({ input }) => [`input:${input}`, 'instruction', 'goal'],
  apply(_draft, { wording, on }, { input, path, value, other }, { task }) {
    if (!on) return {};
    const name = plainWords(path);
    return {
      says: oneOf(SAYINGS, wording)(name, valueWords(value), valueWords(other)),
      inputs: { [input]: other },
      goal: task.goal.map((atom) => {
        if (atom.kind === 'field' && atom.path.join('.') === path.join('.'))
          return { ...atom, match: { m: 'exact', value: other } };
        if (atom.kind !== 'new') return atom;
        return {
          ...atom,
          fields: atom.fields.map((field) =>
            field.path.join('.') === path.join('.')
              ? { ...field, match: { m: 'exact', value: other } as const }
              : field,
          ),
        };
      }),
    };
  },
  explain: (_params, { path, value, other }) =>
    `The person first asks for ${plainWords(path)} ${valueWords(value)}, then for ${valueWords(other)}.`,
});
