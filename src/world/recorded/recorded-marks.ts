/** What a recorded answer depends on, and what its request changed. */
import type { LearnedModel } from '../../model/learned-model.ts';
import type { EntityKey, ResourceName } from '../../model/names.ts';
import type { Operation } from '../../model/operation.ts';
import type { Resource } from '../../model/resource.ts';
import type { Slot } from '../../model/slot.ts';
import type { EntityChange, TracedStep } from '../../model/trace.ts';
import { isWriteKind } from '../../model/operation.ts';
import type { RecordedMark, RecordedMarks } from '../../model/world.ts';
import { keyBelow } from '../state/entity-key.ts';
import { valuesAt } from '../effects/values-at.ts';

const NOTHING: RecordedMarks = { depends: [], spared: [], wrote: [] };

export function createMarker(model: LearnedModel): (step: TracedStep) => RecordedMarks {
  const operations = new Map(model.operations.map((operation) => [operation.id, operation]));
  const resources = new Map(model.resources.map((resource) => [resource.name, resource]));
  return (step) => {
    const operation = step.operation === null ? undefined : operations.get(step.operation);
    return operation === undefined ? NOTHING : marksOf(operation, step, resources);
  };
}

function marksOf(
  operation: Operation,
  step: TracedStep,
  resources: ReadonlyMap<ResourceName, Resource>,
): RecordedMarks {
  const keys = new Set<EntityKey>([...step.views.map(({ key }) => key), ...namedKeys(operation, step, resources)]);
  for (const { key } of step.changes) keys.add(key);
  const isWrite = isWriteKind(operation.kind);
  const { resource } = operation;
  const whole = new Set<ResourceName>();
  if (resource !== null && (operation.kind === 'list' || (isWrite && !step.success) || (!isWrite && keys.size === 0)))
    whole.add(resource);
  // A computed answer speaks of every record of the kinds it shows.
  if (resource === null) for (const key of keys) whole.add(resourceOf(key));
  const depends = [...whole, ...[...keys].filter((key) => !whole.has(resourceOf(key)))];
  const spared = isWrite && step.success && resource !== null ? [resource] : [];
  return { depends, spared, wrote: isWrite && step.success ? wroteOf(operation, step, resources) : [] };
}

function wroteOf(
  { resource }: Operation,
  { changes }: TracedStep,
  resources: ReadonlyMap<ResourceName, Resource>,
): readonly RecordedMark[] {
  const marks = new Set(changes.flatMap((change) => [...marksOfChange(change, resources)]));
  if (resource !== null) marks.add(resource);
  return [...marks];
}

/** The record, its kind, and the records it refers to: their counters may have moved with it. */
export function* marksOfChange(
  { key, resource: name, before, after }: EntityChange,
  resources: ReadonlyMap<ResourceName, Resource>,
): Generator<RecordedMark> {
  yield key;
  yield name;
  for (const { path, references } of resources.get(name)?.fields ?? []) {
    const other = references === null ? undefined : resources.get(references);
    if (references === null || other === undefined) continue;
    if (other.fields.some(({ role }) => role === 'derived')) yield references;
    for (const doc of [before, after])
      for (const id of valuesAt(doc, path)) if (id !== null && typeof id !== 'object') yield `${references}/${id}`;
  }
}

/** The target and the parents that a request names, whether or not they were there. */
function* namedKeys(
  { parents, target, resource }: Operation,
  { values }: TracedStep,
  resources: ReadonlyMap<ResourceName, Resource>,
): Generator<EntityKey> {
  const valueOf = (slot: Slot): string | null => {
    const text = JSON.stringify(slot);
    const value = values.find((each) => JSON.stringify(each.slot) === text)?.value;
    return value === undefined || value === null || typeof value === 'object' ? null : String(value);
  };
  const above = new Map<ResourceName, EntityKey>();
  for (const { resource: name, slot } of parents) {
    const id = valueOf(slot);
    if (id === null) continue;
    const key = keyBelow(resources, name, id, above);
    above.set(name, key);
    yield key;
  }
  const id = target === null ? null : valueOf(target);
  if (resource !== null && id !== null) yield keyBelow(resources, resource, id, above);
}

function resourceOf(key: EntityKey): ResourceName {
  return key.slice(0, key.indexOf('/'));
}
