import {
  constantFrom,
  defineMutator,
  preconditions,
  requireBefore,
  valueWords,
  type Precondition,
} from 'offscript/kit';

/**
 * @example POST /tickets/12/comments -> 201   ->   POST /tickets/12/comments -> 422 until the ticket's type is "incident"
 */
export const extraStep = defineMutator<{ status: number }, Precondition>({
  id: 'workflow/extra-step',
  summary: 'A step that was never needed is needed now: a field must be set before the write is taken.',
  visibility: 'explicit',
  duration: 'permanent',
  rate: 'status:422',
  params: { status: constantFrom(409, 422) },
  neutral: { status: 0 },
  bite: [{ b: 'recorded' }, { b: 'without', handler: 'look-before-create' }],
  discriminates: ['goal', 'order'],
  targets: (context) => preconditions(context, false),
  footprint: ({ write, key, path }) => [`op:${write}`, `record:${key}#${path.join('.')}`],
  apply: (draft, { status }, target, context) =>
    requireBefore(
      draft,
      context,
      target,
      status,
      (path, thing, value) => `Set the ${path} of the ${thing} to ${value} before this.`,
    ),
  explain: (_params, { write, key, path, value }) =>
    `${write} is refused until "${path.join('.')}" of ${key} is ${valueWords(value)}.`,
});
