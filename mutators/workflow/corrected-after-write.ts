import {
  constantFrom,
  defineMutator,
  nat,
  oneOf,
  plainWords,
  replaceableInputs,
  valueWords,
  withOtherValue,
  type ReplaceableInput,
  type OperationId,
} from 'offscript/kit';

const ASKS = [
  'Tell me when it is done, before you finish: I will have a look.',
  'Let me know once it is written and wait for my word before you finish.',
] as const;

/**
 * @example "Set priority to "low"."   ->   "… Tell me when it is done"; told, the person says that it has to be "high" after all
 */
export const correctedAfterWrite = defineMutator<
  { wording: number; on: boolean },
  ReplaceableInput & { operation: OperationId }
>({
  id: 'workflow/corrected-after-write',
  summary: 'The person corrects a fact once it has been written: it is written again, and nothing else is.',
  visibility: 'explicit',
  duration: 'permanent',
  params: { wording: nat(ASKS.length - 1), on: constantFrom(true) },
  neutral: { wording: 0, on: false },
  bite: [{ b: 'without', handler: 'ask-user' }, { b: 'recorded' }],
  discriminates: ['goal'],
  *targets(context) {
    for (const site of replaceableInputs(context)) {
      for (const step of context.task.oracle.steps) {
        if (step.kind !== 'write' || !step.slots.some(({ value }) => value.v === 'input' && value.name === site.input))
          continue;
        const operation = context.operation(step.operation);
        // Only what can be written again without harm.
        if (operation !== null && (operation.kind === 'update' || operation.kind === 'replace'))
          yield { ...site, operation: operation.id };
      }
    }
  },
  footprint: ({ input, operation }) => [`input:${input}`, `op:${operation}`, 'instruction', 'goal', 'user'],
  apply(_draft, { wording, on }, { input, path, other, operation }, { task }) {
    if (!on) return {};
    const reply = `Thank you. One thing: the ${plainWords(path)} has to be ${valueWords(other)} after all, please change that.`;
    return {
      says: oneOf(ASKS, wording),
      user: { turns: [{ reply, inputs: { [input]: other } }] },
      goal: withOtherValue(task, path, other),
      oracle: [{ o: 'ask', text: 'It is done.', times: 1, after: operation }],
    };
  },
  explain: (_params, { path, value, other }) =>
    `Told that ${plainWords(path)} is ${valueWords(value)}, the person wants ${valueWords(other)} after all.`,
});
