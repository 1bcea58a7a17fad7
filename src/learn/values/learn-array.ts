/** Arrays made of a request's array, element by element: order lines with prices looked up, tags objects from names. */
import { isArray, isObject, leavesOf, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { Expr, Ref } from '../../model/expr.ts';
import type { IdShape } from '../../model/id-shape.ts';
import { isNamed } from '../../model/array-edits.ts';
import type { Slot } from '../../model/slot.ts';
import { evaluate, tableKey } from './evaluate.ts';
import { learnValue } from './learn-value.ts';
import { elementRefs } from './element-refs.ts';
import { elementRules, type ElementRule } from './element-rules.ts';
import { idShapeOf, isIdLike } from '../records/id-shape.ts';
import { idText } from '../records/matching.ts';
import { jsonEquals } from '../../model/json.ts';
import type { Sample } from './value-sample.ts';
import { refKey, type Scene } from './scene.ts';

/** `map` over the request array of the same length; null where some field of the elements stays unexplained. */
export function mapCandidate(samples: readonly Sample[], refs: readonly Ref[], path: JsonPath): Expr | null {
  for (const slot of arraySlots(samples)) {
    const pairs = pairsOf(samples, slot);
    if (pairs === null || pairs.length === 0) continue;
    const item = itemExpr(pairs, refs, path);
    if (item !== null) return { k: 'map', array: { k: 'slot', slot, as: 'json', fallback: [] }, item };
  }
  return null;
}

/** As `mapCandidate`, for the elements that a write adds: `key` is the field of theirs that the request gives. */
export function addedElements(
  samples: readonly { readonly scene: Scene; readonly after: readonly Json[] }[],
  refs: readonly Ref[],
  path: JsonPath,
): Expr | null {
  for (const slot of arraySlots(samples)) {
    for (const key of keysIn(samples)) {
      const pairs = samples.map(({ scene, after }) => namedPairs(scene, after, slot, key));
      if (!pairs.every((one) => one !== null) || pairs.flat().length === 0) continue;
      const item = itemExpr(pairs.flat(), refs, path);
      if (item !== null) return { k: 'map', array: { k: 'slot', slot, as: 'json', fallback: [] }, item };
    }
  }
  return null;
}

function keysIn(samples: readonly { readonly after: readonly Json[] }[]): readonly string[] {
  const [first] = samples.flatMap(({ after }) => after);
  return isObject(first) ? Object.keys(first) : [];
}

/** Each word sent beside the one element that it names; null where it names none or several. */
function namedPairs(scene: Scene, after: readonly Json[], slot: Slot, key: string): readonly Pair[] | null {
  const sent = slot.in === 'body' ? valueAt(scene.call.exchange.body, slot.path) : undefined;
  if (!isArray(sent) || !sent.every((word) => typeof word === 'string' || typeof word === 'number')) return null;
  const pairs = sent.map((value, index) => {
    const [made, ...more] = after.filter((element) => isNamed(element, [key], value));
    return made === undefined || more.length > 0 ? null : { scene: { ...scene, element: { value, index } }, made };
  });
  return pairs.every((pair) => pair !== null) ? pairs : null;
}

interface Pair {
  readonly scene: Scene;
  readonly made: Json;
}

function arraySlots(samples: readonly { readonly scene: Scene }[]): readonly Slot[] {
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

function itemExpr(pairs: readonly Pair[], refs: readonly Ref[], path: JsonPath): Expr | null {
  const first = pairs[0]?.made;
  if (!isObject(first))
    return explain(
      pairs.map(({ scene, made }) => ({ scene, value: made })),
      '',
    );
  const keys = [...new Set(pairs.flatMap(({ made }) => (isObject(made) ? Object.keys(made) : [])))];
  const made = new Map<string, Expr>();
  const rules: ReadonlyMap<string, ElementRule> =
    pairs[0] === undefined ? new Map() : elementRules(pairs[0].scene, path);
  for (const key of keys.filter((one) => !rules.has(one))) {
    const samples = pairs.map((pair) => ({
      scene: pair.scene,
      value: isObject(pair.made) ? pair.made[key] : undefined,
    }));
    const value = explain(samples, key) ?? looked(samples, key, refs);
    if (value !== null) made.set(key, value);
  }
  for (const [key, { inputs, of }] of rules) {
    const [a, b] = inputs.map((input) => made.get(input));
    if (a !== undefined && b !== undefined) made.set(key, of(a, b));
  }
  const fields = keys.flatMap((key) => {
    const value = made.get(key);
    return value === undefined ? [] : [{ key, value }];
  });
  const isEchoed = fields.some(
    ({ value }) =>
      value.k === 'element' ||
      value.k === 'case' ||
      value.k === 'sum' ||
      (value.k === 'field' && value.of.r === 'element'),
  );
  return isEchoed && fields.length >= keys.length * 0.6 ? { k: 'object', fields } : null;
}

type Pieces = readonly { readonly scene: Scene; readonly value: Json | undefined }[];

/** Ids of the elements' own, what is the same in all, prices known by what an element names. */
function looked(samples: Pieces, key: string, refs: readonly Ref[]): Expr | null {
  const shape = newIdShape(samples.map(({ value }) => value));
  if (shape !== null) {
    const made: Expr = { k: 'generate', shape };
    return typeof samples[0]?.value === 'number' ? { k: 'sum', of: [made] } : made;
  }
  const [first] = samples;
  if (first?.value !== undefined && samples.every(({ value }) => jsonEquals(value, first.value)))
    return { k: 'const', value: first.value };
  return (
    byWord(samples) ??
    learnValue(
      samples.map((sample) => ({ ...sample, draft: null })),
      { refs, name: key, path: ['*', key], split: false },
    )?.expr ??
    null
  );
}

/** A table by a word of the element: every word always with the same value, some of them met often. */
function byWord(samples: Pieces): Expr | null {
  const names = new Set(
    samples.flatMap(({ scene }) =>
      isObject(scene.element?.value)
        ? Object.entries(scene.element.value).flatMap(([name, value]) => (typeof value === 'string' ? [name] : []))
        : [],
    ),
  );
  for (const name of names) {
    const key: Expr = { k: 'element', path: [name], fallback: null };
    const rows = new Map<string, Json>();
    const isTable = samples.every(({ scene, value }) => {
      const row = tableKey(evaluate(key, scene));
      if (value === undefined || (rows.has(row) && !jsonEquals(rows.get(row), value))) return false;
      rows.set(row, value);
      return true;
    });
    if (isTable && rows.size >= 2 && rows.size <= 24 && samples.length >= rows.size * 2.5)
      return { k: 'table', key, rows: Object.fromEntries(rows), otherwise: null };
  }
  return null;
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
  const fallback = present.find(({ scene, value }) => value !== undefined && lacks(scene, name))?.value ?? null;
  for (const sample of present.slice(0, 4)) {
    const element = sample.scene.element?.value ?? null;
    for (const { path, value } of leavesOf(element)) {
      const part: Expr = { k: 'element', path, fallback: path.length === 1 && path[0] === name ? fallback : null };
      const cost = path.at(-1) === name ? 0.4 : 1;
      tries.push({ expr: part, cost });
      // Forms write numbers as texts.
      if (typeof value === 'string' && typeof sample.value === 'number')
        tries.push({ expr: { k: 'sum', of: [part] }, cost });
    }
    for (const ref of elementRefs(sample.scene)) {
      const key = sample.scene.world.chronicle.tracks.get(refKey(sample.scene, ref) ?? '');
      for (const field of Object.keys(key?.versions.at(-1)?.doc ?? {}))
        tries.push({ expr: { k: 'field', of: ref, path: [field] }, cost: field === name ? 0.8 : 1.4 });
    }
  }
  tries.sort((a, b) => a.cost - b.cost);
  const done = new Set<string>();
  const own: Expr = { k: 'element', path: [name], fallback: null };
  if (samples.some(({ scene, value }) => value === null && lacks(scene, name)))
    tries.unshift({
      expr: { k: 'case', key: own, rows: { absent: { k: 'const', value: null } }, otherwise: own },
      cost: 0,
    });
  for (const { expr } of tries) {
    const text = JSON.stringify(expr);
    if (done.has(text)) continue;
    done.add(text);
    const hits = present.filter(({ scene, value }) => jsonEquals(evaluate(expr, scene), value)).length;
    if (hits >= present.length * (present.length < 6 ? 1 : 0.9)) return expr;
  }
  return null;
}

function lacks({ element }: Scene, name: string): boolean {
  return isObject(element?.value) && !Object.hasOwn(element.value, name);
}

function weight(value: Json | undefined): number {
  return typeof value === 'string' ? value.length : typeof value === 'number' ? Math.min(5, Math.abs(value)) : 0;
}
