/** The element that a write appends: parts of the request, a running number, fields of a record the request names. */
import { isObject, jsonEquals, valueAt, type Json } from '../model/json.ts';
import type { Expr } from '../model/learned.ts';
import { slotsOf } from './call.ts';
import { evaluate } from './evaluate.ts';
import { elementRefs } from './learn-array.ts';
import { idText } from './matching.ts';
import type { Scene } from './scene.ts';

export interface Appended {
  readonly scene: Scene;
  readonly value: Json;
  /** Elements there before. */
  readonly count: number;
}

export function itemOf(cases: readonly Appended[]): Expr | null {
  const first = cases[0]?.value;
  if (first === undefined) return null;
  if (!isObject(first)) return explain(cases, '');
  const fields: { key: string; value: Expr }[] = [];
  const keys = [...new Set(cases.flatMap(({ value }) => (isObject(value) ? Object.keys(value) : [])))];
  for (const key of keys) {
    const value = explain(cases.map((one) => ({ ...one, value: (isObject(one.value) ? one.value[key] : undefined) ?? null })), key);
    if (value !== null) fields.push({ key, value });
    else {
      const product = productIn(cases, key, fields);
      if (product !== null) fields.push({ key, value: product });
    }
  }
  return fields.some(({ value }) => value.k === 'slot') && fields.length >= keys.length * 0.6 ? { k: 'object', fields } : null;
}

function explain(cases: readonly Appended[], name: string): Expr | null {
  const tries: { expr: Expr; cost: number }[] = [];
  for (const { scene, value } of cases.slice(0, 4)) {
    tries.push({ expr: { k: 'const', value }, cost: cases.length > 1 ? 1.1 : 1.6 });
    for (const { slot } of slotsOf(scene.call)) {
      const last = slot.in === 'body' ? slot.path.at(-1) : slot.name;
      const unsent = cases.find((one) => slot.in === 'body' && valueAt(one.scene.call.exchange.body, slot.path) === undefined)?.value ?? null;
      tries.push({ expr: { k: 'slot', slot, as: 'json', fallback: last === name ? unsent : null }, cost: last === name ? 0.4 : 0.9 });
    }
    const body = scene.call.exchange.body;
    if (body === undefined) continue;
    for (const ref of elementRefs({ ...scene, element: { value: body, index: 0 } })) {
      const track = scene.world.chronicle.tracks.get(`${ref.resource}/${idText(valueAt(body, ref.path)) ?? ''}`);
      for (const field of Object.keys(track?.versions.at(-1)?.doc ?? {})) tries.push({ expr: { k: 'field', of: { r: 'slot', resource: ref.resource, slot: { in: 'body', path: ref.path } }, path: [field] }, cost: field === name ? 0.8 : 1.4 });
    }
  }
  tries.sort((a, b) => a.cost - b.cost);
  for (const { expr } of tries) if (cases.every(({ scene, value }) => jsonEquals(evaluate(expr, scene) ?? null, value))) return expr;
  return null;
}

function productIn(cases: readonly Appended[], key: string, fields: readonly { readonly value: Expr }[]): Expr | null {
  for (const [index, a] of fields.entries()) {
    for (const b of fields.slice(index + 1)) {
      const expr: Expr = { k: 'product', of: [a.value, b.value] };
      if (cases.every(({ scene, value }) => isObject(value) && jsonEquals(evaluate(expr, scene), value[key]))) return expr;
    }
  }
  return null;
}
