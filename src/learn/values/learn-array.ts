/** Arrays made of a request's array, element by element: order lines with prices looked up, tags objects from names. */
import { isArray, isObject, leavesOf, valueAt, type Json } from '../../model/json.ts';
import type { Expr, Ref } from '../../model/expr.ts';
import type { IdShape } from '../../model/id-shape.ts';
import type { Slot } from '../../model/slot.ts';
import { evaluate } from './evaluate.ts';
import { elementRefs } from './element-refs.ts';
import { idShapeOf, isIdLike } from '../records/id-shape.ts';
import { idText } from '../records/matching.ts';
import { jsonEquals } from '../../model/json.ts';
import type { Sample } from './value-sample.ts';
import type { Scene } from './scene.ts';

/** `map` over the request array of the same length; null where some field of the elements stays unexplained. */
export function mapCandidate(samples: readonly Sample[], refs: readonly Ref[]): Expr | null {
  void refs;
  for (const slot of arraySlots(samples)) {
    const pairs = pairsOf(samples, slot);
    if (pairs === null || pairs.length === 0) continue;
    const item = itemExpr(pairs);
    if (item !== null) return { k: 'map', array: { k: 'slot', slot, as: 'json', fallback: [] }, item };
  }
  return null;
}

interface Pair {
  readonly scene: Scene;
  readonly made: Json;
}

function arraySlots(samples: readonly Sample[]): readonly Slot[] {
  const found = new Map<string, Slot>();
  for (const { scene } of samples.slice(0, 20)) {
    const { body } = scene.call.exchange;
    if (!isObject(body)) continue;
    for (const [key, value] of Object.entries(body)) {
      if (isArray(value)) found.set(key, { in: 'body', path: [key] });
      else if (isObject(value))
        for (const [inner, deep] of Object.entries(value))
          if (isArray(deep)) found.set(`${key}\u0000${inner}`, { in: 'body', path: [key, inner] });
    }
  }
  return [...found.values()];
}

function pairsOf(samples: readonly Sample[], slot: Slot): readonly Pair[] | null {
  const pairs: Pair[] = [];
  for (const { scene, value } of samples) {
    const sent = slot.in === 'body' ? valueAt(scene.call.exchange.body, slot.path) : undefined;
    if (!isArray(value) || (sent === undefined && value.length === 0)) continue;
    if (!isArray(sent) || sent.length !== value.length) return null;
    sent.forEach((element, index) =>
      pairs.push({ scene: { ...scene, element: { value: element, index } }, made: value[index] ?? null }),
    );
  }
  return pairs;
}

function itemExpr(pairs: readonly Pair[]): Expr | null {
  const first = pairs[0]?.made;
  if (!isObject(first))
    return explain(
      pairs.map(({ scene, made }) => ({ scene, value: made })),
      '',
    );
  const keys = [...new Set(pairs.flatMap(({ made }) => (isObject(made) ? Object.keys(made) : [])))];
  const fields: { key: string; value: Expr }[] = [];
  let echoed = 0;
  const made = new Map<string, Expr>();
  for (const key of keys) {
    const samples = pairs.map((pair) => ({
      scene: pair.scene,
      value: isObject(pair.made) ? pair.made[key] : undefined,
    }));
    const value = explain(samples, key) ?? productOf(samples, made);
    if (value === null) {
      const shape = newIdShape(samples.map((sample) => sample.value));
      if (shape !== null) {
        const isNumber = typeof samples[0]?.value === 'number';
        fields.push({ key, value: isNumber ? { k: 'sum', of: [{ k: 'generate', shape }] } : { k: 'generate', shape } });
        continue;
      }
      const constant = samples[0]?.value;
      if (constant === undefined || !samples.every((sample) => jsonEquals(sample.value, constant))) continue;
      fields.push({ key, value: { k: 'const', value: constant } });
      continue;
    }
    if (value.k === 'element') echoed++;
    made.set(key, value);
    fields.push({ key, value });
  }
  return echoed > 0 && fields.length >= keys.length * 0.6 ? { k: 'object', fields } : null;
}

/** Ids that the server gave the elements: never the same twice. */
function newIdShape(values: readonly (Json | undefined)[]): IdShape | null {
  const ids = values.map((value) => (value === undefined ? null : idText(value)));
  if (!ids.every((id) => id !== null) || new Set(ids).size < ids.length || ids.length < 2) return null;
  if (!ids.every((id) => isIdLike(id) || /^\d{3,}$/.test(id))) return null;
  return idShapeOf(ids);
}

/** Simple expressions of one element: its own parts, its index, fields of the record it names. */
function explain(
  samples: readonly { readonly scene: Scene; readonly value: Json | undefined }[],
  name: string,
): Expr | null {
  const present = samples.filter(({ value }) => value !== undefined);
  const [probe] = [...present].sort((a, b) => weight(b.value) - weight(a.value));
  if (probe === undefined || probe.value === undefined) return null;
  const tries: { expr: Expr; cost: number }[] = [
    { expr: { k: 'index', plus: 1 }, cost: 1.2 },
    { expr: { k: 'index', plus: 0 }, cost: 1.3 },
  ];
  const fallback =
    present.find(
      ({ scene, value }) =>
        value !== undefined && isObject(scene.element?.value) && !Object.hasOwn(scene.element.value, name),
    )?.value ?? null;
  for (const sample of present.slice(0, 4)) {
    const element = sample.scene.element?.value ?? null;
    for (const { path } of leavesOf(element))
      tries.push({
        expr: { k: 'element', path, fallback: path.length === 1 && path[0] === name ? fallback : null },
        cost: path.at(-1) === name ? 0.4 : 1,
      });
    for (const ref of elementRefs(sample.scene)) {
      const key = sample.scene.world.chronicle.tracks.get(
        `${ref.resource}/${idText(valueAt(element, ref.path)) ?? ''}`,
      );
      for (const field of Object.keys(key?.versions.at(-1)?.doc ?? {}))
        tries.push({ expr: { k: 'field', of: ref, path: [field] }, cost: field === name ? 0.8 : 1.4 });
    }
  }
  tries.sort((a, b) => a.cost - b.cost);
  const done = new Set<string>();
  for (const { expr } of tries) {
    const text = JSON.stringify(expr);
    if (done.has(text)) continue;
    done.add(text);
    const hits = present.filter(({ scene, value }) => jsonEquals(evaluate(expr, scene), value)).length;
    if (hits >= present.length * (present.length < 6 ? 1 : 0.9)) return expr;
  }
  return null;
}

function productOf(
  samples: readonly { readonly scene: Scene; readonly value: Json | undefined }[],
  made: ReadonlyMap<string, Expr>,
): Expr | null {
  const numeric = [...made.values()];
  for (const [index, a] of numeric.entries()) {
    for (const b of numeric.slice(index + 1)) {
      const expr: Expr = { k: 'product', of: [a, b] };
      if (samples.length > 0 && samples.every(({ scene, value }) => jsonEquals(evaluate(expr, scene), value)))
        return expr;
    }
  }
  return null;
}

function weight(value: Json | undefined): number {
  return typeof value === 'string' ? value.length : typeof value === 'number' ? Math.min(5, Math.abs(value)) : 0;
}
