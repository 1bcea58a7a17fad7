import type { JsonPath } from '../../model/json.ts';
import type { Operation } from '../../model/operation.ts';
import type { SlotValue, Value } from '../../model/oracle.ts';
import type { MutatorContext } from '../mutator-context.ts';

/**
 * What an update of one field sends: the record by the step that showed it, the field, and, as it stands there,
 * every other field that the API wants with it.
 *
 * @example PUT /macros/{id}, 'leftover', ['category'] = "general"  ->  { id, title and body from 'leftover', category }
 */
export function updateSlots(
  context: MutatorContext,
  operation: Operation,
  step: string,
  slot: JsonPath,
  value: Value,
): readonly SlotValue[] {
  const resource = context.resource(operation.resource ?? '');
  if (operation.target === null || resource === null) return [];
  const others = operation.request.body.flatMap((field): SlotValue[] => {
    const leaf = field.path.at(-1);
    const always = operation.kind === 'replace' || field.presence >= 0.95;
    const own = field.path.length === slot.length && field.path.slice(0, -1).every((part, at) => part === slot[at]);
    if (
      leaf === undefined ||
      leaf === slot.at(-1) ||
      !always ||
      !own ||
      field.path.includes('*') ||
      context.field(resource.name, [leaf]) === null
    )
      return [];
    return [{ slot: { in: 'body', path: [...field.path] }, value: { v: 'from', step, path: [leaf] } }];
  });
  return [
    { slot: operation.target, value: { v: 'from', step, path: resource.idPath } },
    ...others,
    { slot: { in: 'body', path: slot }, value },
  ];
}
