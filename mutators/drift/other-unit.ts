import { defineMutator, fieldNames, integer, namedNumbers, nat, oneOf, type NamedField } from 'offscript/kit';

const WAYS = [
  (name: string, digits: number) => ({ beside: `${name}_exponent`, says: -digits }),
  (name: string, digits: number) => ({ beside: `${name}_unit`, says: `1/${10 ** digits}` }),
  (name: string, digits: number) => ({ beside: `${name}_decimals`, says: digits }),
] as const;

/**
 * @example { id: 7, total: 49.99 }   ->   { id: 7, total: 4999, total_exponent: -2 }; requests take 49.99 as before
 */
export const otherUnit = defineMutator<{ digits: number; way: number }, NamedField>({
  id: 'drift/other-unit',
  summary: 'A number that the task passes on is shown in a smaller unit, and a field beside it says so.',
  visibility: 'implicit',
  duration: 'permanent',
  rate: 'schema',
  params: { digits: integer({ min: 2, max: 3 }), way: nat(WAYS.length - 1) },
  neutral: { digits: 0, way: 0 },
  bite: [{ b: 'without', handler: 'alias' }, { b: 'recorded' }],
  discriminates: ['goal', 'scope'],
  *targets(context) {
    for (const field of namedNumbers(context)) {
      const taken = fieldNames(context, field.resource);
      const name = String(field.path.at(-1));
      if (WAYS.every((way) => !taken.has(way(name, 2).beside))) yield field;
    }
  },
  footprint: ({ resource, path }) => [`view:${resource}#${path[0]}`],
  apply(draft, { digits, way }, { resource, path }) {
    if (digits === 0) return {};
    const unit = oneOf(WAYS, way)(String(path.at(-1)), digits);
    draft.add({
      p: 'view',
      resource,
      operations: null,
      key: null,
      change: { v: 'scale', path, digits, ...unit },
    });
    return { oracle: [{ o: 'scale', resource, path, digits }] };
  },
  explain: ({ digits }, { resource, path }) =>
    `"${path.join('.')}" of ${resource} is shown times ${10 ** digits}, and sent as before.`,
});
