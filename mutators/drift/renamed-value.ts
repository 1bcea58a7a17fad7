import {
  constantFrom,
  defineMutator,
  nat,
  oneOf,
  wantedValues,
  writtenFields,
  type JsonPath,
  type OperationId,
  type ResourceName,
} from 'offscript/kit';

type Target = {
  readonly resource: ResourceName;
  readonly operation: OperationId;
  readonly path: JsonPath;
  readonly from: string;
  /** What it is called now, where that is known. */
  readonly to?: string;
};

const WAYS = [
  (name: string, value: string) => `${name}_${value}`,
  (_name: string, value: string) => (value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase()),
  (name: string, value: string) => `${value}-${name}`,
] as const;

/**
 * @example PATCH /tickets/12 { "status": "solved" }   ->   422 "status" must be one of "new", "open", "status_solved"; answers show "status_solved" too
 */
export const renamedValue = defineMutator<{ way: number; on: boolean }, Target>({
  id: 'drift/renamed-value',
  summary: 'A value of a closed set has another name, in answers and in requests.',
  visibility: 'explicit',
  duration: 'permanent',
  rate: 'schema',
  params: { way: nat(WAYS.length - 1), on: constantFrom(true) },
  neutral: { way: 0, on: false },
  bite: [{ b: 'without', handler: 'alias' }, { b: 'recorded' }],
  discriminates: ['goal', 'thrash'],
  *targets(context) {
    for (const { resource, operation, path } of writtenFields(context)) {
      const field = context.field(resource, path);
      if (path.length !== 1 || field?.enum === null || field === null || field.enum.length < 2) continue;
      for (const from of wantedValues(context.task, resource, path))
        if (typeof from === 'string' && field.enum.includes(from)) yield { resource, operation, path, from };
    }
  },
  like: (target, { class: kind, where, from, to }) =>
    kind === 'enum-value-renamed' &&
    where === `${target.resource}.${target.path.join('.')}` &&
    from === target.from &&
    typeof to === 'string'
      ? { ...target, to }
      : null,
  footprint: ({ resource, path }) => [`view:${resource}#${path[0]}`, `input:${path[0]}`],
  apply(draft, { way, on }, { resource, path, from, to = oneOf(WAYS, way)(String(path[0]), from) }) {
    if (!on) return {};
    draft.add({ p: 'view', resource, operations: null, key: null, change: { v: 'revalue', path, from, to } });
    return { oracle: [{ o: 'revalue', resource, path, from, to }] };
  },
  explain: ({ way }, { resource, path, from, to = oneOf(WAYS, way)(String(path[0]), from) }) =>
    `"${from}" of ${resource}.${path.join('.')} is called "${to}" now.`,
});
