import {
  answerChange,
  defineMutator,
  integer,
  knownConditions,
  lookAlike,
  nat,
  twinOf,
  twinSites,
  type FoundRecord,
  type JsonPath,
  type TwinSite,
} from 'offscript/kit';

/** The list shows only records with the very value: another one never comes into sight. */
function isFilteredBy({ step, operation }: FoundRecord, path: JsonPath): boolean {
  const exact = (operation.list?.filters ?? []).filter(
    ({ op, paths }) => op === 'equals' && paths.some((at) => at.join('.') === path.join('.')),
  );
  return exact.some(({ slot }) => step.slots.some((given) => JSON.stringify(given.slot) === JSON.stringify(slot)));
}

type Target = TwinSite & { readonly path: JsonPath; readonly value: string };

/**
 * @example one customer "Maria Lopez"   ->   "Maria Lopes" is listed before "Maria Lopez"
 */
export const lookAlikeRecord = defineMutator<{ minutes: number; way: number }, Target>({
  id: 'adversarial/look-alike-record',
  summary: 'A record with almost the same name stands before the one that is meant.',
  visibility: 'implicit',
  duration: 'permanent',
  victim: 'near-match',
  params: { minutes: integer({ min: 3, max: 90 }), way: nat(30) },
  neutral: { minutes: 0, way: 0 },
  bite: [{ b: 'recorded' }],
  discriminates: ['scope', 'goal'],
  *targets(context) {
    for (const site of twinSites(context)) {
      const found = context.found.find(({ key }) => key === site.key);
      for (const { path, value } of found === undefined ? [] : knownConditions(context, found)) {
        if (typeof value === 'string' && value.length >= 4 && found !== undefined && !isFilteredBy(found, path))
          yield { ...site, path, value };
      }
    }
  },
  footprint: ({ key, list }) => [`known:${key}`, `list:${list}`],
  apply(draft, { minutes, way }, { key, list, path, value }, context) {
    if (minutes === 0) return {};
    const changes = [...(answerChange(context, key) ?? []), { path, value: lookAlike(value, way) }];
    draft.add({
      p: 'put',
      entity: twinOf(draft, context, key, { list: context.operation(list), changes, keep: [path], minutes }),
    });
    return {};
  },
  explain: ({ way }, { key, value }) => `"${lookAlike(value, way)}" stands before ${key}.`,
});
