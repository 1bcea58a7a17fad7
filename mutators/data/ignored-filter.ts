import { anyRequestOf, constantFrom, defineMutator, takenByPlace, type OperationId } from 'offscript/kit';

/**
 * @example GET /customers?email=a@x.example -> 1 record   ->   GET /customers?email=a@x.example -> all of them, as if the filter were not there
 */
export const ignoredFilter = defineMutator<{ on: boolean }, { list: OperationId; filters: readonly string[] }>({
  id: 'data/ignored-filter',
  summary: 'A list ignores the filter it is asked with, and shows everything.',
  visibility: 'implicit',
  duration: 'permanent',
  victim: 'positional',
  params: { on: constantFrom(true) },
  neutral: { on: false },
  bite: [{ b: 'recorded' }],
  discriminates: ['scope', 'goal'],
  *targets(context) {
    for (const record of context.found) {
      const { step, operation } = record;
      const filters =
        step.kind === 'find'
          ? step.slots.flatMap(({ slot }) =>
              slot.in === 'query' &&
              operation.list?.filters.some((filter) => filter.slot.in === 'query' && filter.slot.name === slot.name)
                ? [slot.name]
                : [],
            )
          : [];
      if (filters.length > 0 && takenByPlace(context, record)) yield { list: operation.id, filters };
    }
  },
  footprint: ({ list }) => [`list:${list}`],
  apply(draft, { on }, { list, filters }) {
    if (on)
      draft.add({
        p: 'list',
        match: anyRequestOf(list),
        maxSize: null,
        reverse: false,
        ignoreFilters: filters,
        total: 'true',
      });
    return {};
  },
  explain: (_params, { list, filters }) => `${list} ignores ${filters.join(', ')}.`,
});
