import type { JsonPath } from '../../model/json.ts';
import type { ResourceName } from '../../model/names.ts';
import type { Value } from '../../model/oracle.ts';
import type { MutatorContext } from '../mutator-context.ts';

export type NamedField = {
  readonly resource: ResourceName;
  readonly path: JsonPath;
};

/** Fields of answers that the oracle cannot do without, ids left out: what it finds records by, and what it takes from them. */
export function namedFields(context: MutatorContext): readonly NamedField[] {
  const fields = new Map<string, NamedField>();
  const add = (resource: ResourceName, path: JsonPath): void => {
    const id = context.resource(resource)?.idPath;
    if (path.length === 0 || path.join('.') === id?.join('.')) return;
    fields.set(`${resource} ${path.join('.')}`, { resource, path });
  };
  const resources = new Map(
    context.task.oracle.steps.flatMap((step) =>
      'as' in step && step.kind !== 'write' ? [[step.as, step.resource] as const] : [],
    ),
  );
  const visit = (value: Value): void => {
    if (value.v === 'from') {
      const resource = resources.get(value.step);
      if (resource !== undefined) add(resource, value.path);
    } else if (value.v === 'prose') value.facts.forEach(visit);
    else if (value.v === 'list') value.items.forEach(visit);
  };
  for (const step of context.task.oracle.steps) {
    if (step.kind === 'find') for (const { path } of step.where) add(step.resource, path);
    if (step.kind === 'write') for (const { value } of step.slots) visit(value);
    if (step.kind === 'answer') visit(step.value);
  }
  return [...fields.values()];
}
