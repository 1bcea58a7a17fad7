/** Lays out operations by their paths: items, collections, and what hangs below an item. */
import { valueAt, type JsonPath } from '../../model/json.ts';
import type { ResourceName } from '../../model/names.ts';
import type { Slot } from '../../model/slot.ts';
import type { Facts, OperationFacts } from '../reading/facts.ts';
import type { OperationLayout, ResourceDraft } from './layout.ts';
import { SELF_WORDS, singularOf, snakeOf } from '../lexicon.ts';
import { addToPool, agreementOf, isDifferent, idText, isSame, keyOverlap, ownIdOf } from '../records/matching.ts';
import {
  createResource,
  itemIdOf,
  listSpotOf,
  pathKey,
  producedIdOf,
  resourceNameOf,
  type ItemGroup,
} from './path-resources.ts';
import { splitSegment } from './path-evidence.ts';
import type { TemplatePart } from './router.ts';
import { slotText, spotText, type Spot } from '../reading/spots.ts';

/** Everything under construction. */
export interface Draft {
  readonly resources: Map<ResourceName, ResourceDraft>;
  readonly operations: Map<string, OperationLayout>;
  /** Collection path key -> resource. */
  readonly groups: Map<string, ResourceName>;
  readonly byCollection: Map<string, OperationFacts[]>;
  readonly facts: Facts;
  /** Where a person says that ids stand, by resource. */
  readonly idFields: ReadonlyMap<ResourceName, JsonPath>;
}

export function layOutItem(draft: Draft, group: ItemGroup): void {
  const collection = draft.byCollection.get(group.key) ?? [];
  const found = saidIdOf(draft, group, collection) ?? itemIdOf(group) ?? producedIdOf(group, collection);
  const owner = ownerOf(draft, group.origin, group.parts);
  if (found === null) {
    for (const facts of group.operations) layOutSubpath(draft, facts);
    return;
  }
  const resource = resourceFor(draft, group.word, group.origin, found.spot, found.idPath, group.key, owner);
  draft.groups.set(group.key, resource.name);
  for (const facts of group.operations) {
    const layout = draft.operations.get(facts.id);
    if (layout === undefined) continue;
    const slot: Slot = { in: 'path', name: group.param };
    const shown = [...facts.spots.values()].find(
      (spot) =>
        (spot.votes.get(resource.idPath.join('\u0000'))?.get(slotText(slot)) ?? 0) >= spot.answers * 0.6 &&
        !spot.path.includes('*'),
    );
    layout.resource = resource.name;
    layout.target = slot;
    layout.kind =
      facts.method === 'GET' || facts.method === 'HEAD'
        ? 'read'
        : facts.method === 'DELETE'
          ? 'delete'
          : facts.method === 'PUT'
            ? 'replace'
            : facts.method === 'PATCH'
              ? 'update'
              : 'update';
    layout.parents = parentsOf(draft, facts, group.param);
    if (shown !== undefined) {
      layout.places.push({ spot: shown.path, resource: resource.name, idPath: resource.idPath, role: 'record' });
      addToPool(resource, shown);
    }
  }
}

/** The id field a person named, at the place that shows most records with it. */
function saidIdOf(
  draft: Draft,
  group: ItemGroup,
  collection: readonly OperationFacts[],
): { readonly spot: Spot; readonly idPath: JsonPath } | null {
  const idPath = draft.idFields.get(resourceNameOf(group.word, new Set(), null));
  if (idPath === undefined) return null;
  const spots = [...group.operations, ...collection].flatMap((facts) => [...facts.spots.values()]);
  const fits = spots.filter(
    ({ samples }) => samples.length > 0 && samples.every((doc) => idText(valueAt(doc, idPath)) !== null),
  );
  const [spot] = fits.sort((a, b) => b.keys.size - a.keys.size);
  return spot === undefined ? null : { spot, idPath };
}

/** Lists and creates of a collection whose items have paths. False where it does neither. */
export function layOutCollection(draft: Draft, facts: OperationFacts, name: ResourceName): boolean {
  const layout = draft.operations.get(facts.id);
  const resource = draft.resources.get(name);
  if (layout === undefined || resource === undefined) return false;
  const word = lastWord(facts.template.parts);
  if (facts.method === 'GET') {
    const spot = listSpotOf(facts, word, resource.idPath);
    if (spot === null) return false;
    asList(draft, layout, resource, spot);
    return true;
  }
  if (facts.method !== 'POST' && facts.method !== 'PUT') return false;
  const spot = createdSpotOf(facts, resource.idPath) ?? plainRecordSpot(facts, resource.idPath);
  if (spot === null && (facts.successes > facts.empties || (facts.statuses.get(201) ?? 0) < facts.successes * 0.5))
    return false;
  asCreate(draft, layout, resource, spot);
  return true;
}

/** Operations whose path ends in a word below an item, or in no known collection at all. */
export function layOutSubpath(draft: Draft, facts: OperationFacts): void {
  const layout = draft.operations.get(facts.id);
  if (layout === undefined || facts.successes === 0) return;
  const { parts } = facts.template;
  const owner = ownerOf(draft, facts.origin, parts);
  const word = lastWord(parts);
  if (owner !== null) {
    const slot: Slot = { in: 'path', name: owner.param };
    const shown = [...facts.spots.values()].find(
      (spot) =>
        !spot.path.includes('*') &&
        (spot.votes.get(owner.resource.idPath.join('\u0000'))?.get(slotText(slot)) ?? 0) >=
          Math.max(1, spot.answers * 0.8) &&
        !isOwnRecord(spot, owner.resource),
    );
    if (shown !== undefined || (facts.method !== 'GET' && facts.spots.size === 0)) {
      layout.resource = owner.resource.name;
      layout.target = slot;
      layout.kind = facts.method === 'GET' ? 'read' : 'action';
      layout.parents = parentsOf(draft, facts, owner.param);
      if (shown !== undefined) {
        layout.places.push({
          spot: shown.path,
          resource: owner.resource.name,
          idPath: owner.resource.idPath,
          role: 'record',
        });
        addToPool(owner.resource, shown);
      }
      return;
    }
  }
  if (facts.method === 'GET') {
    const spot = listSpotOf(facts, word, null);
    if (spot !== null && spot.samples.length > 0) {
      const idPath = ownIdOf(spot, singularOf(snakeOf(word)));
      if (idPath !== null) {
        const resource =
          enclosing(draft, facts, spot, idPath) ??
          resourceFor(draft, word, facts.origin, spot, idPath, pathKey(facts.origin, parts), owner);
        if (!draft.groups.has(pathKey(facts.origin, parts)))
          draft.groups.set(pathKey(facts.origin, parts), resource.name);
        asList(draft, layout, resource, spot);
        return;
      }
    }
  }
  if (facts.method === 'POST' || facts.method === 'PUT') {
    const known = draft.groups.get(pathKey(facts.origin, parts));
    const spot = createdSpotOf(facts, draft.resources.get(known ?? '')?.idPath ?? null);
    const idPath = spot === null ? null : ownIdOf(spot, singularOf(snakeOf(word)));
    if (spot !== null && idPath !== null && facts.method === 'POST') {
      const resource = resourceFor(draft, word, facts.origin, spot, idPath, pathKey(facts.origin, parts), owner);
      asCreate(draft, layout, resource, spot);
      return;
    }
  }
  layout.parents = parentsOf(draft, facts, null);
  if (SELF_WORDS.has(word)) layOutSelf(draft, layout);
}

/** `/tickets/show_many`: the collection that the path stands in, where the documents look like its own. */
function enclosing(draft: Draft, facts: OperationFacts, spot: Spot, idPath: JsonPath): ResourceDraft | null {
  const { parts } = facts.template;
  for (let end = parts.length - 1; end > 0; end--) {
    if (parts[end - 1]?.kind !== 'literal') return null;
    const resource = draft.resources.get(draft.groups.get(pathKey(facts.origin, parts.slice(0, end))) ?? '');
    if (
      resource !== undefined &&
      resource.idPath.join() === idPath.join() &&
      (keyOverlap(spot.keys, resource.keys).jaccard >= 0.5 || spot.path.at(-2) === resource.name) &&
      !isDifferent(agreementOf(spot.samples, idPath, resource))
    )
      return resource;
  }
  return null;
}

/** `/users/me`: a record of a known resource, named by nothing in the request. */
function layOutSelf(draft: Draft, layout: OperationLayout): void {
  for (const spot of layout.facts.spots.values()) {
    if (spot.path.includes('*')) continue;
    for (const resource of draft.resources.values()) {
      if (!isSame(agreementOf(spot.samples, resource.idPath, resource))) continue;
      layout.resource = resource.name;
      layout.kind = layout.facts.method === 'GET' ? 'read' : 'update';
      layout.places.push({ spot: spot.path, resource: resource.name, idPath: resource.idPath, role: 'record' });
      return;
    }
  }
}

export function asList(draft: Draft, layout: OperationLayout, resource: ResourceDraft, spot: Spot): void {
  layout.kind = 'list';
  layout.resource = resource.name;
  layout.parents = parentsOf(draft, layout.facts, null);
  layout.places.push({ spot: spot.path, resource: resource.name, idPath: resource.idPath, role: 'list' });
  addToPool(resource, spot);
}

function asCreate(draft: Draft, layout: OperationLayout, resource: ResourceDraft, spot: Spot | null): void {
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

/** The outermost record with the resource's id, which the request did not name: small ids are rarely new, but a POST to a collection makes one. */
function plainRecordSpot(facts: OperationFacts, idPath: JsonPath): Spot | null {
  if (facts.method !== 'POST') return null;
  const field = idPath.join('\u0000');
  const found = [...facts.spots.values()].filter(
    (spot) =>
      !spot.path.includes('*') &&
      spot.answers >= facts.successes * 0.8 &&
      spot.samples.every((doc) => valueAt(doc, idPath) !== undefined) &&
      [...(spot.votes.get(field)?.values() ?? [])].every((n) => n < spot.answers * 0.8),
  );
  return found.sort((a, b) => a.path.length - b.path.length)[0] ?? null;
}

interface Owner {
  readonly resource: ResourceDraft;
  readonly param: string;
}

/** The item that a path goes through last. */
export function ownerOf(draft: Draft, origin: string, parts: readonly TemplatePart[]): Owner | null {
  for (let end = parts.length - 1; end > 0; end--) {
    const part = parts[end];
    if (part?.kind !== 'param') continue;
    const name = draft.groups.get(pathKey(origin, parts.slice(0, end)));
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
    const resource = draft.groups.get(pathKey(facts.origin, facts.template.parts.slice(0, index)));
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

/** A record below an item that happens to have the item's id as its own would be a coincidence; one with more fields of its own is not the item. */
function isOwnRecord(spot: Spot, owner: ResourceDraft): boolean {
  return owner.docs > 0 && keyOverlap(spot.keys, owner.keys).within < 0.5 && spotText(spot.path) !== '';
}

export function lastWord(parts: readonly TemplatePart[]): string {
  const literal = parts.findLast((part) => part.kind === 'literal');
  return literal?.kind === 'literal' ? splitSegment(literal.text).stem : 'item';
}
