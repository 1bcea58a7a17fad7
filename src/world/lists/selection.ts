/** The base's part of a list: which recorded records it holds, in order. Worked out once per question and model. */
import type { BaseIndex } from '../state/base-index.ts';
import { PARENT } from '../state/base-index.ts';
import { belongs, compareRecs, type ListQuery } from './list-query.ts';
import type { Rec } from '../state/rec.ts';

const KEPT = 4096;
const LARGE = 1000;

export function baseSelection(base: BaseIndex, query: ListQuery): readonly Rec[] {
  const found = base.selections.get(query.signature);
  if (found !== undefined) return found;
  const made = select(base, query);
  if (base.selections.size >= KEPT) forget(base.selections);
  base.selections.set(query.signature, made);
  return made;
}

/** A condition that an index answers; the most selective one would need counts, the first one is good enough. */
export function indexedCondition(
  query: ListQuery,
): { readonly path: ListQuery['conditions'][number]['paths'][number]; readonly value: string } | null {
  if (query.parent !== null) return { path: PARENT, value: query.parent };
  for (const { op, paths, values } of query.conditions) {
    const [path] = paths;
    const [value] = values;
    if (
      (op === 'equals' || op === 'has-element') &&
      paths.length === 1 &&
      values.length === 1 &&
      path !== undefined &&
      value !== undefined
    )
      return { path, value };
  }
  return null;
}

function select(base: BaseIndex, query: ListQuery): readonly Rec[] {
  const indexed = indexedCondition(query);
  const from =
    indexed === null ? base.recs(query.resource) : base.withValue(query.resource, indexed.path, indexed.value);
  const all = query.conditions.length === 0 && query.parent === null && query.hidden === null;
  const chosen = all ? from : from.filter((rec) => belongs(rec, query));
  return query.order.length === 0 ? chosen : chosen.toSorted((a, b) => compareRecs(a, b, query.order));
}

/** Small results are cheap to make again; the large ones stay. */
function forget(selections: Map<string, readonly Rec[]>): void {
  for (const [signature, recs] of selections) if (recs.length < LARGE) selections.delete(signature);
  if (selections.size >= KEPT) selections.clear();
}
