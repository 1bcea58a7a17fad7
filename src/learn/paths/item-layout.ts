/** Operations on one item (`/tickets/{id}`): they name the resource, and where its ids stand. */
import { valueAt, type JsonPath } from '../../model/json.ts';
import type { Slot } from '../../model/slot.ts';
import type { OperationFacts } from '../reading/facts.ts';
import { addToPool, idText, keyOverlap } from '../records/matching.ts';
import type { ResourceDraft } from './layout.ts';
import { itemIdOf, producedIdOf, resourceNameOf, type ItemGroup } from './path-resources.ts';
import { slotText, type Spot } from '../reading/spots.ts';
import { ownerOf, parentsOf, resourceFor, type Draft } from './path-draft.ts';
import { addPairOwner } from './pair-owner.ts';
import { layOutSubpath } from './subpath-layout.ts';

export function layOutItem(draft: Draft, group: ItemGroup): void {
  const collection = draft.byCollection.get(group.key) ?? [];
  const found = saidIdOf(draft, group, collection) ?? itemIdOf(group) ?? producedIdOf(group, collection);
  const isPair = found !== null && addPairOwner(draft, group, found.spot);
  const owner = ownerOf(draft, group.origin, group.parts);
  if (found === null) {
    for (const facts of group.operations) layOutSubpath(draft, facts);
    return;
  }
  const resource = resourceFor(draft, group.word, group.origin, found.spot, found.idPath, group.key, owner);
  resource.isPair ||= isPair;
  draft.groups.set(group.key, resource.name);
  for (const facts of group.operations) {
    const layout = draft.operations.get(facts.id);
    if (layout === undefined) continue;
    const slot: Slot = { in: 'path', name: group.param };
    const shown =
      [...facts.spots.values()].find(
        (spot) =>
          (spot.votes.get(resource.idPath.join('\u0000'))?.get(slotText(slot)) ?? 0) >= spot.answers * 0.6 &&
          !spot.path.includes('*'),
      ) ?? (facts.method === 'GET' ? undefined : renamedSpot(facts, resource));
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

/** Where a write shows the record under another name than the path has: it was given a new one. */
function renamedSpot(facts: OperationFacts, resource: ResourceDraft): Spot | undefined {
  return [...facts.spots.values()].find(
    (spot) =>
      !spot.path.includes('*') &&
      keyOverlap(spot.keys, resource.keys).jaccard >= 0.8 &&
      (spot.votes.get(resource.idPath.join('\u0000'))?.size ?? 0) > 0 &&
      spot.samples.every((doc) => idText(valueAt(doc, resource.idPath)) !== null),
  );
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
