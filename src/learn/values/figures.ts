/** Counts and sums over the elements of an array, and over the records that belong to one. */
import { isArray, jsonEquals, valueAt, type JsonObject } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import { docBefore } from '../records/chronicle.ts';
import { namesId } from '../records/matching.ts';
import { refKey, type Scene } from './scene.ts';
import { numberOf } from './number-of.ts';

export function fold(expr: Extract<Expr, { k: 'fold' }>, doc: JsonObject | null): number | undefined {
  const array = valueAt(doc ?? undefined, expr.array);
  if (!isArray(array)) return undefined;
  if (expr.fn === 'count') return array.length;
  let sum = 0;
  let highest = 0;
  for (const item of array) {
    let product = 1;
    for (const path of expr.paths) {
      const raw = valueAt(item, path);
      const value = typeof raw === 'string' && raw !== '' ? Number(raw) : raw;
      if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
      product *= value;
    }
    sum += product;
    highest = Math.max(highest, product);
  }
  return Number((expr.fn === 'max' ? highest : sum).toFixed(6));
}

/** Live children as known just after the call, or before it. */
export function aggregate(expr: Extract<Expr, { k: 'aggregate' }>, scene: Scene): number | undefined {
  const key = refKey(scene, expr.of);
  if (key === null) return undefined;
  const id = key.slice(key.lastIndexOf('/') + 1);
  const values: number[] = [];
  for (const track of scene.world.chronicle.byResource.get(expr.resource) ?? []) {
    const doc = docBefore(track, scene.call.tick + (scene.isBefore === true ? 0 : 1));
    if (doc === null || doc === undefined || !namesId(doc, expr.by, id)) continue;
    if (
      !expr.where.every(({ path, in: allowed }) =>
        allowed.some((value) => jsonEquals(value, valueAt(doc, path) ?? null)),
      )
    )
      continue;
    const value = expr.path === null ? 1 : numberOf(valueAt(doc, expr.path));
    if (value !== undefined) values.push(value);
  }
  if (expr.fn === 'count') return values.length;
  if (expr.fn === 'sum') return values.reduce((a, b) => a + b, 0);
  return values.length === 0 ? undefined : expr.fn === 'max' ? Math.max(...values) : Math.min(...values);
}
