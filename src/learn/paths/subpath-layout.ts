/** Operations whose path ends in a word: below an item, or in no known collection. */
import type { JsonPath } from '../../model/json.ts';
import type { Slot } from '../../model/slot.ts';
import type { OperationFacts } from '../reading/facts.ts';
import type { OperationLayout, ResourceDraft } from './layout.ts';
import { SELF_WORDS, singularOf, snakeOf } from '../lexicon.ts';
import { addToPool, agreementOf, isDifferent, isSame, keyOverlap, ownIdOf } from '../records/matching.ts';
import { listSpotOf, pathKey } from './path-resources.ts';
import { slotText, spotText, type Spot } from '../reading/spots.ts';
import {
  asCreate,
  asList,
  createdSpotOf,
  lastWord,
  ownerOf,
  parentsOf,
  resourceFor,
  type Draft,
} from './path-draft.ts';

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
  if (facts.method === 'POST' && layOutQuery(draft, layout, word)) return;
  if (facts.method !== 'GET' && owner === null && layOutView(draft, layout)) return;
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

const QUERY_WORDS = /^(?:query|search|filter|list|find|lookup)$/;

/** `POST /databases/{}/query`: a list asked for by a body, where its items are records that are known. */
function layOutQuery(draft: Draft, layout: OperationLayout, word: string): boolean {
  const { facts } = layout;
  if (!QUERY_WORDS.test(snakeOf(word).split('_')[0] ?? '')) return false;
  const spot = listSpotOf(facts, word, null);
  const idPath = spot === null ? null : ownIdOf(spot, '');
  if (spot === null || idPath === null) return false;
  const resource = [...draft.resources.values()].find(
    (known) =>
      known.idPath.join() === idPath.join() &&
      keyOverlap(spot.keys, known.keys).jaccard >= 0.5 &&
      isSame(agreementOf(spot.samples, idPath, known)),
  );
  if (resource === undefined) return false;
  asList(draft, layout, resource, spot);
  return true;
}

/** `POST /accounts/{}/follow` answered by the relationship with that account: a record of another kind, kept under the id in the path. */
function layOutView(draft: Draft, layout: OperationLayout): boolean {
  const { facts } = layout;
  const param = facts.template.parts.findLast((part) => part.kind === 'param');
  if (param?.kind !== 'param') return false;
  const slot: Slot = { in: 'path', name: param.name };
  for (const resource of draft.resources.values()) {
    const field = resource.idPath.join('\u0000');
    const spot = [...facts.spots.values()].find(
      (one) =>
        !one.path.includes('*') &&
        (one.votes.get(field)?.get(slotText(slot)) ?? 0) >= Math.max(1, one.answers * 0.8) &&
        one.keys.size >= 4 &&
        keyOverlap(one.keys, resource.keys).jaccard >= 0.8,
    );
    if (spot === undefined || resource.origin !== facts.origin) continue;
    layout.resource = resource.name;
    layout.target = slot;
    layout.kind = 'action';
    layout.places.push({ spot: spot.path, resource: resource.name, idPath: resource.idPath, role: 'record' });
    addToPool(resource, spot);
    return true;
  }
  return false;
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

/** A record below an item that happens to have the item's id as its own would be a coincidence; one with more fields of its own is not the item. */
function isOwnRecord(spot: Spot, owner: ResourceDraft): boolean {
  return owner.docs > 0 && keyOverlap(spot.keys, owner.keys).within < 0.5 && spotText(spot.path) !== '';
}
