import { constantFrom, defineMutator, showsField, valueAt, type JsonPath, type ResourceName } from 'offscript/kit';

/**
 * @example { id: 7, position: 3 }   ->   { id: 7, position: "3" }
 */
export const fieldType = defineMutator<{ on: boolean }, { resource: ResourceName; path: JsonPath }>({
  id: 'drift/field-type',
  summary: 'A number comes as text in every answer: read it as before.',
  visibility: 'implicit',
  duration: 'permanent',
  benign: true,
  rate: 'schema',
  params: { on: constantFrom(true) },
  neutral: { on: false },
  discriminates: ['goal', 'provenance'],
  *targets(context) {
    const sent = JSON.stringify(context.task.oracle);
    for (const found of context.found) {
      const doc = context.entity(found.key)?.doc;
      const id = context.resource(found.step.resource)?.idPath ?? [];
      for (const { path, types } of context.fieldsOf(found.step.resource)) {
        const number = types.includes('integer') || types.includes('number');
        if (!number || path.includes('*') || path.join('.') === id.join('.') || typeof valueAt(doc, path) !== 'number')
          continue;
        // What is sent back as it came would have to be turned into a number again: another matter.
        if (!sent.includes(JSON.stringify(path)) && showsField(found.operation, path))
          yield { resource: found.step.resource, path };
      }
    }
  },
  like: (target, { class: kind, where, to }) =>
    kind === 'type-changed' && where === `${target.resource}.${target.path.join('.')}` && String(to) === 'string'
      ? target
      : null,
  footprint: ({ resource, path }) => [`view:${resource}#${path[0]}`],
  apply(draft, { on }, { resource, path }) {
    if (on)
      draft.add({ p: 'view', resource, operations: null, key: null, change: { v: 'retype', path, as: 'string' } });
    return {};
  },
  explain: (_params, { resource, path }) => `"${path.join('.')}" of ${resource} is text now.`,
});
