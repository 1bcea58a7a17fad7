/** Records an operation's expressions may look at: its target and parents, the caller, and whatever its slots and fields name. */
import type { Ref } from '../../model/expr.ts';
import type { ResourceName } from '../../model/names.ts';
import type { Slot } from '../../model/slot.ts';
import { singularOf, snakeOf } from '../lexicon.ts';
import type { OperationLayout } from '../paths/layout.ts';
import type { References } from '../records/references.ts';
import type { KeyRule } from '../records/views.ts';
import { slotOfText, slotText } from '../reading/spots.ts';

export interface OperationReach {
  readonly refs: readonly Ref[];
  /** Slots that name records: slot text -> resource. */
  readonly slotResources: ReadonlyMap<string, ResourceName>;
}

export function reachOf(
  layout: OperationLayout,
  references: References,
  ids: ReadonlyMap<ResourceName, ReadonlySet<string>>,
  hasPrincipal: boolean,
  parent: KeyRule['parent'],
  /** Resources kept below the operation's own: none of them can be there before the record is made. */
  below: ReadonlySet<ResourceName> = new Set(),
): OperationReach {
  const refs: Ref[] = [];
  const slotResources = new Map<string, ResourceName>();
  if (layout.target !== null && layout.resource !== null) {
    refs.push({ r: 'target' });
    slotResources.set(slotText(layout.target), layout.resource);
  }
  layout.parents.forEach(({ resource, slot }, index) => {
    refs.push({ r: 'parent', index });
    slotResources.set(slotText(slot), resource);
  });
  if (hasPrincipal) refs.push({ r: 'principal' });
  const own = layout.resource === null ? undefined : references.get(layout.resource);
  for (const [text, values] of layout.facts.sent) {
    const slot = slotOfText(text);
    if (slotResources.has(text) || slot.in === 'path' || slot.in === 'header') continue;
    const resource = slotResource(slot, values, own, ids);
    if (resource === null || (layout.kind === 'create' && below.has(resource))) continue;
    slotResources.set(text, resource);
    if (slot.in === 'body' && !slot.path.some((step) => typeof step === 'number') && refs.length < 10)
      refs.push({ r: 'slot', resource, slot });
  }
  for (const ref of refs.filter(({ r }) => r === 'slot'))
    if (ref.r === 'slot') addNamedBy(ref, ref.resource, references, refs, 18);
  if (layout.target !== null && own !== undefined) {
    for (const [path, resource] of own)
      if (!path.includes('*') && refs.length < 14)
        refs.push({ r: 'via', of: { r: 'target' }, path: path.split('\u0000'), resource });
  }
  // `DELETE /comments/7`: the path names no parent, the record does.
  const above = parent?.field ?? null;
  if (layout.target !== null && parent !== null && above !== null && layout.parents.length === 0) {
    const path = above.map(String);
    if (own?.get(path.join('\u0000')) !== parent.resource)
      refs.push({ r: 'via', of: { r: 'target' }, path, resource: parent.resource });
  }
  for (const [index, { resource: name }] of layout.parents.entries()) {
    for (const [path, resource] of references.get(name) ?? [])
      if (!path.includes('*') && refs.length < 16)
        refs.push({ r: 'via', of: { r: 'parent', index }, path: path.split('\u0000'), resource });
  }
  for (const ref of refs.filter(({ r }) => r === 'via'))
    if (ref.r === 'via') addNamedBy(ref, ref.resource, references, refs, MAX_REFS);
  return { refs, slotResources };
}

const MAX_REFS = 20;

/** The records that a record in reach names: what it has of theirs is often shown with it. */
function addNamedBy(of: Ref, resource: ResourceName, references: References, refs: Ref[], most: number): void {
  for (const [path, named] of references.get(resource) ?? [])
    if (!path.includes('*') && refs.length < most)
      refs.push({ r: 'via', of, path: path.split('\u0000'), resource: named });
}

function slotResource(
  slot: Slot,
  values: ReadonlySet<string>,
  own: ReadonlyMap<string, ResourceName> | undefined,
  ids: ReadonlyMap<ResourceName, ReadonlySet<string>>,
): ResourceName | null {
  const path =
    slot.in === 'body'
      ? slot.path.map((step) => (typeof step === 'number' ? '*' : step))
      : [slot.in === 'path' || slot.in === 'query' || slot.in === 'header' ? slot.name : ''];
  const last = path.findLast((step) => step !== '*') ?? '';
  const known =
    own?.get(path.join('\u0000')) ?? [...(own ?? [])].find(([field]) => field.split('\u0000').at(-1) === last)?.[1];
  const named =
    [...ids.keys()].find((resource) => snakeOf(last).replace(/_?(?:ids?|uuid|key)$/, '') === singularOf(resource)) ??
    null;
  for (const resource of [known, named]) {
    if (resource === undefined || resource === null) continue;
    const hits = [...values].filter((value) => ids.get(resource)?.has(value) === true).length;
    if (hits >= values.size * 0.5) return resource;
  }
  return null;
}
