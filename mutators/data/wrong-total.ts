import { anyRequestOf, constantFrom, defineMutator, type OperationId } from 'offscript/kit';

/**
 * @example GET /tickets -> { total: 40, next: 2 }   ->   GET /tickets -> { total: 4, next: 2 }, four a page
 */
export const wrongTotal = defineMutator<{ total: 'low' | 'absent'; on: boolean }, { list: OperationId; rank: number }>({
  id: 'data/wrong-total',
  summary: 'Pages are short and their total is missing or counts one page only: go on as long as there is a next one.',
  visibility: 'implicit',
  duration: 'permanent',
  params: { total: constantFrom('low' as const, 'absent' as const), on: constantFrom(true) },
  neutral: { total: 'low', on: false },
  bite: [{ b: 'without', handler: 'follow-pages' }, { b: 'recorded' }],
  discriminates: ['goal', 'complete'],
  *targets({ found }) {
    for (const { step, operation, rank, firstPage } of found) {
      const paging = operation.list?.paging.kind ?? 'none';
      if (step.kind === 'find' && rank !== null && rank > 0 && rank < firstPage && paging !== 'none')
        yield { list: operation.id, rank };
    }
  },
  footprint: ({ list }) => [`list:${list}`],
  apply(draft, { total, on }, { list, rank }) {
    const maxSize = Math.max(1, Math.ceil(rank / 2));
    if (on) draft.add({ p: 'list', match: anyRequestOf(list), maxSize, reverse: false, ignoreFilters: [], total });
    return {};
  },
  explain: ({ total }, { list }) =>
    total === 'low' ? `The total of ${list} counts one page only.` : `${list} no longer says how many there are.`,
});
