import {
  anyRequestOf,
  constantFrom,
  defineMutator,
  goalPaths,
  knownConditions,
  nat,
  oneOf,
  overlaps,
  valueAt,
  type EntityKey,
  type Json,
  type JsonPath,
  type OperationId,
} from 'offscript/kit';

type Target = {
  readonly write: OperationId;
  readonly key: EntityKey;
  readonly path: JsonPath;
  readonly values: readonly Json[];
};

/**
 * @example nobody else touches ticket 12   ->   just before the write a colleague sets the ticket's type to "incident"
 */
export const colleagueAtWork = defineMutator<{ pick: number; on: boolean }, Target>({
  id: 'workflow/colleague-at-work',
  summary: 'A colleague changes another field of the record while the task is being done: it has to stay.',
  visibility: 'implicit',
  duration: 'permanent',
  benign: true,
  params: { pick: nat(20), on: constantFrom(true) },
  neutral: { pick: 0, on: false },
  discriminates: ['scope', 'goal'],
  *targets(context) {
    const [write] = context.writes;
    for (const found of context.found) {
      const doc = context.entity(found.key)?.doc;
      if (write === undefined || write.key !== found.key) continue;
      const used = [...goalPaths(context.task, found.key), ...knownConditions(context, found).map(({ path }) => path)];
      for (const field of context.fieldsOf(found.step.resource)) {
        const current = valueAt(doc, field.path);
        const values = (field.enum ?? []).filter((value) => value !== null && value !== current);
        const apart =
          field.writable &&
          field.role === 'plain' &&
          current !== undefined &&
          !field.path.includes('*') &&
          !used.some((path) => overlaps(path, field.path));
        if (
          apart &&
          values.length > 0 &&
          !context.model.workflow.lifecycles.some(
            ({ resource, field: stage }) => resource === found.step.resource && overlaps(stage, field.path),
          )
        ) {
          yield { write: write.operation.id, key: found.key, path: field.path, values };
        }
      }
    }
  },
  footprint: ({ key, path }) => [`record:${key}#${path.join('.')}`],
  apply(draft, { pick, on }, { write, key, path, values }) {
    if (on)
      draft.add({
        p: 'actor',
        before: anyRequestOf(write),
        nth: 0,
        atMs: null,
        edits: [{ key, path, value: oneOf(values, pick) }],
      });
    return {};
  },
  explain: (_params, { key, path }) => `A colleague changes "${path.join('.')}" of ${key} just before the write.`,
});
