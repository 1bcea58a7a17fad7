import { defineMutator, integer, madeRecord, nat, oneOf, settledCreates, type OperationId } from 'offscript/kit';

const SAYINGS = [
  'An earlier run of this broke off half-way: do only what is still missing.',
  'Part of this may have been done by the run before; do the rest, and nothing twice.',
] as const;

/**
 * @example "create the order, then the label"   ->   the order is there already, from a run that broke off: only the label is missing
 */
export const halfFinishedJob = defineMutator<{ minutesAgo: number; wording: number }, { operation: OperationId }>({
  id: 'session/half-finished-job',
  summary: 'An earlier run did the first of several steps and broke off: do the rest, and nothing twice.',
  visibility: 'implicit',
  duration: 'permanent',
  params: { minutesAgo: integer({ min: 20, max: 900 }), wording: nat(SAYINGS.length - 1) },
  neutral: { minutesAgo: 0, wording: 0 },
  bite: [{ b: 'without', handler: 'look-before-create' }, { b: 'recorded' }],
  discriminates: ['goal', 'duplicate', 'scope', 'budget'],
  *targets(context) {
    const creates = settledCreates(context);
    for (const { call } of creates) {
      const { id } = call.operation;
      if (creates.filter((other) => other.call.operation.id === id).length === 1) yield { operation: id };
    }
  },
  footprint: ({ operation }) => [`op:${operation}`, 'goal', 'input'],
  apply(draft, { minutesAgo, wording }, { operation }, context) {
    const create = settledCreates(context).find(({ call }) => call.operation.id === operation);
    const made = create === undefined || minutesAgo === 0 ? null : madeRecord(draft, context, create.call, minutesAgo);
    if (made === null || create === undefined) return {};
    draft.add({ p: 'put', entity: made });
    return {
      says: oneOf(SAYINGS, wording),
      goal: context.task.goal.filter((atom) => !(atom.kind === 'new' && atom.name === create.step.as)),
      oracle: [{ o: 'skip-write', operation, step: create.step.as }],
    };
  },
  explain: ({ minutesAgo }, { operation }) => `A run ${minutesAgo} minutes ago did ${operation} and broke off.`,
});
