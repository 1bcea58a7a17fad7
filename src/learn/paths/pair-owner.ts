/**
 * `/sites/{owner}/{name}`: neither parameter alone names the record. The first one names whose it is, which the record
 * repeats; that owner becomes the parent, so that the key is the pair. Owners may have paths of their own, or none at all.
 */
import { isObject, valueAt, type JsonObject, type JsonPath } from '../../model/json.ts';
import { pluralOf, snakeOf } from '../lexicon.ts';
import { idText, namingFields } from '../records/matching.ts';
import type { Spot } from '../reading/spots.ts';
import type { ResourceDraft } from './layout.ts';
import type { Draft } from './path-draft.ts';
import { createResource, pathKey, resourceNameOf, type ItemGroup } from './path-resources.ts';

const NAMING = 0.9;

/** True where the group's items are named by pairs; their owner is then known to the draft. */
export function addPairOwner(draft: Draft, group: ItemGroup, spot: Spot): boolean {
  const first = group.parts.at(-1);
  if (first?.kind !== 'param') return false;
  const key = pathKey(group.origin, group.parts.slice(0, -1));
  if (draft.groups.has(key)) return false;
  const values = new Set(group.operations.flatMap((facts) => [...(facts.params.get(first.name) ?? [])]));
  const [field] = namingFields(spot, first.name, NAMING);
  if (field === undefined || values.size < 2 || [...values].every((value) => /^\d+$/.test(value))) return false;
  const owner = knownOwner(draft, values) ?? newOwner(draft, group, spot, field);
  draft.pairs.set(key, owner.name);
  return true;
}

function knownOwner(draft: Draft, values: ReadonlySet<string>): ResourceDraft | null {
  for (const resource of draft.resources.values()) {
    const hits = [...values].filter((value) => resource.pool.has(value)).length;
    if (!resource.isPair && hits >= values.size * 0.5) return resource;
  }
  return null;
}

/** Seen only inside what it owns. */
function newOwner(draft: Draft, group: ItemGroup, spot: Spot, field: JsonPath): ResourceDraft {
  const word = snakeOf(String(field[0]).replace(/_?(?:id|slug|name|key)$/i, '')) || 'owner';
  const name = resourceNameOf(pluralOf(word), new Set(draft.resources.keys()), null);
  const idPath = field.slice(-1);
  const owner = createResource(name, group.origin, idPath, null);
  for (const doc of spot.samples) {
    const holder = field.length > 1 ? valueAt(doc, field.slice(0, -1)) : doc;
    const id = idText(valueAt(doc, field));
    if (id === null || !isObject(holder)) continue;
    const shown: JsonObject = field.length > 1 ? holder : { [String(idPath[0])]: id };
    owner.pool.set(id, shown);
    for (const own of Object.keys(shown)) owner.keys.set(own, (owner.keys.get(own) ?? 0) + 1);
    owner.docs++;
  }
  draft.resources.set(name, owner);
  return owner;
}
