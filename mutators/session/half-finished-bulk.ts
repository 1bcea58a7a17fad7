import { defineMutator, integer, madeRecord, nat, oneOf, settledCreates, type OperationId } from 'offscript/kit';

const SAYINGS = [
  'The run before stopped in the middle of this: do what is missing, and nothing twice.',
  'Some of these may be there already from an earlier run; add only those that are not.',
] as const;

type Target = {
  readonly operation: OperationId;
  /** The steps that do the same for one record after the other. */
  readonly steps: readonly string[];
};

/**
 * @example "comment on tickets 12, 15 and 18"   ->   the comments on 12 and 15 are there, from a run that broke off: only 18 is missing
 */
export const halfFinishedBulk = defineMutator<{ done: number; minutesAgo: number; wording: number }, Target>({
  id: 'session/half-finished-bulk',
  summary: 'An earlier run did the same for some of several records and broke off: do the others, and none twice.',
  visibility: 'implicit',
  duration: 'permanent',
  params: {
    done: nat(3),
    minutesAgo: integer({ min: 20, max: 900 }),
    wording: nat(SAYINGS.length - 1),
  },
  neutral: { done: 0, minutesAgo: 0, wording: 0 },
  bite: [{ b: 'without', handler: 'look-before-create' }, { b: 'recorded' }],
  discriminates: ['goal', 'duplicate', 'scope', 'budget'],
  *targets(context) {
    const creates = settledCreates(context);
    for (const operation of new Set(creates.map(({ call }) => call.operation.id))) {
      const steps = creates.flatMap(({ call, step }) => (call.operation.id === operation ? [step.as] : []));
      if (steps.length > 1) yield { operation, steps };
    }
  },
  footprint: ({ operation }) => [`op:${operation}`, 'goal', 'input'],
  apply(draft, { done, minutesAgo, wording }, { operation, steps }, context) {
    if (minutesAgo === 0) return {};
    const gone = steps.slice(0, 1 + (done % (steps.length - 1)));
    for (const { call, step } of settledCreates(context)) {
      const made = gone.includes(step.as) ? madeRecord(draft, context, call, minutesAgo) : null;
      if (made !== null) draft.add({ p: 'put', entity: made });
    }
    return {
      says: oneOf(SAYINGS, wording),
      goal: context.task.goal.filter((atom) => !(atom.kind === 'new' && gone.includes(atom.name))),
      oracle: gone.map((step) => ({ o: 'skip-write', operation, step })),
    };
  },
  explain: ({ done, minutesAgo }, { operation, steps }) =>
    `A run ${minutesAgo} minutes ago did ${1 + (done % (steps.length - 1))} of ${steps.length} times ${operation} and broke off.`,
});
