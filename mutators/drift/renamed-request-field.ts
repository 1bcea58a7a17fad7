import {
  defineMutator,
  fieldNames,
  isEndpoint,
  nat,
  plainWords,
  renamed,
  writtenFields,
  type WrittenField,
} from 'offscript/kit';

type Target = WrittenField & {
  readonly names: readonly string[];
  /** The write makes the record: what it leaves out nobody may be able to add later, so that the API has to say so. */
  readonly isNew: boolean;
};

/**
 * @example PATCH /tickets/12 { "priority": "high" }   ->   PATCH /tickets/12 { "urgency": "high" }; the old name is ignored, and refused where a record is made
 */
export const renamedRequestField = defineMutator<{ way: number }, Target>({
  id: 'drift/renamed-request-field',
  summary: 'A field that the task writes has another name, in requests and in answers.',
  visibility: 'implicit',
  duration: 'permanent',
  httpOnly: 'The published functions keep the old name, and take no other.',
  rate: 'schema',
  params: { way: nat(2) },
  bite: [{ b: 'without', handler: 'alias' }, { b: 'recorded' }],
  discriminates: ['goal', 'thrash'],
  *targets(context) {
    for (const field of writtenFields(context)) {
      const taken = fieldNames(context, field.resource);
      const owner = plainWords(context.resource(field.resource)?.singular ?? 'record').replaceAll(' ', '_');
      const name = field.path.at(-1);
      if (typeof name === 'string' && field.path.length === 1)
        yield {
          ...field,
          names: [0, 1, 2].map((way) => renamed(name, way, taken, owner)),
          isNew: context.operation(field.operation)?.kind === 'create',
        };
    }
  },
  like: (target, { class: kind, where, from, to }) =>
    kind === 'request-field-renamed' && isEndpoint(target.operation, where) && from === `body.${target.slot.join('.')}`
      ? { ...target, names: [String(to).split('.').at(-1) ?? ''] }
      : null,
  footprint: ({ resource, path }) => [`view:${resource}#${path[0]}`, `input:${path[0]}`],
  apply(draft, { way }, { resource, path, operation, slot, names, isNew }) {
    const to = names[way % names.length] ?? '';
    draft.add({
      p: 'view',
      resource,
      operations: null,
      key: null,
      change: { v: 'rename', path, to, requests: true, ...(isNew && { told: true }) },
    });
    return {
      oracle: [
        { o: 'alias', resource, from: path, to: [to] },
        {
          o: 'request-alias',
          operation,
          from: { in: 'body', path: slot },
          to: { in: 'body', path: [...slot.slice(0, -1), to] },
        },
      ],
    };
  },
  explain: ({ way }, { resource, path, names }) =>
    `"${path.join('.')}" of ${resource} is written and read as "${names[way % names.length] ?? ''}" now.`,
});
