import { anyRequestOf, constantFrom, defineMutator, type EntityKey, type OperationId } from 'offscript/kit';

type Target = { readonly list: OperationId; readonly rank: number; readonly gone: EntityKey };

/**
 * @example page 1: 11, 12, page 2: 13   ->   page 1: 11, 12; somebody deletes 11; page 2: empty, for 13 stands on page 1 now
 */
export const rowsShift = defineMutator<{ on: boolean }, Target>({
  id: 'data/rows-shift',
  summary: 'A record is deleted while a list is read: the next rows move up, and one is passed over.',
  visibility: 'implicit',
  duration: 'transient',
  params: { on: constantFrom(true) },
  neutral: { on: false },
  bite: [{ b: 'without', handler: 'restart-scan' }, { b: 'recorded' }],
  discriminates: ['goal', 'complete'],
  *targets({ found, calls, task, writes }) {
    for (const { step, operation, key, rank, firstPage } of found) {
      const paging = operation.list?.paging.kind;
      const scans = calls.filter((call) => call.operation.id === operation.id);
      const [scan] = scans;
      if (step.kind !== 'find' || rank === null || rank < 1 || rank >= firstPage || scans.length !== 1) continue;
      if ((paging !== 'page' && paging !== 'offset') || scan === undefined) continue;
      const concerned = new Set([
        ...task.scope,
        ...found.map((one) => one.key),
        ...writes.flatMap((one) => one.key ?? []),
      ]);
      const before = scan.step.reads.slice(0, scan.step.reads.indexOf(key));
      const gone = before.find((other) => !concerned.has(other) && other.startsWith(`${step.resource}/`));
      if (gone !== undefined) yield { list: operation.id, rank, gone };
    }
  },
  footprint: ({ list, gone }) => [`list:${list}`, `op:${list}`, `record:${gone}`],
  apply(draft, { on }, { list, rank, gone }) {
    if (!on) return {};
    const match = anyRequestOf(list);
    draft.add({ p: 'list', match, maxSize: rank, reverse: false, ignoreFilters: [], total: 'true' });
    draft.add({ p: 'actor', before: match, nth: 1, atMs: null, edits: [], removes: [gone] });
    return {};
  },
  explain: (_params, { list, gone }) => `${gone} is deleted between the first and the second page of ${list}.`,
});
