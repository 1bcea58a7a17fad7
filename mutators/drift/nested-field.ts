import { constantFrom, defineMutator, fieldNames, namedFields, type NamedField } from 'offscript/kit';

const GROUPS = ['details', 'attributes', 'info', 'data'] as const;

/**
 * @example { id: 12, subject: "Printer" }   ->   { id: 12, details: { subject: "Printer" } }
 */
export const nestedField = defineMutator<{ under: string }, NamedField>({
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
  footprint: ({ resource, path }) => [`view:${resource}#${path[0]}`],
  apply(draft, { under }, { resource, path }) {
    if (under === '') return {};
    draft.add({ p: 'view', resource, operations: null, key: null, change: { v: 'nest', path, under } });
    return { oracle: [{ o: 'alias', resource, from: path, to: [under, ...path] }] };
  },
  explain: ({ under }, { resource, path }) => `"${path.join('.')}" of ${resource} stands in "${under}" now.`,
});
