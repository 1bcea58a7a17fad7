/** Lists and creates at the path of a collection. */
import { valueAt, type JsonPath } from '../../model/json.ts';
import type { ResourceName } from '../../model/names.ts';
import type { OperationFacts } from '../reading/facts.ts';
import { listSpotOf } from './path-resources.ts';
import { slotOfText, type Spot } from '../reading/spots.ts';
import { asCreate, asList, createdSpotOf, lastWord, type Draft } from './path-draft.ts';

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

/**
 * The outermost record with the resource's id, which the path did not name: small ids are rarely new, names that clients
 * choose are used again below another parent, but a POST to a collection makes a record.
 */
function plainRecordSpot(facts: OperationFacts, idPath: JsonPath): Spot | null {
  if (facts.method !== 'POST') return null;
  const field = idPath.join('\u0000');
  const found = [...facts.spots.values()].filter(
    (spot) =>
      !spot.path.includes('*') &&
      spot.answers >= facts.successes * 0.8 &&
      spot.samples.every((doc) => valueAt(doc, idPath) !== undefined) &&
      [...(spot.votes.get(field) ?? [])].every(([slot, n]) => n < spot.answers * 0.8 || slotOfText(slot).in === 'body'),
  );
  return found.sort((a, b) => a.path.length - b.path.length)[0] ?? null;
}
