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
  apply(draft, { status }, target, context) {
    const step = preconditionStep(context, target);
    if (status === 0 || step === null) return {};
    const thing = plainWords(context.resource(target.key.split('/')[0] ?? '')?.singular ?? 'record');
    const message = `Set the ${plainWords(target.path)} of the ${thing} to ${valueWords(target.value)} before this.`;
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
