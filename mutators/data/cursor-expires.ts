import { anyRequestOf, constantFrom, defineMutator, type OperationId } from 'offscript/kit';

/**
 * @example GET /tickets?page=2 -> the second page   ->   GET /tickets?page=2 -> 410, the list has to be read from the start
 */
export const cursorExpires = defineMutator<{ status: number; on: boolean }, { list: OperationId; rank: number }>({
  id: 'data/cursor-expires',
  summary: 'The place in a list is forgotten between two pages: start again from the first.',
  visibility: 'explicit',
  duration: 'transient',
  params: { status: constantFrom(400, 410), on: constantFrom(true) },
  neutral: { status: 410, on: false },
  bite: [{ b: 'without', handler: 'restart-scan' }, { b: 'recorded' }],
  discriminates: ['goal', 'complete'],
  *targets({ found, calls }) {
    for (const { step, operation, rank, firstPage } of found) {
      const once = calls.filter((call) => call.operation.id === operation.id).length === 1;
      if (
        step.kind === 'find' &&
        rank !== null &&
        rank > 0 &&
        rank < firstPage &&
        operation.list !== null &&
        operation.list.paging.kind !== 'none' &&
        once
      )
        yield { list: operation.id, rank };
    }
  },
  footprint: ({ list }) => [`list:${list}`, `op:${list}`],
  apply(draft, { status, on }, { list, rank }) {
    if (!on) return {};
    draft.add({
      p: 'list',
      match: anyRequestOf(list),
      maxSize: Math.max(1, Math.ceil(rank / 2)),
      reverse: false,
      ignoreFilters: [],
      total: 'true',
    });
    draft.add({
      p: 'fault',
      match: anyRequestOf(list),
      from: 1,
      count: 1,
      phase: 'before',
      fault: { f: 'status', status, headers: [], body: null },
    });
    return {};
  },
  explain: ({ status }, { list }) =>
    `The second page of ${list} answers ${status}: its place in the list is forgotten.`,
});
