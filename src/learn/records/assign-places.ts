/** The other places of answers that show known records: embedded copies and side-loaded lists. */
import type { OperationLayout, ResourceDraft } from '../paths/layout.ts';
import { pluralOf, singularOf, snakeOf } from '../lexicon.ts';
import { valueAt, type JsonPath } from '../../model/json.ts';
import { idShapeOf } from './id-shape.ts';
import { agreementOf, idText, isDifferent, isSame, keyOverlap, ownIdOf } from './matching.ts';
import type { Draft } from '../paths/path-draft.ts';
import { spotText, type Spot, type SpotPath } from '../reading/spots.ts';

export function assignPlaces(draft: Draft): void {
  for (const layout of draft.operations.values()) {
    const taken = new Set(layout.places.map((place) => spotText(place.spot)));
    const main = layout.places.find((place) => place.role === 'record' || place.role === 'list');
    for (const spot of layout.facts.spots.values()) {
      if (taken.has(spotText(spot.path)) || spot.samples.length === 0 || spot.path.length === 0) continue;
      if (main !== undefined && startsWith(main.spot, spot.path)) continue;
      const found = resourceAt(draft, spot);
      if (found === null) continue;
      const inside = main !== undefined && startsWith(spot.path, main.spot);
      layout.places.push({
        spot: spot.path,
        resource: found.resource.name,
        idPath: found.idPath,
        role: inside ? 'embed' : 'related',
      });
    }
  }
  for (const layout of draft.operations.values()) {
    const main = layout.places.find((place) => place.role === 'record' || place.role === 'list');
    if (main === undefined) continue;
    layout.places = layout.places.map((place) => {
      if (place.role !== 'embed' || place.spot.at(-1) === '*') return place;
      const inner = place.spot.slice(main.spot.length);
      return !inner.includes('*') && isBareElsewhere(draft, main.resource, inner)
        ? { ...place, expandable: true }
        : place;
    });
  }
}

/** Some answer shows the same field of the same resource as a bare id. */
function isBareElsewhere(draft: Draft, resource: string, path: readonly string[]): boolean {
  for (const layout of draft.operations.values()) {
    for (const place of layout.places) {
      if (place.resource !== resource || (place.role !== 'record' && place.role !== 'list')) continue;
      const samples = layout.facts.spots.get(spotText(place.spot))?.samples ?? [];
      if (samples.some((doc) => idText(valueAt(doc, path)) !== null)) return true;
    }
  }
  return false;
}

function resourceAt(
  draft: Draft,
  spot: Spot,
): { readonly resource: ResourceDraft; readonly idPath: readonly (string | number)[] } | null {
  if (spot.keys.size < 2 || isMixed(spot)) return null;
  const word = snakeOf(String(spot.path.findLast((step) => step !== '*') ?? ''));
  for (const resource of draft.resources.values()) {
    const direct = resource.idPath;
    const own = ownIdOf(spot, resource.singular);
    for (const idPath of own !== null && own.join() !== direct.join() ? [direct, own] : [direct]) {
      const agreement = agreementOf(spot.samples, idPath, resource);
      const overlap = keyOverlap(spot.keys, resource.keys);
      if (!looksAlike(spot, idPath, resource) || namesKind(spot, resource)) continue;
      if (
        isSame(agreement) &&
        agreement.compared >= 1 &&
        overlap.within >= 0.5 &&
        (agreement.shared >= 3 || overlap.within >= 0.8)
      )
        return { resource, idPath };
      const named = singularOf(word) === resource.singular || pluralOf(word) === resource.name;
      if (
        named &&
        own !== null &&
        !isDifferent(agreement) &&
        overlap.within >= 0.9 &&
        idPath === direct &&
        spot.samples.every((doc) => doc[String(direct[0])] !== undefined)
      )
        return { resource, idPath };
    }
  }
  return null;
}

const KIND_NAMES = ['type', 'kind', 'object', '__typename', 'resource_type'];

/** `{ id, type: "linode", label }`: a pointer that says what it points to, in a field that means something else in the record itself. */
function namesKind(spot: Spot, resource: ResourceDraft): boolean {
  const own = [...resource.pool.values()].slice(0, 200);
  return KIND_NAMES.some((key) => {
    const said = new Set(spot.samples.map((doc) => doc[key]));
    const [word] = said;
    const theirs = own.map((doc) => doc[key]).filter((value) => value !== undefined);
    return said.size === 1 && typeof word === 'string' && theirs.length > 0 && !theirs.includes(word);
  });
}

/** Places that show now a customer, now an agent, with a field that says which: nobody's copy. */
function isMixed(spot: Spot): boolean {
  for (const key of ['role', ...KIND_NAMES]) {
    const values = new Set(spot.samples.map((doc) => doc[key]).filter((value) => typeof value === 'string'));
    if (values.size >= 2 && spot.keys.size <= 5) return true;
  }
  return false;
}

/** Ids that look like the resource's own. */
function looksAlike(spot: Spot, idPath: JsonPath, resource: ResourceDraft): boolean {
  const own = [...resource.pool.keys()].filter((id) => !id.includes('\u0000')).slice(0, 60);
  const shape = idShapeOf(own);
  if (own.length < 3 || (shape.kind !== 'prefixed' && shape.kind !== 'uuid')) return true;
  return spot.samples.every((doc) => {
    const id = idText(valueAt(doc, idPath));
    return id === null || (shape.kind === 'uuid' ? /^[0-9a-f]{8}-/i.test(id) : id.startsWith(shape.prefix));
  });
}

function startsWith(path: SpotPath, prefix: SpotPath): boolean {
  return prefix.length <= path.length && prefix.every((step, index) => path[index] === step);
}

export function primaryPlaces(layout: OperationLayout): OperationLayout['places'] {
  return layout.places.filter((place) => place.role === 'record' || place.role === 'list');
}
