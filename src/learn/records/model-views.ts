/** Records a recorded answer shows, read through the templates of a finished model. */
import { isArray, isObject, valueAt, type Json, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { EntityKey, ResourceName } from '../../model/names.ts';
import type { Operation } from '../../model/operation.ts';
import type { View } from '../../model/template.ts';
import { holesOf } from '../../model/template-paths.ts';
import { idText } from './matching.ts';
import { keyOf, parentKeyOf, type KeyRule, type KeyRules, type ParentIds } from './views.ts';

export interface ModelView {
  readonly key: EntityKey;
  readonly resource: ResourceName;
  readonly doc: JsonObject;
  readonly at: JsonPath;
  /** What the operation is about, as opposed to list items, copies and side-loads. */
  readonly main: boolean;
}

const RULES = new WeakMap<LearnedModel, KeyRules>();

export function modelKeyRules(model: LearnedModel): KeyRules {
  let rules = RULES.get(model);
  if (rules === undefined) {
    rules = new Map(
      model.resources.map((resource): [ResourceName, KeyRule] => [
        resource.name,
        { scope: resource.scope, parent: resource.parent },
      ]),
    );
    RULES.set(model, rules);
  }
  return rules;
}

export function modelViews(
  model: LearnedModel,
  operation: Operation,
  answer: Json | undefined,
  parents: ParentIds,
): readonly ModelView[] {
  const found: ModelView[] = [];
  const seen = new Set<string>();
  for (const branch of operation.branches) {
    if (!branch.success) continue;
    for (const { path, node } of holesOf(branch.body)) {
      if (node.t !== 'entity' && node.t !== 'list' && node.t !== 'related') continue;
      const value = valueAt(answer, path);
      const docs: { doc: JsonObject; at: JsonPath }[] = isArray(value)
        ? value.flatMap((doc, index) => (isObject(doc) ? [{ doc, at: [...path, index] }] : []))
        : isObject(value)
          ? [{ doc: value, at: path }]
          : [];
      for (const { doc, at } of docs) add(model, node.view, doc, at, node.t === 'entity', parents, seen, found);
    }
  }
  return found;
}

function add(
  model: LearnedModel,
  view: View,
  doc: JsonObject,
  at: JsonPath,
  main: boolean,
  parents: ParentIds,
  seen: Set<string>,
  found: ModelView[],
): void {
  const idPath = model.resources.find(({ name }) => name === view.resource)?.idPath ?? ['id'];
  const rules = modelKeyRules(model);
  const id = idText(valueAt(doc, idPath));
  const where = JSON.stringify(at);
  if (id !== null && !seen.has(where)) {
    seen.add(where);
    found.push({
      key: keyOf(view.resource, id, parentKeyOf(view.resource, doc, rules, parents), rules),
      resource: view.resource,
      doc,
      at,
      main,
    });
  }
  for (const embed of view.embeds) {
    const inner = valueAt(doc, embed.path);
    const copies = isArray(inner)
      ? inner.map((item, index) => ({ item, path: [...at, ...embed.path, index] as JsonPath }))
      : [{ item: inner, path: [...at, ...embed.path] as JsonPath }];
    for (const { item, path } of copies) {
      if (!isObject(item)) continue;
      const copyId = idText(valueAt(item, embed.idPath)) ?? idText(valueAt(doc, embed.idPath));
      if (copyId !== null)
        found.push({
          key: keyOf(embed.resource, copyId, null, rules),
          resource: embed.resource,
          doc: item,
          at: path,
          main: false,
        });
    }
  }
}
