import type { EntityKey, OperationId, ResourceName } from '../../model/names.ts';
import type { JsonPath } from '../../model/json.ts';
import type { Value } from '../../model/oracle.ts';
import type { MutatorContext } from '../mutator-context.ts';
import { overlaps } from './overlaps.ts';

export type ListOnlyField = {
  readonly resource: ResourceName;
  readonly key: EntityKey;
  readonly path: JsonPath;
  readonly list: OperationId;
};

/** Fields that the oracle takes from a record it read after finding it in a list: whoever trusts the list takes them from there. */
export function listOnlyFields(context: MutatorContext): readonly ListOnlyField[] {
  const { steps } = context.task.oracle;
  const fields = new Map<string, ListOnlyField>();
  const visit = (value: Value): void => {
    if (value.v === 'prose') value.facts.forEach(visit);
    if (value.v === 'list') value.items.forEach(visit);
    if (value.v !== 'from') return;
    const read = steps.find((step) => step.kind === 'read' && step.as === value.step);
    const from =
      read?.kind === 'read'
        ? read.slots.flatMap((slot) => (slot.value.v === 'from' ? [slot.value.step] : [])).at(-1)
        : undefined;
    const find = steps.find((step) => step.kind === 'find' && step.as === from);
    if (read?.kind !== 'read' || find?.kind !== 'find' || find.resource !== read.resource) return;
    const key = context.found.find(({ step }) => step === find)?.key;
    const id = context.resource(find.resource)?.idPath ?? [];
    const used = [id, ...find.where.map(({ path }) => path)];
    if (key === undefined || used.some((path) => overlaps(path, value.path))) return;
    fields.set(`${find.operation} ${value.path.join('.')}`, {
      resource: find.resource,
      key,
      path: value.path,
      list: find.operation,
    });
  };
  for (const step of steps) if (step.kind === 'write') for (const { value } of step.slots) visit(value);
  return [...fields.values()];
}
