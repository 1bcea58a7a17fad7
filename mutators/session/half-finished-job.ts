import { defineMutator, integer, madeRecord, nat, oneOf, writeStepOf, type OperationId } from 'offscript/kit';

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
    const { steps } = context.task.oracle;
    if (context.writes.length < 2) return;
    for (const call of context.writes) {
      const step = writeStepOf(context, call);
      const alone =
        steps.filter((other) => other.kind === 'write' && other.operation === call.operation.id).length === 1;
      const needed = step !== null && JSON.stringify(steps).includes(`"step":${JSON.stringify(step.as)}`);
      const atom = context.task.goal.some((candidate) => candidate.kind === 'new' && candidate.name === step?.as);
      if (call.made && alone && !needed && atom && step?.confirm?.c === 'find') yield { operation: call.operation.id };
    }
  },
  footprint: ({ operation }) => [`op:${operation}`, 'goal', 'input'],
  apply(draft, { minutesAgo, wording }, { operation }, context) {
    const call = context.writes.find((candidate) => candidate.operation.id === operation);
    const step = call === undefined ? null : writeStepOf(context, call);
    const made = call === undefined || minutesAgo === 0 ? null : madeRecord(draft, context, call, minutesAgo);
    if (made === null || step === null) return {};
    draft.add({ p: 'put', entity: made });
    return {
      says: oneOf(SAYINGS, wording),
      goal: context.task.goal.filter((atom) => !(atom.kind === 'new' && atom.name === step.as)),
      oracle: [{ o: 'skip-write', operation }],
    };
  },
  explain: ({ minutesAgo }, { operation }) => `A run ${minutesAgo} minutes ago did ${operation} and broke off.`,
});
