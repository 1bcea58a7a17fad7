import { defineMutator, integer, repeatableWrites, writeStepOf, type OperationId } from 'offscript/kit';

type Target = { readonly write: OperationId; readonly list: OperationId };

/**
 * @example POST /tickets -> 201 { id: 41 }, GET /tickets -> 41, 40, …   ->   GET /tickets -> 40, …; 41 comes two reads later
 */
export const laggingList = defineMutator<{ reads: number }, Target>({
  id: 'data/lagging-list',
  summary: 'A list shows a new record only some reads later: it is there, and must not be made again.',
  visibility: 'implicit',
  duration: 'transient',
  victim: 'impatient',
  params: { reads: integer({ min: 1, max: 4 }) },
  neutral: { reads: 0 },
  discriminates: ['duplicate', 'scope', 'goal', 'budget'],
  *targets(context) {
    for (const call of repeatableWrites(context)) {
      const confirm = writeStepOf(context, call)?.confirm;
      if (confirm?.c === 'find') yield { write: call.operation.id, list: confirm.operation };
    }
  },
  footprint: ({ write, list }) => [`op:${write}`, `list:${list}`],
  apply(draft, { reads }) {
    // Lists of other records show nothing old: only what was written since the start lags.
    if (reads > 0) draft.add({ p: 'stale', match: { operations: null, kinds: ['list'], key: null }, reads });
    return {};
  },
  explain: ({ reads }, { list }) => `${list} shows a new record only after ${reads} reads.`,
});
