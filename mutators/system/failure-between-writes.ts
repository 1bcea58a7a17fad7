import { anyRequestOf, constantFrom, defineMutator, integer, type OperationId } from 'offscript/kit';

/**
 * @example POST /orders -> 201, POST /labels -> 201   ->   POST /orders -> 201, POST /labels -> 503, 503, then 201
 */
export const failureBetweenWrites = defineMutator<
  { times: number; status: number },
  { operation: OperationId; nth: number; after: OperationId }
>({
  id: 'system/failure-between-writes',
  summary: 'The API goes down between two writes that belong together: the second has to be completed.',
  visibility: 'explicit',
  duration: 'transient',
  rate: 'status:5xx',
  params: { times: integer({ min: 1, max: 4 }), status: constantFrom(500, 502, 503) },
  neutral: { times: 0, status: 503 },
  bite: [{ b: 'without', handler: 'backoff' }, { b: 'recorded' }],
  discriminates: ['goal'],
  *targets({ writes }) {
    for (const [at, { operation, nth }] of writes.entries()) {
      const before = writes[at - 1];
      if (before !== undefined) yield { operation: operation.id, nth, after: before.operation.id };
    }
  },
  footprint: ({ operation }) => [`op:${operation}`],
  apply(draft, { times, status }, { operation, nth }) {
    if (times > 0)
      draft.add({
        p: 'fault',
        match: anyRequestOf(operation),
        from: nth,
        count: times,
        phase: 'before',
        fault: { f: 'status', status, headers: [], body: null },
      });
    return {};
  },
  explain: ({ times, status }, { operation, after }) =>
    `After ${after}, ${operation} answers ${status} ${times === 1 ? 'once' : `${times} times`}.`,
});
