import {
  defineMutator,
  fieldNames,
  namedFields,
  nat,
  plainWords,
  renamed,
  type JsonPath,
  type NamedField,
} from 'offscript/kit';

/**
 * @example GET /tickets/12 -> { id: 12, subject: "Printer" }   ->   GET /tickets/12 -> { id: 12, title: "Printer" }
 */
export const renamedField = defineMutator<{ way: number }, NamedField & { readonly names: readonly string[] }>({
  id: 'drift/renamed-field',
  summary: 'A field that the task needs has another name in every answer.',
  visibility: 'implicit',
  duration: 'permanent',
  rate: 'schema',
  params: { way: nat(2) },
  bite: [{ b: 'without', handler: 'alias' }, { b: 'recorded' }],
  discriminates: ['goal', 'provenance'],
  *targets(context) {
    for (const { resource, path } of namedFields(context)) {
      const name = path.at(-1);
      const taken = fieldNames(context, resource);
      const owner = plainWords(context.resource(resource)?.singular ?? 'record').replaceAll(' ', '_');
      if (typeof name === 'string')
        yield { resource, path, names: [0, 1, 2].map((way) => renamed(name, way, taken, owner)) };
    }
  },
  like: (target, { class: kind, where, from, to }) =>
    kind === 'field-renamed' && where === target.resource && from === target.path.join('.')
      ? { ...target, names: [String(to).split('.').at(-1) ?? ''] }
      : null,
  footprint: ({ resource, path }) => [`view:${resource}#${path[0]}`],
  apply(draft, { way }, { resource, path, names }) {
    const to = names[way % names.length] ?? '';
    draft.add({ p: 'view', resource, operations: null, key: null, change: { v: 'rename', path, to, requests: false } });
    const place: JsonPath = [...path.slice(0, -1), to];
    return { oracle: [{ o: 'alias', resource, from: path, to: place }] };
  },
  explain: ({ way }, { resource, path, names }) =>
    `"${path.join('.')}" of ${resource} is called "${names[way % names.length] ?? ''}" now.`,
});
