import { valueAt, type Json } from '../../model/json.ts';
import type { Entity } from '../../model/base-state.ts';
import type { EntityKey } from '../../model/names.ts';
import type { Operation } from '../../model/operation.ts';
import type { Slot } from '../../model/slot.ts';
import type { MutatorContext } from '../mutator-context.ts';

/** The values that name a record, and the records it lies in, in a request of `operation`; null where they are not known. */
export function pathSlots(
  context: MutatorContext,
  operation: Operation,
  key: EntityKey,
): readonly { readonly slot: Slot; readonly value: Json }[] | null {
  const entity = context.entity(key);
  const resource = entity === null ? null : context.resource(entity.resource);
  if (entity === null || resource === null) return null;
  const slots: { slot: Slot; value: Json }[] = [];
  for (const parent of operation.parents) {
    const id = ancestorId(context, entity, parent.resource);
    if (id === null) return null;
    slots.push({ slot: parent.slot, value: id });
  }
  if (operation.target !== null)
    slots.push({ slot: operation.target, value: valueAt(entity.doc, resource.idPath) ?? entity.id });
  const named = new Set(slots.flatMap(({ slot }) => (slot.in === 'path' ? [slot.name] : [])));
  return operation.segments.every((segment) => segment.kind === 'literal' || named.has(segment.name)) ? slots : null;
}

function ancestorId(context: MutatorContext, entity: Entity, resource: string): Json | null {
  for (let key = entity.parent; key !== null; key = context.entity(key)?.parent ?? null) {
    if (key.startsWith(`${resource}/`)) return key.slice(key.lastIndexOf('/') + 1);
  }
  const reference = context.fieldsOf(entity.resource).find((field) => field.references === resource);
  return reference === undefined ? null : (valueAt(entity.doc, reference.path) ?? null);
}
