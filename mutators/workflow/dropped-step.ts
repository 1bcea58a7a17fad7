import {
  constantFrom,
  defineMutator,
  nat,
  oneOf,
  plainWords,
  preconditionStep,
  refusedStates,
  valueWords,
  type RefusedState,
} from 'offscript/kit';

const SAYINGS = [
  (name: string, value: string) => `If that is refused because of the ${name}, set the ${name} to ${value} first.`,
  (name: string, value: string) => `Should its ${name} not allow that, set the ${name} to ${value} before you go on.`,
] as const;

/**
 * @example ticket 12 is open, "Comment on it"   ->   ticket 12 is closed, and comments are refused; "… If that is refused because of the status, set the status to "open" first."
 */
export const droppedStep = defineMutator<{ wording: number; on: boolean }, RefusedState>({
  id: 'workflow/dropped-step',
  summary: 'A step that used to come before has not been done: the record is in a state in which the write is refused.',
  visibility: 'implicit',
  duration: 'permanent',
  rate: 'status:409',
  params: { wording: nat(SAYINGS.length - 1), on: constantFrom(true) },
  neutral: { wording: 0, on: false },
  bite: [{ b: 'recorded' }, { b: 'without', handler: 'look-before-create' }],
  discriminates: ['goal', 'order'],
  targets: refusedStates,
  footprint: ({ write, key, path }) => [`op:${write}`, `record:${key}#${path.join('.')}`],
  apply(draft, { wording, on }, target, context) {
    const step = preconditionStep(context, target);
    if (!on || step === null) return {};
    draft.add({ p: 'set', key: target.key, path: target.path, value: target.refused });
    return {
      says: oneOf(SAYINGS, wording)(plainWords(target.path), valueWords(target.value)),
      oracle: [{ o: 'before-write', operation: target.write, step }],
    };
  },
  explain: (_params, { write, key, path, refused, value }) =>
    `"${path.join('.')}" of ${key} is ${valueWords(refused)}, where ${write} is refused; it has to be ${valueWords(value)} again first.`,
});
