import {
  anyRequestOf,
  constantFrom,
  defineMutator,
  preconditions,
  preconditionStep,
  plainWords,
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
  apply(draft, { status }, target, context) {
    const step = preconditionStep(context, target);
    if (status === 0 || step === null) return {};
    const thing = plainWords(context.resource(target.key.split('/')[0] ?? '')?.singular ?? 'record');
    const message = `The ${plainWords(target.path)} of this ${thing} must be ${valueWords(target.value)} first.`;
    draft.add({
      p: 'require',
      match: {
        ...anyRequestOf(target.write),
        key: context.operation(target.write)?.target === null ? null : target.key,
      },
      key: target.key,
      path: target.path,
      values: [target.value],
      status,
      message,
    });
    return { oracle: [{ o: 'before-write', operation: target.write, step }] };
  },
  explain: (_params, { write, key, path, value }) =>
    `${write} is refused until "${path.join('.')}" of ${key} is ${valueWords(value)}.`,
});
