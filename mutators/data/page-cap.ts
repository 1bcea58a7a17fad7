import { anyRequestOf, defineMutator, integer, type OperationId } from 'offscript/kit';

/**
 * @example GET /tickets shows 25 a page, ticket 12 among them   ->   GET /tickets shows 4 a page, ticket 12 on the third
 */
export const pageCap = defineMutator<{ pages: number }, { list: OperationId; rank: number }>({
  id: 'data/page-cap',
  summary: 'Pages are so short that the record sought is on a later one.',
  visibility: 'implicit',
  duration: 'permanent',
  params: { pages: integer({ min: 1, max: 4 }) },
  neutral: { pages: 0 },
  bite: [{ b: 'without', handler: 'follow-pages' }, { b: 'recorded' }],
  discriminates: ['goal', 'complete'],
  *targets({ found }) {
    for (const { step, operation, rank, firstPage } of found) {
      if (
        step.kind === 'find' &&
        rank !== null &&
        rank > 0 &&
        rank < firstPage &&
        operation.list !== null &&
        operation.list.paging.kind !== 'none'
      )
        yield { list: operation.id, rank };
    }
  },
  footprint: ({ list }) => [`list:${list}`],
  apply(draft, { pages }, { list, rank }) {
    if (pages > 0) {
      // The record stands behind `rank` others: with this size it is on page `pages + 1`, or as late as it can be.
      const maxSize = Math.max(1, Math.floor(rank / Math.min(pages, rank)));
      draft.add({ p: 'list', match: anyRequestOf(list), maxSize, reverse: false, ignoreFilters: [], total: 'true' });
    }
    return {};
  },
  explain: ({ pages }, { list, rank }) =>
    `${list} shows at most ${Math.max(1, Math.floor(rank / Math.min(Math.max(pages, 1), rank)))} records a page; the one sought comes after ${rank} others.`,
});
