import { confirmedFields, defineMutator, integer, writeStepOf, type OperationId } from 'offscript/kit';

/**
 * @example PATCH /tickets/12 { status } -> 200, GET /tickets/12 -> the new status   ->   GET /tickets/12 -> the old status, twice; then the new one
 */
export const staleRead = defineMutator<{ reads: number }, { read: OperationId; write: OperationId }>({
  id: 'data/stale-read',
  summary: 'A record shows its old self for a few reads after a write: read again, and write nothing twice.',
  visibility: 'implicit',
  duration: 'transient',
  params: { reads: integer({ min: 1, max: 3 }) },
  neutral: { reads: 0 },
  bite: [{ b: 'without', handler: 'read-again' }],
  discriminates: ['budget', 'goal', 'scope', 'duplicate'],
  *targets(context) {
    const seen = new Set<OperationId>();
    for (const call of context.writes) {
      const confirm = writeStepOf(context, call)?.confirm;
      if (confirm?.c !== 'read' || confirmedFields(context, call).length === 0 || seen.has(call.operation.id)) continue;
      seen.add(call.operation.id);
      yield { read: confirm.operation, write: call.operation.id };
    }
  },
  footprint: ({ read, write }) => [`op:${read}`, `op:${write}`],
  apply(draft, { reads }, { read }) {
    if (reads > 0) draft.add({ p: 'stale', match: { operations: [read], kinds: null, key: null }, reads });
    return {};
  },
  explain: ({ reads }, { read, write }) =>
    `After ${write} ${read} shows the old record ${reads === 1 ? 'once' : `${reads} times`}.`,
});
