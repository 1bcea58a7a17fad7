import {
  constantFrom,
  defineMutator,
  preconditions,
  requireBefore,
  valueWords,
  type Precondition,
} from 'offscript/kit';

/**
 * @example POST /orders/7/refund -> 201   ->   POST /orders/7/refund -> 409 until the order's status is "returned"
 */
export const reorderedSteps = defineMutator<{ status: number }, Precondition>({
  id: 'workflow/reordered-steps',
  summary: 'The steps come in another order: the record has to reach a stage before the write is taken.',
  visibility: 'explicit',
  duration: 'permanent',
  rate: 'status:409',
  params: { status: constantFrom(409, 422) },
  neutral: { status: 0 },
  bite: [{ b: 'recorded' }, { b: 'without', handler: 'look-before-create' }],
  discriminates: ['goal', 'order'],
  targets: (context) => preconditions(context, true),
  footprint: ({ write, key, path }) => [`op:${write}`, `record:${key}#${path.join('.')}`],
  apply: (draft, { status }, target, context) =>
    requireBefore(
      draft,
      context,
      target,
      status,
      (path, thing, value) => `The ${path} of this ${thing} must be ${value} first.`,
    ),
  explain: (_params, { write, key, path, value }) =>
    `${write} is refused until "${path.join('.')}" of ${key} is ${valueWords(value)}.`,
});
