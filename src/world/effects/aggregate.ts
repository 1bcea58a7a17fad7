import { jsonEquals, type Json, type JsonPath } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import { PARENT } from '../state/base-index.ts';
import { compareValues } from '../lists/compare-values.ts';
import type { Rec } from '../state/rec.ts';
import type { WorldState } from '../state/state.ts';
import { valuesAt } from './values-at.ts';

type Aggregate = Extract<Expr, { k: 'aggregate' }>;

/** Count, sum or extreme over the live children of a record. An empty `by` means children by their parent's key. */
export function aggregate(state: WorldState, owner: Rec, expr: Aggregate): Json {
  const children =
    expr.by.length === 0
      ? state.withValue(expr.resource, PARENT, owner.key)
      : state.withValue(expr.resource, expr.by, owner.entity.id);
  if (expr.fn === 'count' && expr.where.length === 0) return children.length;
  const counted = children.filter(({ doc }) => expr.where.every(({ path, in: values }) => holdsOne(doc, path, values)));
  if (expr.fn === 'count') return counted.length;
  const values = counted
    .flatMap(({ doc }) => (expr.path === null ? [] : valuesAt(doc, expr.path)))
    .filter((value) => value !== null);
  if (expr.fn === 'sum') return tidy(values.reduce<number>((sum, value) => sum + (Number(value) || 0), 0));
  const sorted = values.toSorted(compareValues);
  return (expr.fn === 'max' ? sorted.at(-1) : sorted[0]) ?? null;
}

function holdsOne(doc: Json, path: JsonPath, values: readonly Json[]): boolean {
  const found = valuesAt(doc, path);
  if (found.length === 0) return values.includes(null);
  return found.some((value) => values.some((wanted) => jsonEquals(value, wanted)));
}

function tidy(value: number): number {
  return Number.isInteger(value) ? value : Math.round(value * 1e6) / 1e6;
}
