import { confirmedFields, defineMutator, integer, type OperationId } from 'offscript/kit';

const ENVELOPE = JSON.stringify({
  error: { code: 'temporarily_unavailable', message: 'The change was not stored. Please try again.' },
});

/**
 * @example PATCH /tickets/12 -> 200 { ticket: … }   ->   PATCH /tickets/12 -> 200 { error: { code: "temporarily_unavailable" } }, and nothing is written
 */
export const errorInSuccess = defineMutator<{ times: number }, { operation: OperationId; nth: number }>({
  id: 'system/error-in-success',
  summary: 'A write answers 200 with an error in its body, and nothing is written.',
  visibility: 'implicit',
  duration: 'transient',
  params: { times: integer({ min: 1, max: 2 }) },
  neutral: { times: 0 },
  bite: [{ b: 'without', handler: 'verify-write' }, { b: 'recorded' }],
  discriminates: ['goal', 'verify'],
  *targets(context) {
    for (const call of context.writes)
      if (call.nth === 0 && confirmedFields(context, call).length > 0)
        yield { operation: call.operation.id, nth: call.nth };
  },
  footprint: ({ operation }) => [`op:${operation}`],
  apply(draft, { times }, { operation, nth }) {
    if (times > 0)
      draft.add({
        p: 'fault',
        match: { operations: [operation], kinds: null, key: null },
        from: nth,
        count: times,
        phase: 'before',
        fault: { f: 'status', status: 200, headers: [['Content-Type', 'application/json']], body: ENVELOPE },
      });
    return {};
  },
  explain: ({ times }, { operation }) =>
    `${operation} answers 200 with an error in its body${times === 1 ? '' : `, ${times} times`}.`,
});
