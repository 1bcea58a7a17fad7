import { addFault, constantFrom, defineMutator, showsField, takenFrom, type OperationId } from 'offscript/kit';

/**
 * @example GET /tickets -> 200, GET /tickets/12 -> 200   ->   GET /tickets/12 -> 503 whenever it is tried; the list shows all that is needed of it
 */
export const deadRead = defineMutator<{ status: number; on: boolean }, { read: OperationId; list: OperationId }>({
  id: 'system/dead-read',
  summary: 'Single records cannot be read any more; the list still shows what the task needs of them.',
  visibility: 'explicit',
  duration: 'permanent',
  rate: 'status:5xx',
  params: { status: constantFrom(500, 502, 503), on: constantFrom(true) },
  neutral: { status: 503, on: false },
  bite: [{ b: 'without', handler: 'other-way' }, { b: 'recorded' }],
  discriminates: ['goal', 'honesty', 'thrash'],
  *targets(context) {
    const { steps } = context.task.oracle;
    for (const read of steps) {
      if (read.kind !== 'read') continue;
      const from = read.slots.flatMap(({ value }) => (value.v === 'from' ? [value.step] : [])).at(-1);
      const find = steps.find((step) => step.kind === 'find' && step.as === from && step.resource === read.resource);
      const list = find?.kind === 'find' ? context.operation(find.operation) : null;
      if (list !== null && takenFrom(context, read.as).every((path) => showsField(list, path)))
        yield { read: read.operation, list: list.id };
    }
  },
  footprint: ({ read }) => [`op:${read}`],
  apply: (draft, { status, on }, { read }) =>
    addFault(
      draft,
      { operation: read, nth: 0 },
      { f: 'status', status, headers: [], body: null },
      { times: on ? null : 0 },
    ),
  explain: ({ status }, { read, list }) => `${read} answers ${status} for good; ${list} shows the same.`,
});
