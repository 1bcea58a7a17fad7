/** Resources that have paths of their own: `/tickets` and `/tickets/{ticket_id}`. */
import { valueAt, type JsonPath } from '../../model/json.ts';
import type { OperationFacts } from '../reading/facts.ts';
import type { ResourceDraft } from './layout.ts';
import { ENVELOPE_NAMES, pluralOf, singularOf, snakeOf } from '../lexicon.ts';
import { idText, ownIdOf } from '../records/matching.ts';
import { splitSegment } from './path-evidence.ts';
import type { PathTemplate, TemplatePart } from './router.ts';
import { idRank, slotText, type Spot, spotText } from '../reading/spots.ts';

/** Template text with file endings removed, so that `/tickets.json` is the collection of `/tickets/{id}.json`. */
export function pathKey(origin: string, parts: readonly TemplatePart[]): string {
  return `${origin}/${parts.map((part) => (part.kind === 'literal' ? splitSegment(part.text).stem : '{}')).join('/')}`;
}

export function lastParam(template: PathTemplate): Extract<TemplatePart, { kind: 'param' }> | null {
  const last = template.parts.at(-1);
  return last?.kind === 'param' && !last.suffix.startsWith(':') ? last : null;
}

export interface ItemGroup {
  readonly key: string;
  readonly word: string;
  readonly origin: string;
  readonly param: string;
  readonly parts: readonly TemplatePart[];
  readonly operations: OperationFacts[];
}

/** Operations on one item, grouped by the collection they belong to, shortest path first. */
export function itemGroups(operations: Iterable<OperationFacts>): readonly ItemGroup[] {
  const groups = new Map<string, ItemGroup>();
  for (const facts of operations) {
    const param = lastParam(facts.template);
    if (param === null || facts.discriminator !== null) continue;
    const parts = facts.template.parts.slice(0, -1);
    const literal = parts.findLast((part) => part.kind === 'literal');
    if (literal?.kind !== 'literal') continue;
    const key = pathKey(facts.origin, parts);
    const group = groups.get(key);
    if (group === undefined)
      groups.set(key, {
        key,
        word: splitSegment(literal.text).stem,
        origin: facts.origin,
        param: param.name,
        parts,
        operations: [facts],
      });
    else group.operations.push(facts);
  }
  return [...groups.values()].sort((a, b) => a.parts.length - b.parts.length);
}

/** The place and field whose value is the id in the path, over all item operations; null where no answer shows it. */
export function itemIdOf(group: ItemGroup): { readonly spot: Spot; readonly idPath: JsonPath } | null {
  const singular = singularOf(snakeOf(group.word));
  let best: { spot: Spot; idPath: JsonPath } | null = null;
  let bestScore = 0;
  for (const facts of group.operations) {
    for (const spot of facts.spots.values()) {
      for (const [field, votes] of spot.votes) {
        const hits = votes.get(slotText({ in: 'path', name: group.param })) ?? 0;
        const share = hits / Math.max(1, spot.answers);
        if (
          share < 0.6 ||
          hits === 0 ||
          (idRank(field, singular) >= 50 &&
            (hits < 5 || share < 0.95 || (facts.params.get(group.param)?.size ?? 0) < 4))
        )
          continue;
        const score = share + Math.min(5, hits) * 0.1 - spot.path.length * 0.15 - idRank(field, singular) * 0.01;
        if (score > bestScore) [best, bestScore] = [{ spot, idPath: field.split('\u0000') }, score];
      }
    }
  }
  return best;
}

/** Where no item answer shows the id (only deletes, say): the field of created or listed records that held the path's ids. */
export function producedIdOf(
  group: ItemGroup,
  collection: readonly OperationFacts[],
): { readonly spot: Spot; readonly idPath: JsonPath } | null {
  const wanted = new Set(group.operations.flatMap((facts) => [...(facts.params.get(group.param) ?? [])]));
  const singular = singularOf(snakeOf(group.word));
  let best: { spot: Spot; idPath: JsonPath } | null = null;
  let bestScore = 0;
  for (const facts of collection) {
    for (const spot of facts.spots.values()) {
      const own = ownIdOf(spot, singular);
      if (own === null) continue;
      const found = new Set(spot.samples.map((doc) => idText(valueAt(doc, own)) ?? '').filter((id) => wanted.has(id)));
      const hits = found.size;
      if (hits < wanted.size * 0.3 || hits === 0) continue;
      const score = 1 + hits / Math.max(1, spot.samples.length) - spot.path.length * 0.1;
      if (score > bestScore) [best, bestScore] = [{ spot, idPath: own }, score];
    }
  }
  return best;
}

/** The place of a list's items: elements of one array, with ids, under a usual name; null where no array qualifies. */
export function listSpotOf(facts: OperationFacts, word: string, idPath: JsonPath | null): Spot | null {
  const plural = pluralOf(snakeOf(word));
  let best: Spot | null = null;
  let bestScore = 0;
  for (const spot of facts.spots.values()) {
    const stars = spot.path.filter((step) => step === '*').length;
    const last = spot.path.at(-1);
    if (stars !== 1 || (last !== '*' && !(last === 'node' && spot.path.at(-2) === '*'))) continue;
    // The edge of a connection (`{ cursor, node }`) only holds the item.
    if (last === '*' && facts.spots.has(spotText([...spot.path, 'node']))) continue;
    const name = spot.path.length === 1 ? '' : String(spot.path.at(last === '*' ? -2 : -3));
    const usual =
      name === '' ||
      ENVELOPE_NAMES.has(name.toLowerCase()) ||
      snakeOf(name) === plural ||
      snakeOf(name) === snakeOf(word);
    const withId =
      idPath !== null && spot.samples.length > 0 && spot.samples.every((doc) => idText(valueAt(doc, idPath)) !== null);
    if (spot.samples.length > 0 && idPath !== null && !withId && ownIdOf(spot, singularOf(plural)) === null) continue;
    const score =
      (usual ? 2 : 0) +
      (withId ? 1.5 : 0) +
      (spot.arrays >= facts.successes * 0.9 ? 1 : 0) +
      Math.min(1, spot.n / 20) -
      spot.path.length * 0.3 +
      (spot.samples.length === 0 && !usual ? -2 : 0);
    if (score > bestScore) [best, bestScore] = [spot, score];
  }
  return best;
}

export function resourceNameOf(word: string, taken: ReadonlySet<string>, parent: string | null): string {
  const base = pluralOf(snakeOf(word)) || 'items';
  if (!taken.has(base)) return base;
  const qualified = parent === null ? base : `${singularOf(parent)}_${base}`;
  if (!taken.has(qualified)) return qualified;
  let number = 2;
  while (taken.has(`${qualified}_${number}`)) number++;
  return `${qualified}_${number}`;
}

export function createResource(
  name: string,
  origin: string,
  idPath: JsonPath,
  collection: string | null,
): ResourceDraft {
  return {
    name,
    singular: singularOf(name),
    origin,
    idPath,
    collection,
    parent: null,
    singleton: false,
    parentField: null,
    isPair: false,
    pool: new Map(),
    keys: new Map(),
    docs: 0,
  };
}
