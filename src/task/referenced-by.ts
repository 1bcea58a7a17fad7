import type { JsonPath } from '../model/json.ts';
import { indexModel, samePath } from '../model/model-index.ts';
import type { EntityKey } from '../model/names.ts';
import type { Operation } from '../model/operation.ts';
import type { Resource } from '../model/resource.ts';
import type { Slot } from '../model/slot.ts';
import type { TracedStep, TracedValue } from '../model/trace.ts';
import type { ProgramDraft } from './program-draft.ts';

/** The record whose id this value is; null where it is not one. */
export function referencedBy(
  draft: ProgramDraft,
  step: TracedStep,
  operation: Operation,
  resource: Resource,
  { slot, value, source }: TracedValue,
  field: JsonPath | null,
): EntityKey | null {
  if (operation.target !== null && JSON.stringify(operation.target) === JSON.stringify(slot))
    return entityNamedBy(draft, step, slot, resource.name);
  const parent = operation.parents.find((candidate) => JSON.stringify(candidate.slot) === JSON.stringify(slot));
  if (parent !== undefined) return entityNamedBy(draft, step, slot, parent.resource);
  const references =
    field === null ? null : (indexModel(draft.input.model).field(resource.name, field)?.references ?? null);
  if (references !== null && (typeof value === 'string' || typeof value === 'number'))
    return entityNamedBy(draft, step, slot, references);
  if (
    source.kind === 'response' &&
    source.entity !== null &&
    field === null &&
    slot.in === 'path' &&
    lastPart(source.entity) === String(value)
  )
    return source.entity;
  const ownId =
    field === null
      ? slot.in === 'body' && slot.path.at(-1) === resource.idPath.at(-1)
      : samePath(field, resource.idPath);
  const target =
    operation.target === null || !ownId ? null : entityNamedBy(draft, step, operation.target, resource.name);
  if (target !== null && lastPart(target) === String(value)) return target;
  return null;
}

/** The record of the resource whose id stands in this slot of the step. */
export function entityNamedBy(draft: ProgramDraft, step: TracedStep, slot: Slot, resource: string): EntityKey | null {
  const traced = step.values.find((candidate) => JSON.stringify(candidate.slot) === JSON.stringify(slot));
  if (traced === undefined) return null;
  const id = String(traced.value);
  for (const change of step.changes)
    if (change.resource === resource && change.before !== null && lastPart(change.key) === id) return change.key;
  if (
    traced.source.kind === 'response' &&
    traced.source.entity?.startsWith(`${resource}/`) === true &&
    lastPart(traced.source.entity) === id
  )
    return traced.source.entity;
  const plain = `${resource}/${id}`;
  if (draft.made.has(plain) || draft.entity(plain) !== null) return plain;
  for (const key of draft.input.start.docs.keys())
    if (key.startsWith(`${resource}/`) && lastPart(key) === id) return key;
  return (
    indexModel(draft.input.model)
      .entitiesOf(resource)
      .find((entity) => entity.id === id)?.key ?? null
  );
}

function lastPart(key: EntityKey): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
