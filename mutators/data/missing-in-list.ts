import { anyRequestOf, constantFrom, defineMutator, listOnlyFields, type ListOnlyField } from 'offscript/kit';

/**
 * @example GET /orders -> [{ id: 7, total: 4999 }]   ->   GET /orders -> [{ id: 7 }]; GET /orders/7 still shows the total
 */
export const missingInList = defineMutator<{ on: boolean }, ListOnlyField>({
  id: 'data/missing-in-list',
  summary: 'A field that the task needs is missing in the list; the record itself has it.',
  visibility: 'implicit',
  duration: 'permanent',
  rate: 'missing-field',
  params: { on: constantFrom(true) },
  neutral: { on: false },
  bite: [{ b: 'without', handler: 'read-item' }, { b: 'recorded' }],
  discriminates: ['goal', 'scope', 'provenance', 'budget'],
  targets: listOnlyFields,
  footprint: ({ resource, path }) => [`view:${resource}#${path.join('.')}`],
  apply(draft, { on }, { resource, path, list }) {
    if (on)
      draft.add({
        p: 'view',
        resource,
        operations: anyRequestOf(list).operations,
        key: null,
        change: { v: 'drop', path },
      });
    return {};
  },
  explain: (_params, { path, list }) => `${list} no longer shows "${path.join('.')}".`,
});
