import { confirmedFields, defineMutator, integer, type JsonPath, type OperationId } from 'offscript/kit';

/**
 * @example PATCH /tickets/12 { status, priority } -> 200, both written   ->   200, the status written, the priority as before
 */
export const partialUpdate = defineMutator<{ times: number }, { operation: OperationId; path: JsonPath }>({
  id: 'data/partial-update',
  summary: 'A write answers that all went well, and leaves one field as it was.',
  visibility: 'implicit',
  duration: 'transient',
  params: { times: integer({ min: 1, max: 2 }) },
  neutral: { times: 0 },
  bite: [{ b: 'without', handler: 'verify-write' }, { b: 'recorded' }],
  discriminates: ['goal', 'verify'],
  *targets(context) {
    for (const call of context.writes) {
      for (const path of call.nth === 0 ? confirmedFields(context, call) : [])
        yield { operation: call.operation.id, path };
    }
  },
  footprint: ({ operation }) => [`op:${operation}`],
  apply(draft, { times }, { operation, path }) {
    if (times > 0)
      draft.add({
        p: 'ignore-field',
        match: { operations: [operation], kinds: null, key: null },
        paths: [path],
        times,
      });
    return {};
  },
  explain: ({ times }, { operation, path }) =>
    `${operation} answers 200 but leaves "${path.join('.')}" as it was, ${times === 1 ? 'the first time' : `the first ${times} times`}.`,
});
