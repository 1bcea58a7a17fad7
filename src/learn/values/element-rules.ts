/** Figures that follow from two others of the same element, in every element of the array ever shown, whoever made it: line totals. */
import { isArray, isObject, valueAt, type Json, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import { numberOf } from './number-of.ts';
import type { Scene } from './scene.ts';

export interface ElementRule {
  readonly inputs: readonly [string, string];
  /** The figure from what its inputs are made of. */
  of(a: Expr, b: Expr): Expr;
}

type Join = 'product' | 'sum' | 'difference';

const JOINS: Readonly<Record<Join, (a: number, b: number) => number>> = {
  product: (a, b) => a * b,
  sum: (a, b) => a + b,
  difference: (a, b) => a - b,
};
const ENOUGH = 5;

export function elementRules(scene: Scene, path: JsonPath): ReadonlyMap<string, ElementRule> {
  const elements = elementsOf(scene, path);
  const found = new Map<string, ElementRule>();
  if (elements.length < ENOUGH) return found;
  const numeric = Object.keys(elements[0] ?? {}).filter(
    (key) =>
      !/(?:_id|Id|^id|_no|^no|^position)$/.test(key) && elements.every((one) => numberOf(one[key]) !== undefined),
  );
  for (const key of numeric) {
    for (const join of ['product', 'sum', 'difference'] as const) {
      const inputs = found.has(key) ? null : inputsOf(key, join, numeric, elements, found);
      if (inputs !== null) found.set(key, { inputs, of: (a, b) => written(elements, key, joined(join, a, b)) });
    }
  }
  return found;
}

/** Each element as it was at some time, once. */
function elementsOf(scene: Scene, path: JsonPath): readonly JsonObject[] {
  const resource = scene.layout.resource ?? '';
  const texts = new Map<string, JsonObject>();
  for (const { versions } of (scene.world.chronicle.byResource.get(resource) ?? []).slice(-400))
    for (const { doc } of versions.slice(-3)) {
      const array = valueAt(doc ?? undefined, path);
      if (isArray(array)) for (const one of array) if (isObject(one)) texts.set(JSON.stringify(one), one);
    }
  return [...texts.values()];
}

function inputsOf(
  key: string,
  join: Join,
  numeric: readonly string[],
  elements: readonly JsonObject[],
  found: ReadonlyMap<string, ElementRule>,
): readonly [string, string] | null {
  for (const [index, a] of numeric.entries())
    for (const b of join === 'difference' ? numeric : numeric.slice(index + 1)) {
      if (a === b || a === key || b === key) continue;
      // A rule read backwards is the same rule.
      if ([a, b].some((input) => found.get(input)?.inputs.includes(key) === true)) continue;
      const figures = elements.map((one) => [Number(one[a]), Number(one[b]), Number(one[key])] as const);
      const isPlain = join === 'product' ? 1 : 0;
      if (
        figures.every(([x, y, z]) => Math.abs(JOINS[join](x, y) - z) < 1e-6) &&
        figures.filter(([x, y]) => x !== isPlain && y !== isPlain).length >= 2
      )
        return [a, b];
    }
  return null;
}

function joined(join: Join, a: Expr, b: Expr): Expr {
  if (join === 'product') return { k: 'product', of: [a, b] };
  return { k: 'sum', of: [a, join === 'sum' ? b : { k: 'product', of: [{ k: 'const', value: -1 }, b] }] };
}

/** Texts with decimals stay such texts. */
function written(elements: readonly JsonObject[], key: string, of: Expr): Expr {
  const text: Json | undefined = elements[0]?.[key];
  return typeof text === 'string' ? { k: 'decimal', of, digits: text.split('.')[1]?.length ?? 0 } : of;
}
