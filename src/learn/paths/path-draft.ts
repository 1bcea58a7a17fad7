/** What laying out by paths works on, and what its parts share: owners, parents, and the resource that documents belong to. */
import type { JsonPath } from '../../model/json.ts';
import type { ResourceName } from '../../model/names.ts';
import type { Slot } from '../../model/slot.ts';
import type { Facts, OperationFacts } from '../reading/facts.ts';
import type { OperationLayout, ResourceDraft } from './layout.ts';
import { singularOf, snakeOf } from '../lexicon.ts';
import { addToPool, agreementOf, isDifferent, isSame, keyOverlap, ownIdOf } from '../records/matching.ts';
import { createResource, pathKey, resourceNameOf } from './path-resources.ts';
import { splitSegment } from './path-evidence.ts';
import type { TemplatePart } from './router.ts';
import type { Spot } from '../reading/spots.ts';

/** Everything under construction. */
export interface Draft {
  readonly resources: Map<ResourceName, ResourceDraft>;
  readonly operations: Map<string, OperationLayout>;
  /** Collection path key -> resource. */
  readonly groups: Map<string, ResourceName>;
  /** The same for the first of two parameters that only together name a record. */
  readonly pairs: Map<string, ResourceName>;
  readonly byCollection: Map<string, OperationFacts[]>;
  readonly facts: Facts;
  /** Where a person says that ids stand, by resource. */
  readonly idFields: ReadonlyMap<ResourceName, JsonPath>;
}

export function asList(draft: Draft, layout: OperationLayout, resource: ResourceDraft, spot: Spot): void {
  layout.kind = 'list';
  layout.resource = resource.name;
  layout.parents = parentsOf(draft, layout.facts, null);
  layout.places.push({ spot: spot.path, resource: resource.name, idPath: resource.idPath, role: 'list' });
  addToPool(resource, spot);
}

export function asCreate(draft: Draft, layout: OperationLayout, resource: ResourceDraft, spot: Spot | null): void {
  layout.kind = 'create';
  layout.resource = resource.name;
  layout.parents = parentsOf(draft, layout.facts, null);
  // Made below an item: that item is its parent, wherever else it is shown.
  const owner = ownerOf(draft, layout.facts.origin, layout.facts.template.parts);
  if (resource.parent === null && owner !== null && owner.resource.name !== resource.name)
    resource.parent = { resource: owner.resource.name, param: owner.param };
  if (spot === null) return;
  layout.places.push({ spot: spot.path, resource: resource.name, idPath: resource.idPath, role: 'record' });
  addToPool(resource, spot);
}

/** The place of a record whose id is new in the recording. */
export function createdSpotOf(facts: OperationFacts, idPath: JsonPath | null): Spot | null {
  let best: Spot | null = null;
  let bestScore = 0;
  for (const spot of facts.spots.values()) {
    if (spot.path.includes('*')) continue;
    const field =
      idPath?.join('\u0000') ?? ownIdOf(spot, singularOf(snakeOf(lastWord(facts.template.parts))))?.join('\u0000');
    if (field === undefined) continue;
    const fresh = (spot.fresh.get(field) ?? 0) / Math.max(1, spot.answers);
    const score = fresh - spot.path.length * 0.1;
    if (fresh >= 0.4 && score > bestScore) [best, bestScore] = [spot, score];
  }
  return best;
}

export interface Owner {
  readonly resource: ResourceDraft;
  readonly param: string;
}

/** What the parameter at `end` names one of. */
function collectionAt(
  draft: Draft,
  origin: string,
  parts: readonly TemplatePart[],
  end: number,
): ResourceName | undefined {
  const key = pathKey(origin, parts.slice(0, end));
  return draft.pairs.get(key) ?? draft.groups.get(key);
}

/** The item that a path goes through last. */
export function ownerOf(draft: Draft, origin: string, parts: readonly TemplatePart[]): Owner | null {
  for (let end = parts.length - 1; end > 0; end--) {
    const part = parts[end];
    if (part?.kind !== 'param') continue;
    const name = collectionAt(draft, origin, parts, end);
    const resource = name === undefined ? undefined : draft.resources.get(name);
    if (resource !== undefined) return { resource, param: part.name };
  }
  return null;
}

export function parentsOf(
  draft: Draft,
  facts: OperationFacts,
  except: string | null,
): readonly { readonly resource: ResourceName; readonly slot: Slot }[] {
  const layout = draft.operations.get(facts.id);
  const found: { resource: ResourceName; slot: Slot }[] = [];
  for (const [index, part] of facts.template.parts.entries()) {
    if (part.kind !== 'param') continue;
    const resource = collectionAt(draft, facts.origin, facts.template.parts, index);
    if (resource === undefined) continue;
    layout?.paramResources.set(part.name, resource);
    if (part.name !== except) found.push({ resource, slot: { in: 'path', name: part.name } });
  }
  return found;
}

/** An existing resource that these documents belong to, or a new one. */
export function resourceFor(
  draft: Draft,
  word: string,
  origin: string,
  spot: Spot,
  idPath: JsonPath,
  collection: string | null,
  owner: Owner | null,
): ResourceDraft {
  const name = snakeOf(word);
  const known = collection === null ? undefined : draft.resources.get(draft.groups.get(collection) ?? '');
  if (known !== undefined) return known;
  for (const resource of draft.resources.values()) {
    const agreement = agreementOf(spot.samples, resource.idPath, resource);
    if (isSame(agreement) && (agreement.compared >= 2 || keyOverlap(spot.keys, resource.keys).jaccard > 0.3))
      return remember(draft, resource, collection);
    if (resource.origin !== origin || isDifferent(agreement) || singularOf(resource.name) !== singularOf(name))
      continue;
    if (
      keyOverlap(spot.keys, resource.keys).jaccard >= 0.5 &&
      !(resource.parent !== null && owner !== null && resource.parent.resource !== owner.resource.name)
    )
      return remember(draft, resource, collection);
  }
  const fresh = resourceNameOf(word, new Set(draft.resources.keys()), owner?.resource.name ?? null);
  const created = createResource(fresh, origin, draft.idFields.get(fresh) ?? idPath, collection);
  if (owner !== null) created.parent = { resource: owner.resource.name, param: owner.param };
  draft.resources.set(created.name, created);
  addToPool(created, spot);
  return created;
}

function remember(draft: Draft, resource: ResourceDraft, collection: string | null): ResourceDraft {
  if (collection !== null && !draft.groups.has(collection)) draft.groups.set(collection, resource.name);
  return resource;
}

export function lastWord(parts: readonly TemplatePart[]): string {
  const literal = parts.findLast((part) => part.kind === 'literal');
  return literal?.kind === 'literal' ? splitSegment(literal.text).stem : 'item';
}
