import {
  constantFrom,
  defineMutator,
  preconditionStep,
  refusedStates,
  valueWords,
  type RefusedState,
} from 'offscript/kit';

/**
 * @example ticket 12 is open, "comment on it"   ->   ticket 12 is closed, and comments are refused: reopen it first
 */
export const droppedStep = defineMutator<{ on: boolean }, RefusedState>({
  id: 'workflow/dropped-step',
  summary: 'A step that used to come before has not been done: the record is in a state in which the write is refused.',
  visibility: 'implicit',
  duration: 'permanent',
  rate: 'status:409',
  params: { on: constantFrom(true) },
  neutral: { on: false },
  bite: [{ b: 'recorded' }, { b: 'without', handler: 'look-before-create' }],
  discriminates: ['goal', 'order'],
  targets: refusedStates,
  footprint: ({ write, key, path }) => [`op:${write}`, `record:${key}#${path.join('.')}`],
  apply(draft, { on }, target, context) {
    const step = preconditionStep(context, target);
    if (!on || step === null) return {};
    draft.add({ p: 'set', key: target.key, path: target.path, value: target.refused });
    return { oracle: [{ o: 'before-write', operation: target.write, step }] };
  },
  explain: (_params, { write, key, path, refused, value }) =>
    `"${path.join('.')}" of ${key} is ${valueWords(refused)}, where ${write} is refused; it has to be ${valueWords(value)} again first.`,
});
