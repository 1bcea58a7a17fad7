/** The element that a write appends: parts of the request, a running number, fields of a record the request names. */
import { isArray, isObject, jsonEquals, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import { slotsOf } from '../reading/call.ts';
import { evaluate } from './evaluate.ts';
import { elementRefs } from './element-refs.ts';
import { idText } from '../records/matching.ts';
import type { Scene } from './scene.ts';

export interface Appended {
  readonly scene: Scene;
  readonly value: Json;
  /** Elements there before. */
  readonly count: number;
}

export function itemOf(cases: readonly Appended[], path: JsonPath): Expr | null {
  const first = cases[0]?.value;
  if (first === undefined) return null;
  if (!isObject(first)) return explain(cases, '', path);
  const fields: { key: string; value: Expr }[] = [];
  const keys = [...new Set(cases.flatMap(({ value }) => (isObject(value) ? Object.keys(value) : [])))];
  const products = elementProducts(cases, keys, path);
  for (const key of [...keys].sort((a, b) => Number(products.has(a)) - Number(products.has(b)))) {
    const factors = products.get(key)?.map((name) => fields.find((field) => field.key === name)?.value);
    if (factors !== undefined && factors.every((factor) => factor !== undefined)) {
      fields.push({ key, value: { k: 'product', of: factors as Expr[] } });
      continue;
    }
    const value = explain(
      cases.map((one) => ({ ...one, value: (isObject(one.value) ? one.value[key] : undefined) ?? null })),
      key,
      path,
    );
    if (value !== null) fields.push({ key, value });
    else {
      const product = productIn(cases, key, fields);
      if (product !== null) fields.push({ key, value: product });
    }
  }
  fields.sort((a, b) => keys.indexOf(a.key) - keys.indexOf(b.key));
  return fields.some(({ value }) => value.k === 'slot') && fields.length >= keys.length * 0.6
    ? { k: 'object', fields }
    : null;
}

/** How many elements the target's array has before. */
function countOf(path: JsonPath): Expr {
  return { k: 'fold', fn: 'count', of: { r: 'target' }, array: path, paths: [] };
}

function explain(cases: readonly Appended[], name: string, path: JsonPath): Expr | null {
  const tries: { expr: Expr; cost: number }[] = [];
  for (const { scene, value } of cases.slice(0, 4)) {
    tries.push({ expr: { k: 'const', value }, cost: cases.length > 1 ? 1.1 : 1.6 });
    if (typeof value === 'number')
      tries.push({ expr: { k: 'sum', of: [countOf(path), { k: 'const', value: 1 }] }, cost: 0.95 });
    for (const { slot } of slotsOf(scene.call)) {
      const last = slot.in === 'body' ? slot.path.at(-1) : slot.name;
      const unsent =
        cases.find((one) => slot.in === 'body' && valueAt(one.scene.call.exchange.body, slot.path) === undefined)
          ?.value ?? null;
      tries.push({
        expr: { k: 'slot', slot, as: 'json', fallback: last === name ? unsent : null },
        cost: last === name ? 0.4 : 0.9,
      });
    }
    const body = scene.call.exchange.body;
    if (body === undefined) continue;
    for (const ref of elementRefs({ ...scene, element: { value: body, index: 0 } })) {
      const track = scene.world.chronicle.tracks.get(`${ref.resource}/${idText(valueAt(body, ref.path)) ?? ''}`);
      for (const field of Object.keys(track?.versions.at(-1)?.doc ?? {}))
        tries.push({
          expr: {
            k: 'field',
            of: { r: 'slot', resource: ref.resource, slot: { in: 'body', path: ref.path } },
            path: [field],
          },
          cost: field === name ? 0.8 : 1.4,
        });
    }
  }
  tries.sort((a, b) => a.cost - b.cost);
  for (const { expr } of tries)
    if (cases.every(({ scene, value }) => jsonEquals(evaluate(expr, scene) ?? null, value))) return expr;
  return null;
}

/** Numbers that are the product of two others in every element of the array ever shown, whoever made it. */
function elementProducts(
  cases: readonly Appended[],
  keys: readonly string[],
  path: JsonPath,
): ReadonlyMap<string, readonly [string, string]> {
  const resource = cases[0]?.scene.layout.resource ?? '';
  const elements = (cases[0]?.scene.world.chronicle.byResource.get(resource) ?? []).flatMap(({ versions }) => {
    const array = valueAt(versions.at(-1)?.doc ?? undefined, path);
    return isArray(array) ? array.filter(isObject) : [];
  });
  const numeric = keys.filter(
    (key) =>
      elements.length > 0 &&
      elements.every((element) => typeof element[key] === 'number') &&
      !/(?:_id|Id|^id)$/.test(key),
  );
  const found = new Map<string, readonly [string, string]>();
  for (const key of numeric) {
    for (const [index, a] of numeric.entries()) {
      for (const b of numeric.slice(index + 1)) {
        if (a === key || b === key || found.has(key)) continue;
        const fits = elements.filter(
          (element) => Math.abs(Number(element[a]) * Number(element[b]) - Number(element[key])) < 1e-6,
        ).length;
        if (
          fits === elements.length &&
          elements.length >= 5 &&
          elements.some((element) => element[a] !== 1 && element[b] !== 1)
        )
          found.set(key, [a, b]);
      }
    }
  }
  return found;
}

function productIn(cases: readonly Appended[], key: string, fields: readonly { readonly value: Expr }[]): Expr | null {
  for (const [index, a] of fields.entries()) {
    for (const b of fields.slice(index + 1)) {
      const expr: Expr = { k: 'product', of: [a.value, b.value] };
      if (cases.every(({ scene, value }) => isObject(value) && jsonEquals(evaluate(expr, scene), value[key])))
        return expr;
    }
  }
  return null;
}
