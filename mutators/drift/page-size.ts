import { anyRequestOf, constantFrom, defineMutator, isEndpoint, type OperationId } from 'offscript/kit';

/**
 * @example GET /orders shows 50 a page and the total   ->   GET /orders shows 5 a page and no total
 */
export const pageSize = defineMutator<{ maxSize: number }, { list: OperationId; rank: number; exact?: number }>({
  id: 'drift/page-size',
  summary: 'A list shows fewer records a page than it used to, and no longer says how many there are.',
  visibility: 'implicit',
  duration: 'permanent',
  rate: 'schema',
  params: { maxSize: constantFrom(2, 3, 5, 8, 10) },
  neutral: { maxSize: 0 },
  bite: [{ b: 'without', handler: 'follow-pages' }, { b: 'recorded' }],
  discriminates: ['goal', 'complete'],
  *targets({ found }) {
    for (const { step, operation, rank, firstPage } of found) {
      if (
        step.kind === 'find' &&
        rank !== null &&
        rank >= 2 &&
        rank < firstPage &&
        operation.list !== null &&
        operation.list.paging.kind !== 'none'
      )
        yield { list: operation.id, rank };
    }
  },
  like: (target, { class: kind, where, to }) =>
    kind === 'page-size-changed' && isEndpoint(target.list, where) && typeof to === 'number' && to < target.rank + 1
      ? { ...target, exact: to }
      : null,
  footprint: ({ list }) => [`list:${list}`],
  apply(draft, { maxSize }, { list, rank, exact = sizeFor(rank, maxSize) }) {
    if (maxSize > 0)
      draft.add({
        p: 'list',
        match: anyRequestOf(list),
        maxSize: exact,
        reverse: false,
        ignoreFilters: [],
        total: 'absent',
      });
    return {};
  },
  explain: ({ maxSize }, { list, rank, exact = sizeFor(rank, maxSize) }) =>
    `${list} shows ${exact} records a page and no total.`,
});

/** Never so many that the record sought stays on the first page, never so few that finding it takes more than eight calls. */
function sizeFor(rank: number, maxSize: number): number {
  return Math.max(Math.min(maxSize, rank), Math.ceil(rank / 8));
}
