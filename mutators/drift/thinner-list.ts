import {
  anyRequestOf,
  constantFrom,
  defineMutator,
  knownConditions,
  listOnlyFields,
  type OperationId,
  type ResourceName,
} from 'offscript/kit';

type Target = { readonly resource: ResourceName; readonly list: OperationId; readonly fields: readonly string[] };

/**
 * @example GET /tickets -> [{ id, subject, priority, requester, … }]   ->   GET /tickets -> [{ id, subject }]
 */
export const thinnerList = defineMutator<{ on: boolean }, Target>({
  id: 'drift/thinner-list',
  summary: 'A list shows only what its records are called; all the rest has to be read one by one.',
  visibility: 'implicit',
  duration: 'permanent',
  rate: 'schema',
  params: { on: constantFrom(true) },
  neutral: { on: false },
  bite: [{ b: 'without', handler: 'read-item' }, { b: 'recorded' }],
  discriminates: ['goal', 'scope', 'provenance', 'budget'],
  *targets(context) {
    for (const { resource, list } of listOnlyFields(context)) {
      const found = context.found.find(({ operation }) => operation.id === list);
      const id = context.resource(resource)?.idPath[0];
      const named = found === undefined ? [] : knownConditions(context, found).map(({ path }) => String(path[0]));
      if (typeof id === 'string') yield { resource, list, fields: [...new Set([id, ...named])] };
    }
  },
  footprint: ({ resource }) => [`view:${resource}`],
  apply(draft, { on }, { resource, list, fields }) {
    if (on)
      draft.add({
        p: 'view',
        resource,
        operations: anyRequestOf(list).operations,
        key: null,
        change: { v: 'keep-only', fields },
      });
    return {};
  },
  explain: (_params, { list, fields }) => `${list} shows only ${fields.join(' and ')}.`,
});
