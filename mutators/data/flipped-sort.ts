import { anyRequestOf, constantFrom, defineMutator, takenByPlace, type OperationId } from 'offscript/kit';

/**
 * @example GET /tickets -> 11, 12, 13   ->   GET /tickets -> 13, 12, 11
 */
export const flippedSort = defineMutator<{ on: boolean }, { list: OperationId }>({
  id: 'data/flipped-sort',
  summary: 'A list comes in the opposite order.',
  visibility: 'implicit',
  duration: 'permanent',
  victim: 'positional',
  params: { on: constantFrom(true) },
  neutral: { on: false },
  bite: [{ b: 'recorded' }],
  discriminates: ['scope', 'goal'],
  *targets(context) {
    for (const found of context.found)
      if (found.shown > 1 && takenByPlace(context, found)) yield { list: found.operation.id };
  },
  footprint: ({ list }) => [`list:${list}`],
  apply(draft, { on }, { list }) {
    if (on)
      draft.add({
        p: 'list',
        match: anyRequestOf(list),
        maxSize: null,
        reverse: true,
        ignoreFilters: [],
        total: 'true',
      });
    return {};
  },
  explain: (_params, { list }) => `${list} comes in the opposite order.`,
});
