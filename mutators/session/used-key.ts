import { constantFrom, defineMutator, writeStepOf, type OperationId } from 'offscript/kit';

type Target = { readonly operation: OperationId; readonly header: string };

/**
 * @example POST /refunds Idempotency-Key: k-1 -> 201   ->   POST /refunds Idempotency-Key: k-1 -> 409, the key had been used for another request; a new one is taken
 */
export const usedKey = defineMutator<{ status: number; on: boolean }, Target>({
  id: 'session/used-key',
  summary: 'An earlier run used the same idempotency key for another request: send this one under a new key.',
  visibility: 'explicit',
  duration: 'transient',
  rate: 'status:409',
  params: { status: constantFrom(409, 422), on: constantFrom(true) },
  neutral: { status: 409, on: false },
  bite: [{ b: 'without', handler: 'new-key' }, { b: 'recorded' }],
  discriminates: ['goal', 'thrash'],
  *targets(context) {
    for (const call of context.writes) {
      const marked = writeStepOf(context, call)?.slots.find(
        ({ slot, value }) => slot.in === 'header' && value.v === 'fresh',
      );
      if (marked?.slot.in === 'header') yield { operation: call.operation.id, header: marked.slot.name.toLowerCase() };
    }
  },
  footprint: ({ operation }) => [`op:${operation}`],
  apply(draft, { status, on }, { operation, header }) {
    if (on)
      draft.add({
        p: 'used-key',
        match: { operations: [operation], kinds: null, key: null },
        header,
        keys: 1,
        status,
        message: `This ${header} was used with another request. Send this one under a new key.`,
      });
    return {};
  },
  explain: (_params, { operation, header }) => `The first ${header} of ${operation} had been used before.`,
});
