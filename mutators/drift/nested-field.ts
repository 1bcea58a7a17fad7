import { constantFrom, defineMutator, fieldNames, namedFields, type NamedField } from 'offscript/kit';

const GROUPS = ['details', 'attributes', 'info', 'data'] as const;

type Target = NamedField & {
  /** What it has moved into, where that is known. */
  readonly into?: string;
};

/**
 * @example { id: 12, subject: "Printer" }   ->   { id: 12, details: { subject: "Printer" } }
 */
export const nestedField = defineMutator<{ under: string }, Target>({
  id: 'drift/nested-field',
  summary: 'A field that the task needs has moved into an object of its own.',
  visibility: 'implicit',
  duration: 'permanent',
  rate: 'schema',
  params: { under: constantFrom<string>(...GROUPS) },
  neutral: { under: '' },
  bite: [{ b: 'without', handler: 'alias' }, { b: 'recorded' }],
  discriminates: ['goal', 'provenance'],
  *targets(context) {
    for (const field of namedFields(context)) {
      const taken = fieldNames(context, field.resource);
      if (field.path.length === 1 && GROUPS.every((group) => !taken.has(group))) yield field;
    }
  },
  like: (target, { class: kind, where, from, to }) => {
    const [under, ...rest] = String(to).split('.');
    return kind === 'field-moved' &&
      where === target.resource &&
      from === target.path.join('.') &&
      under !== undefined &&
      rest.join('.') === from
      ? { ...target, into: under }
      : null;
  },
  footprint: ({ resource, path }) => [`view:${resource}#${path[0]}`],
  apply(draft, { under: group }, { resource, path, into }) {
    if (group === '') return {};
    const under = into ?? group;
    draft.add({ p: 'view', resource, operations: null, key: null, change: { v: 'nest', path, under } });
    return { oracle: [{ o: 'alias', resource, from: path, to: [under, ...path] }] };
  },
  explain: ({ under }, { resource, path, into = under }) =>
    `"${path.join('.')}" of ${resource} stands in "${into}" now.`,
});
