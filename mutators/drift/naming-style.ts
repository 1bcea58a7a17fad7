import {
  constantFrom,
  defineMutator,
  fieldNames,
  namedFields,
  type JsonPath,
  type OraclePatch,
  type ResourceName,
} from 'offscript/kit';

type Target = { readonly resource: ResourceName; readonly renames: readonly (readonly [string, string])[] };

/**
 * @example { id: 7, total_amount: 4999, created_at: "…" }   ->   { id: 7, totalAmount: 4999, createdAt: "…" }
 */
export const namingStyle = defineMutator<{ on: boolean }, Target>({
  id: 'drift/naming-style',
  summary:
    'Every field of a kind of record is written in another style: snake_case has become camelCase, or the reverse.',
  visibility: 'implicit',
  duration: 'permanent',
  rate: 'schema',
  params: { on: constantFrom(true) },
  neutral: { on: false },
  bite: [{ b: 'without', handler: 'alias' }, { b: 'recorded' }],
  discriminates: ['goal', 'provenance'],
  *targets(context) {
    const needed = namedFields(context);
    for (const resource of new Set(needed.map((field) => field.resource))) {
      const names = fieldNames(context, resource);
      const renames = [...names]
        .map((name) => [name, restyled(name)] as const)
        .filter(([name, to]) => name !== to && !names.has(to));
      const idPath = context.resource(resource)?.idPath[0];
      const concerned = needed.some(
        (field) => field.resource === resource && renames.some(([name]) => name === field.path[0]),
      );
      if (concerned && renames.every(([name]) => name !== idPath)) yield { resource, renames };
    }
  },
  footprint: ({ resource }) => [`view:${resource}`],
  apply(draft, { on }, { resource, renames }) {
    if (!on) return {};
    for (const [name, to] of renames)
      draft.add({
        p: 'view',
        resource,
        operations: null,
        key: null,
        change: { v: 'rename', path: [name], to, requests: false },
      });
    return {
      oracle: renames.map(([name, to]): OraclePatch => ({
        o: 'alias',
        resource,
        from: [name] satisfies JsonPath,
        to: [to],
      })),
    };
  },
  explain: (_params, { resource, renames }) =>
    `${renames.length} fields of ${resource} are written like "${renames[0]?.[1] ?? ''}" now.`,
});

function restyled(name: string): string {
  if (/[a-z0-9]_[a-z0-9]/.test(name))
    return name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return name.replaceAll(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, letter: string) => `${before}_${letter.toLowerCase()}`,
  );
}
