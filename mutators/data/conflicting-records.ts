import {
  answerChange,
  defineMutator,
  distinctions,
  freeInputName,
  integer,
  knownConditions,
  nat,
  oneOf,
  plainWords,
  twinOf,
  twinSites,
  valueWords,
  type Distinction,
  type TwinSite,
} from 'offscript/kit';

type Target = TwinSite & { readonly by: Distinction };

const SAYINGS = [
  (thing: string, words: string, value: string) =>
    `There may be more than one ${thing} of that name: I mean the one whose ${words} is ${value}.`,
  (thing: string, words: string, value: string) => `Take the ${thing} where the ${words} is ${value}.`,
  (_thing: string, words: string, value: string) => `To be sure you have the right one: its ${words} is ${value}.`,
] as const;

/**
 * @example one customer "Maria Lopez"   ->   two customers "Maria Lopez", one in Bonn and one in Turin; "the one whose city is Turin"
 */
export const conflictingRecords = defineMutator<{ minutes: number; wording: number }, Target>({
  id: 'data/conflicting-records',
  summary: 'A second record has the same name; the instruction says which one is meant.',
  visibility: 'implicit',
  duration: 'permanent',
  rate: 'status:409',
  victim: 'positional',
  params: { minutes: integer({ min: 3, max: 90 }), wording: nat(SAYINGS.length - 1) },
  neutral: { minutes: 0, wording: 0 },
  bite: [{ b: 'without', handler: 'disambiguate' }, { b: 'recorded' }],
  discriminates: ['scope', 'goal'],
  *targets(context) {
    for (const site of twinSites(context)) {
      const found = context.found.find(({ key }) => key === site.key);
      for (const by of found === undefined ? [] : distinctions(context, found)) yield { ...site, by };
    }
  },
  footprint: ({ key, list }) => [`known:${key}`, `list:${list}`],
  apply(draft, { minutes, wording }, { key, list, by }, context) {
    if (minutes === 0) return {};
    const found = context.found.find((candidate) => candidate.key === key);
    const kind = key.split('/')[0] ?? '';
    const thing = plainWords(context.resource(kind)?.singular ?? 'record');
    const keep = found === undefined ? [] : knownConditions(context, found).map(({ path }) => path);
    const twin = twinOf(draft, context, key, {
      list: context.operation(list),
      changes: [...(answerChange(context, key) ?? []), { path: by.path, value: by.other }],
      keep,
      minutes,
    });
    draft.add({ p: 'put', entity: twin });
    const name = freeInputName(context, `${thing} ${plainWords(by.path)}`.replaceAll(' ', '_'));
    return {
      says: oneOf(SAYINGS, wording)(thing, plainWords(by.path), valueWords(by.value)),
      inputs: { [name]: by.value },
      oracle: [{ o: 'narrow', resource: kind, path: by.path, equals: { v: 'input', name } }],
    };
  },
  explain: (_params, { key, by }) =>
    `Another record is called like ${key}; only its ${plainWords(by.path)} is ${valueWords(by.value)}.`,
});
