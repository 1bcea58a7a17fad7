import {
  answerChange,
  defineMutator,
  integer,
  knownConditions,
  noWriteFootprint,
  twinOf,
  twinSites,
  type TwinSite,
} from 'offscript/kit';

/**
 * @example one ticket "Printer on fire"   ->   two of them, alike in all that was said: the right act is to name both and change neither
 */
export const contradictingRecords = defineMutator<{ minutes: number }, TwinSite>({
  id: 'data/contradicting-records',
  summary: 'Two records fit the instruction and nothing says which is meant: the right act is to ask, not to guess.',
  visibility: 'implicit',
  duration: 'permanent',
  rate: 'status:409',
  victim: 'positional',
  params: { minutes: integer({ min: 3, max: 90 }) },
  neutral: { minutes: 0 },
  bite: [{ b: 'without', handler: 'disambiguate' }, { b: 'recorded' }],
  discriminates: ['goal', 'scope'],
  targets: (context) => (context.task.goal.some(({ kind }) => kind === 'report') ? [] : twinSites(context)),
  footprint: ({ key, list }, context) => [`known:${key}`, `list:${list}`, ...noWriteFootprint(context)],
  apply(draft, { minutes }, { key, list }, context) {
    if (minutes === 0) return {};
    const found = context.found.find((candidate) => candidate.key === key);
    const keep = found === undefined ? [] : knownConditions(context, found).map(({ path }) => path);
    const twin = twinOf(draft, context, key, {
      list: context.operation(list),
      changes: answerChange(context, key) ?? [],
      keep,
      minutes,
    });
    draft.add({ p: 'put', entity: twin });
    const ids = [context.entity(key)?.id ?? '', twin.id];
    return {
      goal: [{ kind: 'report', reason: 'conflict', evidence: ids }],
      oracle: [{ o: 'report', reason: 'conflict', evidence: ids.map((id) => ({ resource: twin.resource, id })) }],
    };
  },
  explain: (_params, { key }) => `Another record fits everything that was said of ${key}.`,
});
