/** Whether ids are unique in all the API or only under a parent, and which field names the parent. */
import { jsonEquals, leavesOf, valueAt, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { ResourceName } from '../../model/names.ts';
import type { Layout, ResourceDraft } from '../paths/layout.ts';
import { idText } from './matching.ts';
import { spotText } from '../reading/spots.ts';
import type { KeyRule, KeyRules } from './views.ts';

export function keyRulesOf(layout: Layout): KeyRules {
  const rules = new Map<ResourceName, KeyRule>();
  for (const resource of layout.resources.values()) rules.set(resource.name, ruleOf(layout, resource));
  return rules;
}

function ruleOf(layout: Layout, resource: ResourceDraft): KeyRule {
  if (resource.parent === null) return { scope: 'global', parent: null };
  const owner = resource.parent.resource;
  const seen = new Map<string, { parent: string; doc: JsonObject }>();
  const fields = new Map<string, { path: JsonPath; hits: number; n: number }>();
  let clashes = 0;
  let samples = 0;
  for (const operation of layout.operations.values()) {
    const param = operation.parents.find((parent) => parent.resource === owner)?.slot;
    if (param === undefined || param.in !== 'path') continue;
    for (const place of operation.places) {
      if (place.resource !== resource.name) continue;
      const spot = operation.facts.spots.get(spotText(place.spot));
      spot?.samples.forEach((doc, index) => {
        const parent = spot.contexts[index]?.[param.name];
        const id = idText(valueAt(doc, resource.idPath));
        if (parent === undefined || id === null) return;
        samples++;
        const before = seen.get(id);
        if (before === undefined) seen.set(id, { parent, doc });
        else if (before.parent !== parent && !jsonEquals(before.doc, doc)) clashes++;
        countFields(doc, parent, resource.idPath, fields);
      });
    }
  }
  const [best] = [...fields.values()]
    .filter(({ hits, n }) => hits >= n * 0.97 && n >= samples * 0.9)
    .sort((a, b) => score(b, owner) - score(a, owner));
  const field = best !== undefined && (score(best, owner) > 0 || best.n >= 4) ? best.path : null;
  if (resource.isPair && field !== null) return { scope: 'parent', parent: { resource: owner, field } };
  return { scope: clashes >= 2 && clashes >= samples * 0.05 ? 'parent' : 'global', parent: { resource: owner, field } };
}

function countFields(
  doc: JsonObject,
  parent: string,
  idPath: JsonPath,
  fields: Map<string, { path: JsonPath; hits: number; n: number }>,
): void {
  for (const { path, value } of leavesOf(doc)) {
    if (path.length > 3 || path.some((step) => typeof step === 'number') || path.join() === idPath.join()) continue;
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const key = path.join('\u0000');
    const entry = fields.get(key) ?? { path, hits: 0, n: 0 };
    entry.n++;
    if (String(value) === parent) entry.hits++;
    fields.set(key, entry);
  }
}

function score({ path }: { readonly path: JsonPath }, owner: string): number {
  const name = path.join('_').toLowerCase();
  return (name.includes(owner.slice(0, -1).toLowerCase()) ? 1 : 0) + (/id$/.test(name) ? 0.5 : 0) - path.length * 0.1;
}
