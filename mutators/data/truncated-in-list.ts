import { anyRequestOf, defineMutator, integer, listOnlyFields, valueAt, type ListOnlyField } from 'offscript/kit';

/**
 * @example GET /tickets -> [{ subject: "Printer on the third floor" }]   ->   GET /tickets -> [{ subject: "Printer on t..." }]; the record itself shows it all
 */
export const truncatedInList = defineMutator<{ length: number }, ListOnlyField>({
  id: 'data/truncated-in-list',
  summary: 'A text that the task needs is cut short in the list; the record itself has all of it.',
  visibility: 'implicit',
  duration: 'permanent',
  params: { length: integer({ min: 4, max: 8 }) },
  neutral: { length: 0 },
  bite: [{ b: 'without', handler: 'read-item' }, { b: 'recorded' }],
  discriminates: ['goal', 'scope', 'provenance', 'budget'],
  *targets(context) {
    for (const field of listOnlyFields(context)) {
      const value = valueAt(context.entity(field.key)?.doc, field.path);
      if (typeof value === 'string' && value.length > 9) yield field;
    }
  },
  footprint: ({ resource, path }) => [`view:${resource}#${path.join('.')}`],
  apply(draft, { length }, { resource, path, list }) {
    if (length > 0)
      draft.add({
        p: 'view',
        resource,
        operations: anyRequestOf(list).operations,
        key: null,
        change: { v: 'truncate', path, length },
      });
    return {};
  },
  explain: ({ length }, { path, list }) => `${list} shows only the first ${length} characters of "${path.join('.')}".`,
});
