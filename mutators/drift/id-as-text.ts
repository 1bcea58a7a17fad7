import { constantFrom, defineMutator, type JsonPath, type MutatorContext, type ResourceName } from 'offscript/kit';

/**
 * @example { id: 12, customer_id: 7 }   ->   { id: "12", customer_id: 7 }, and "ticket_id": "12" wherever the ticket is named
 */
export const idAsText = defineMutator<{ on: boolean }, { resource: ResourceName; id: string }>({
  id: 'drift/id-as-text',
  summary: 'Ids that were numbers are text, wherever they are shown: use them as they come.',
  visibility: 'implicit',
  duration: 'permanent',
  benign: true,
  rate: 'schema',
  params: { on: constantFrom(true) },
  neutral: { on: false },
  discriminates: ['goal', 'provenance'],
  *targets(context) {
    const seen = new Set<ResourceName>();
    for (const { step } of context.found) {
      const resource = context.resource(step.resource);
      if (resource === null || seen.has(resource.name)) continue;
      seen.add(resource.name);
      const field = context.field(resource.name, resource.idPath);
      const isNumber = field?.types.includes('integer') === true || field?.types.includes('number') === true;
      // In the body of a request the API may still insist on numbers: another matter.
      const isSent = context.task.oracle.steps.some(
        (other) =>
          other.kind === 'write' &&
          other.slots.some(
            ({ slot, value }) =>
              slot.in === 'body' && value.v === 'from' && value.path.join('.') === resource.idPath.join('.'),
          ),
      );
      if (isNumber && !isSent) yield { resource: resource.name, id: resource.idPath.join('.') };
    }
  },
  like: (target, { class: kind, where, to }) =>
    kind === 'type-changed' && where === `${target.resource}.${target.id}` && String(to) === 'string' ? target : null,
  footprint: ({ resource }, context) => places(context, resource).map(({ of, path }) => `view:${of}#${path[0]}`),
  apply(draft, { on }, { resource }, context) {
    if (on)
      for (const { of, path } of places(context, resource))
        draft.add({
          p: 'view',
          resource: of,
          operations: null,
          key: null,
          change: { v: 'retype', path, as: 'string' },
        });
    return {};
  },
  explain: (_params, { resource }) => `Ids of ${resource} are text now.`,
});

/** The id itself, and the fields of others that hold it. */
function places(
  { model }: MutatorContext,
  resource: ResourceName,
): readonly { readonly of: ResourceName; readonly path: JsonPath }[] {
  return model.resources.flatMap(({ name, idPath, fields }) => [
    ...(name === resource ? [{ of: name, path: idPath }] : []),
    ...fields.flatMap(({ path, references, types }) =>
      references === resource && !path.includes('*') && types.some((type) => type === 'integer' || type === 'number')
        ? [{ of: name, path: [...path] }]
        : [],
    ),
  ]);
}
