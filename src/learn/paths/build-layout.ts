/**
 * Finds the resources of a recording and what each operation does with them, from paths, ids and equal values.
 * Path structure gives candidates; documents that agree under equal ids decide; names break ties.
 */
import { createFacts, type Facts, type OperationFacts } from '../reading/facts.ts';
import { assignPlaces } from '../records/assign-places.ts';
import { isCommandPath, layOutCommand } from './command-layout.ts';
import { layOutCollection } from './collection-layout.ts';
import { layOutItem } from './item-layout.ts';
import type { Draft } from './path-draft.ts';
import { layOutSubpath } from './subpath-layout.ts';
import { itemGroups, lastParam, pathKey } from './path-resources.ts';
import { layOutKnownList } from './known-records.ts';
import type { Layout, OperationLayout } from './layout.ts';

export function buildLayout(facts: Facts = createFacts(), idFields: Draft['idFields'] = new Map()): Layout {
  const draft: Draft = {
    resources: new Map(),
    operations: new Map(),
    groups: new Map(),
    pairs: new Map(),
    byCollection: new Map(),
    facts,
    idFields,
  };
  for (const operation of facts.operations.values()) draft.operations.set(operation.id, emptyLayout(operation));
  for (const operation of facts.operations.values()) {
    if (operation.discriminator !== null || lastParam(operation.template) !== null) continue;
    const key = pathKey(operation.origin, operation.template.parts);
    draft.byCollection.set(key, [...(draft.byCollection.get(key) ?? []), operation]);
  }
  const groups = itemGroups(facts.operations.values());
  for (const group of groups) layOutItem(draft, group);
  const plain = [...facts.operations.values()].filter(
    (operation) =>
      operation.discriminator === null && lastParam(operation.template) === null && !isCommandStyle(facts, operation),
  );
  plain.sort((a, b) => order(a) - order(b));
  for (const operation of plain) {
    const key = pathKey(operation.origin, operation.template.parts);
    const resource = draft.groups.get(key);
    if (resource === undefined || !layOutCollection(draft, operation, resource)) layOutSubpath(draft, operation);
  }
  for (const operation of plain)
    if (operation.method === 'GET' && draft.operations.get(operation.id)?.kind === 'compute')
      layOutKnownList(draft, operation);
  const commands: OperationFacts[] = [];
  for (const operation of facts.operations.values())
    if (operation.discriminator !== null || draft.operations.get(operation.id)?.kind === 'compute')
      commands.push(operation);
  // Lists and reads first: they show most of a resource.
  commands.sort((a, b) => commandOrder(a) - commandOrder(b));
  for (const operation of commands) layOutCommand(draft, operation);
  assignPlaces(draft);
  return { resources: draft.resources, operations: draft.operations };
}

/** An API of commands has several of them, side by side. */
function isCommandStyle(facts: Facts, operation: OperationFacts): boolean {
  if (!isCommandPath(operation)) return false;
  let siblings = 0;
  for (const other of facts.operations.values())
    if (other.origin === operation.origin && isCommandPath(other)) siblings++;
  return siblings >= 3;
}

function commandOrder({ spots }: OperationFacts): number {
  let shown = 0;
  for (const { n } of spots.values()) shown = Math.max(shown, n);
  return -shown;
}

/** Lists before creates before the rest: they show most of a resource. */
function order(operation: OperationFacts): number {
  return operation.template.parts.length * 10 + (operation.method === 'GET' ? 0 : operation.method === 'POST' ? 1 : 2);
}

function emptyLayout(facts: OperationFacts): OperationLayout {
  return { facts, kind: 'compute', resource: null, target: null, parents: [], places: [], paramResources: new Map() };
}
