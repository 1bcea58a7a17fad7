/**
 * The skeleton of an answer, by laying its recorded bodies over each other: what is always the same is constant,
 * places of records and lists are holes, and every other leaf is the expression that explains it.
 */
import { canonicalJson, isArray, isObject, type Json, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { Expr, Ref } from '../../model/expr.ts';
import type { Template } from '../../model/template.ts';
import { evaluate } from '../values/evaluate.ts';
import { idShapeOf, isIdLike } from '../records/id-shape.ts';
import { learnValue } from '../values/learn-value.ts';
import type { Scene } from '../values/scene.ts';
import { spotText, type SpotPath } from '../reading/spots.ts';

export interface TemplateInput {
  readonly scene: Scene;
  readonly body: Json;
}

export interface TemplateHoles {
  /** What stands at a place, by `spotText` of its path; for arrays of records the path of the array. */
  readonly at: ReadonlyMap<string, Template>;
  readonly refs: readonly Ref[];
  /** Expressions a refusal is about: preferred where a constant text happens to quote their one witnessed value. */
  readonly hints?: readonly Expr[];
  /** Expressions for leaves that only the caller can know: facts about pages. */
  leaf?(path: SpotPath, values: readonly { readonly scene: Scene; readonly value: Json | undefined }[]): Expr | null;
}

interface Layer {
  readonly scene: Scene;
  readonly value: Json | undefined;
}

export function bodyTemplate(inputs: readonly TemplateInput[], holes: TemplateHoles): Template {
  if (inputs.length === 0) return { t: 'none' };
  return build(
    inputs.map(({ scene, body }) => ({ scene, value: body })),
    [],
    holes,
  );
}

function build(layers: readonly Layer[], path: SpotPath, holes: TemplateHoles): Template {
  const hole = holes.at.get(spotText(path));
  if (hole !== undefined) return hole;
  const present = layers.filter(({ value }) => value !== undefined);
  const number = numberSlot(layers, path);
  if (number !== null) return { t: 'expr', value: number };
  const leaf = holes.leaf?.(path, layers) ?? null;
  if (leaf !== null) return { t: 'expr', value: leaf };
  const objects = present.filter(({ value }) => isObject(value));
  if (present.length > 0 && objects.length === present.length) return objectTemplate(objects, path, holes);
  if (allEqual(present)) {
    const hinted = hintedExpr(present, holes.hints ?? []);
    return hinted === null ? constant(present[0]?.value ?? null) : { t: 'expr', value: hinted };
  }
  if (present.every(({ value }) => isArray(value)) && sameLengths(present)) return arrayTemplate(present, path, holes);
  if (
    objects.length > 0 &&
    objects.length + present.filter(({ value }) => value === null).length === present.length &&
    hasHoleBelow(path, holes)
  )
    return objectTemplate(objects, path, holes);
  return { t: 'expr', value: leafExpr(present, path, holes) };
}

/** Where answers repeat the number of the call. */
function numberSlot(layers: readonly Layer[], path: SpotPath): Expr | null {
  const number = layers[0]?.scene.call.number ?? null;
  return number === null || path.length !== 1 || path[0] !== number.answered
    ? null
    : { k: 'slot', slot: { in: 'body', path: [number.sent] }, as: 'json', fallback: null };
}

function objectTemplate(layers: readonly Layer[], path: SpotPath, holes: TemplateHoles): Template {
  const keys = new Map<string, number>();
  for (const { value } of layers)
    for (const key of Object.keys(value as JsonObject)) keys.set(key, (keys.get(key) ?? 0) + 1);
  return {
    t: 'object',
    fields: [...keys].map(([key, n]) => ({
      key,
      value: build(
        layers.flatMap(({ scene, value }) =>
          isObject(value) && Object.hasOwn(value, key) ? [{ scene, value: value[key] }] : [],
        ),
        [...path, key],
        holes,
      ),
      optional: n < layers.length,
    })),
  };
}

function arrayTemplate(layers: readonly Layer[], path: SpotPath, holes: TemplateHoles): Template {
  const [first] = layers;
  const length = isArray(first?.value) ? first.value.length : 0;
  return {
    t: 'array',
    items: Array.from({ length }, (_, index) =>
      build(
        layers.map(({ scene, value }) => ({ scene, value: isArray(value) ? value[index] : undefined })),
        [...path, String(index)],
        holes,
      ),
    ),
  };
}

function leafExpr(layers: readonly Layer[], path: SpotPath, holes: TemplateHoles): Expr {
  const name = String(path.at(-1) ?? '');
  const jsonPath: JsonPath = [...path];
  const quoting = quotingExpr(layers, holes.hints ?? []);
  if (quoting !== null) return quoting;
  const learned = learnValue(
    layers.map(({ scene, value }) => ({ scene, value, draft: scene.after })),
    { refs: [...holes.refs, { r: 'created' }], name, path: jsonPath },
  );
  if (learned !== null) return learned.expr;
  const texts = layers.map(({ value }) => value).filter((value): value is string => typeof value === 'string');
  if (
    texts.length === layers.length &&
    texts.length > 0 &&
    texts.filter(isIdLike).length >= texts.length * 0.8 &&
    new Set(texts).size > texts.length * 0.5
  )
    return { k: 'generate', shape: idShapeOf(texts) };
  return { k: 'const', value: commonest(layers) };
}

function constant(value: Json): Template {
  if (isObject(value))
    return {
      t: 'object',
      fields: Object.entries(value).map(([key, item]) => ({ key, value: constant(item), optional: false })),
    };
  return { t: 'expr', value: { k: 'const', value } };
}

/** A constant that equals or quotes what the refusal is about. */
function hintedExpr(layers: readonly Layer[], hints: readonly Expr[]): Expr | null {
  const value = layers[0]?.value;
  if (hints.length === 0 || (typeof value !== 'string' && typeof value !== 'number')) return null;
  for (const hint of hints) {
    const found = layers.map(({ scene }) => evaluate(hint, scene));
    const first = found[0];
    if (
      first === undefined ||
      first === null ||
      typeof first === 'object' ||
      typeof first === 'boolean' ||
      !found.every((one) => one === first)
    )
      continue;
    if (first === value && (typeof value === 'string' || Math.abs(value) >= 2)) return hint;
    const text = String(first);
    if (typeof value !== 'string' || text.length < 3) continue;
    const at = value.indexOf(text);
    const bounded =
      at >= 0 && !/[A-Za-z0-9]/.test(value[at - 1] ?? ' ') && !/[A-Za-z0-9]/.test(value[at + text.length] ?? ' ');
    if (!bounded) continue;
    const parts: Expr[] = [
      { k: 'const', value: value.slice(0, at) },
      hint,
      { k: 'const', value: value.slice(at + text.length) },
    ];
    return { k: 'concat', parts: parts.filter((part) => part.k !== 'const' || part.value !== '') };
  }
  return null;
}

/** Different texts that are one and the same around what the refusal is about. */
function quotingExpr(layers: readonly Layer[], hints: readonly Expr[]): Expr | null {
  for (const hint of hints) {
    const around = layers.map(({ scene, value }) => aroundQuote(value, evaluate(hint, scene)));
    const [first] = around;
    if (first === undefined || first === null) continue;
    if (!around.every((one) => one !== null && one.join('\u0000') === first.join('\u0000'))) continue;
    const [before, after] = first;
    const parts: Expr[] = [{ k: 'const', value: before }, hint, { k: 'const', value: after }];
    return { k: 'concat', parts: parts.filter((part) => part.k !== 'const' || part.value !== '') };
  }
  return null;
}

function aroundQuote(text: Json | undefined, quoted: Json | undefined): readonly [string, string] | null {
  if (typeof text !== 'string' || (typeof quoted !== 'string' && typeof quoted !== 'number') || quoted === '')
    return null;
  const found = new RegExp(`(?<![A-Za-z0-9])${escaped(String(quoted))}(?![A-Za-z0-9])`).exec(text);
  return found === null ? null : [text.slice(0, found.index), text.slice(found.index + found[0].length)];
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function allEqual(layers: readonly Layer[]): boolean {
  const first = canonicalJson(layers[0]?.value ?? null);
  return layers.every(({ value }) => canonicalJson(value ?? null) === first);
}

function sameLengths(layers: readonly Layer[]): boolean {
  const lengths = new Set(layers.map(({ value }) => (isArray(value) ? value.length : -1)));
  return lengths.size === 1 && ![...lengths].some((length) => length > 12);
}

function hasHoleBelow(path: SpotPath, holes: TemplateHoles): boolean {
  const prefix = spotText(path);
  return [...holes.at.keys()].some((key) => key.startsWith(`${prefix}\u0000`));
}

function commonest(layers: readonly Layer[]): Json {
  const counts = new Map<string, { n: number; value: Json }>();
  for (const { value } of layers) {
    const text = canonicalJson(value ?? null);
    const entry = counts.get(text) ?? { n: 0, value: value ?? null };
    entry.n++;
    counts.set(text, entry);
  }
  return [...counts.values()].sort((a, b) => b.n - a.n)[0]?.value ?? null;
}
