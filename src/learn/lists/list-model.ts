/** The list an operation answers: scope, filters, order, pages. */
import {
  isArray,
  isObject,
  jsonEquals,
  leavesOf,
  valueAt,
  type Json,
  type JsonObject,
  type JsonPath,
} from '../../model/json.ts';
import type { ListModel } from '../../model/list-model.ts';
import type { ResourceName } from '../../model/names.ts';
import { slotValue } from '../reading/call.ts';
import { filtersOf, passes } from './filters.ts';
import type { OperationLayout } from '../paths/layout.ts';
import { orderingOf } from './list-order.ts';
import { firstOf, type ListWitness } from './list-witness.ts';
import { idText } from '../records/matching.ts';
import { pageUrlsOf, pagingOf } from './paging.ts';
import type { KeyRules } from '../records/views.ts';
import { docOf } from '../values/scene.ts';
import { slotText } from '../reading/spots.ts';

export function listModel(
  layout: OperationLayout,
  witnesses: readonly ListWitness[],
  idPath: JsonPath,
  references: ReadonlyMap<string, ResourceName>,
  rules: KeyRules,
): ListModel {
  const paging = pagingOf(witnesses, idPath);
  const ordering = orderingOf(witnesses, idPath);
  const taken = new Set<string>(layout.parents.map(({ slot }) => slotText(slot)));
  if (paging.kind !== 'none')
    for (const slot of [
      paging.kind === 'page' ? paging.page : paging.kind === 'offset' ? paging.offset : paging.cursor,
      paging.kind === 'offset' ? paging.limit : paging.size,
    ])
      if (slot !== null) taken.add(slotText(slot));
  if (ordering.sort !== null) taken.add(slotText(ordering.sort.slot));
  const scope = isKeptByKey(layout, rules) ? [] : scopeOf(layout, witnesses, references, idPath, rules);
  const filters = filtersOf(witnesses, taken);
  const urls = pageUrlsOf(witnesses, paging);
  return {
    scope: [...scope, ...constantScope(witnesses, scope, filters)],
    filters,
    order: ordering.order,
    sort: ordering.sort,
    paging,
    ...(urls === undefined ? {} : { urls }),
  };
}

/** A field of the items that always equals the parent's id in the path. */
function scopeOf(
  layout: OperationLayout,
  witnesses: readonly ListWitness[],
  references: ReadonlyMap<string, ResourceName>,
  idPath: JsonPath,
  rules: KeyRules,
): ListModel['scope'] {
  const found: { path: JsonPath; value: ListModel['scope'][number]['value'] }[] = [];
  for (const { resource, slot } of layout.parents) {
    const votes = new Map<string, { path: JsonPath; hits: number; n: number }>();
    for (const { scene, items } of witnesses) {
      const id = slotValue(scene.call.exchange, scene.call.params, slot);
      if (id === undefined) continue;
      for (const { doc } of items) {
        for (const { path, value: leaf } of leavesOf(doc)) {
          if (
            (typeof leaf !== 'string' && typeof leaf !== 'number') ||
            path.length > 4 ||
            path.some((step) => typeof step === 'number')
          )
            continue;
          const vote = votes.get(path.join('\u0000')) ?? { path, hits: 0, n: 0 };
          vote.n++;
          if (String(leaf) === String(id)) vote.hits++;
          votes.set(path.join('\u0000'), vote);
        }
      }
    }
    const best = [...votes.values()]
      .filter(
        ({ hits, n, path }) =>
          hits >= n * 0.97 &&
          hits > 0 &&
          (references.get(path.join('\u0000')) === resource || /id$/i.test(path.join('')) || hits >= 4),
      )
      .sort((a, b) => rank(b.path, resource, references) - rank(a.path, resource, references))[0];
    if (best !== undefined) found.push({ path: best.path, value: { k: 'slot', slot, as: 'json', fallback: null } });
  }
  const [innermost] = layout.parents.slice(-1);
  const isCovered = found.some(({ value }) => value.k === 'slot' && value.slot === innermost?.slot);
  // What the items say of a record further out says too little.
  if (found.length > 0 && !isCovered && belowOf(layout, rules) === innermost?.resource) return [];
  if (found.length > 0) return found;
  return layout.parents.flatMap((_, index) => memberScope(index, witnesses, idPath));
}

/** The parent's own id says whose items they are only together with another one: records then know their parent by its key. */
function isKeptByKey(layout: OperationLayout, rules: KeyRules): boolean {
  const below = belowOf(layout, rules);
  return below !== null && below === layout.parents.at(-1)?.resource && rules.get(below)?.scope === 'parent';
}

function belowOf({ resource }: OperationLayout, rules: KeyRules): ResourceName | null {
  return rules.get(resource ?? '')?.parent?.resource ?? null;
}

/** The items are those that an array of the parent names: `deal.relationships.contacts.data`. */
function memberScope(index: number, witnesses: readonly ListWitness[], idPath: JsonPath): ListModel['scope'] {
  const votes = new Map<string, { path: JsonPath; hits: number; n: number; filled: number }>();
  for (const { scene, items } of witnesses.slice(-80)) {
    const shown = new Set(items.map(({ doc }) => idText(valueAt(doc, idPath)) ?? ''));
    for (const { path, ids } of namingArrays(docOf(scene, { r: 'parent', index }) ?? {})) {
      const vote = votes.get(path.join('\u0000')) ?? { path, hits: 0, n: 0, filled: 0 };
      vote.n++;
      if (ids.length === shown.size && ids.every((id) => shown.has(id))) vote.hits++;
      if (ids.length > 0 && shown.size > 0) vote.filled++;
      votes.set(path.join('\u0000'), vote);
    }
  }
  const [best] = [...votes.values()]
    .filter(({ hits, n, filled }) => filled >= 2 && hits >= n * 0.9)
    .sort((a, b) => b.hits - a.hits);
  return best === undefined
    ? []
    : [{ path: idPath, value: { k: 'field', of: { r: 'parent', index }, path: best.path } }];
}

/** Arrays of ids, or of objects with one. */
function* namingArrays(
  value: JsonObject,
  path: JsonPath = [],
): Generator<{ readonly path: JsonPath; readonly ids: readonly string[] }> {
  if (path.length > 3) return;
  for (const [key, item] of Object.entries(value)) {
    if (isArray(item)) {
      const ids = item.map((one) => idText(isObject(one) ? (one['id'] ?? null) : one));
      if (ids.every((id) => id !== null)) yield { path: [...path, key], ids };
    } else if (isObject(item)) yield* namingArrays(item, [...path, key]);
  }
}

function rank(path: JsonPath, resource: string, references: ReadonlyMap<string, ResourceName>): number {
  const name = path.join('_').toLowerCase();
  return (
    (references.get(path.join('\u0000')) === resource ? 2 : 0) +
    (name.startsWith(resource.slice(0, -1)) ? 1 : 0) +
    (/id$/.test(name) ? 0.5 : 0) -
    path.length * 0.1
  );
}

/** A condition nobody asked for: every item has the value, and known records without it were never shown. */
function constantScope(
  witnesses: readonly ListWitness[],
  scope: ListModel['scope'],
  filters: ListModel['filters'],
): ListModel['scope'] {
  const usable = witnesses.filter(
    ({ scene }) => !filters.some(({ slot }) => slotValue(scene.call.exchange, scene.call.params, slot) !== undefined),
  );
  const items = usable.slice(-60).flatMap(({ items: shown }) => shown);
  if (items.length < 20) return [];
  const first = items[0]?.doc ?? {};
  const found: { path: JsonPath; value: { k: 'const'; value: Json } }[] = [];
  for (const [key, value] of Object.entries(first)) {
    if (typeof value === 'object' && value !== null) continue;
    if (!items.every(({ doc }) => jsonEquals(doc[key], value))) continue;
    let others = 0;
    let wrong = 0;
    for (const { live, scene } of usable.slice(-20)) {
      for (const { doc } of firstOf(live(), 300)) {
        if (
          scope.some(
            ({ path, value: expr }) =>
              expr.k === 'slot' &&
              !passes(doc, [path], 'equals', slotValue(scene.call.exchange, scene.call.params, expr.slot) ?? null),
          )
        )
          continue;
        if (!jsonEquals(valueAt(doc, [key]), value) && valueAt(doc, [key]) !== undefined) others++;
        else if (valueAt(doc, [key]) === undefined) wrong++;
      }
    }
    // Pages of the whole would have shown others sooner or later.
    const whole = usable.filter(({ items: shown, live }) => shown.length >= live.length * 0.5).length;
    if (others >= 5 && wrong === 0 && whole >= 3) found.push({ path: [key], value: { k: 'const', value } });
  }
  return found.length <= 1 ? found : [];
}
