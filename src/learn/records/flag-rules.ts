/** Flags that say how two numbers of their document compare: `refunded` once all is refunded, `in_stock` while there is any. */
import { valueAt, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { FieldWrite } from '../../model/effect.ts';
import type { Expr } from '../../model/expr.ts';

const ENOUGH = 12;
const EACH = 3;

/** `numbers`: paths of the numeric fields. Only comparisons that hold in every document and were met both ways. */
export function flagRules(docs: readonly JsonObject[], numbers: readonly JsonPath[]): readonly FieldWrite[] {
  if (docs.length < ENOUGH || numbers.length > 24) return [];
  return flagsIn(docs).flatMap((path): readonly FieldWrite[] => {
    const filled = docs.filter((doc) => typeof doc[path] === 'boolean');
    const yes = filled.filter((doc) => doc[path] === true).length;
    if (filled.length < ENOUGH || yes < EACH || filled.length - yes < EACH) return [];
    // A number that some documents lack is no figure to compare: ids of what is not there are null.
    const figures = numbers.filter(
      (one) => !/(?:^|_)ids?$/i.test(String(one.at(-1))) && filled.every((doc) => numberAt(doc, one) !== null),
    );
    for (const left of figures) {
      if (holds(filled, path, (doc) => (numberAt(doc, left) ?? NaN) > 0)) return [{ path: [path], value: above(left) }];
      for (const right of figures) {
        if (left === right || isConstant(filled, right)) continue;
        if (holds(filled, path, (doc) => (numberAt(doc, left) ?? NaN) >= (numberAt(doc, right) ?? NaN)))
          return [{ path: [path], value: reaches(left, right) }];
      }
    }
    return [];
  });
}

function flagsIn(docs: readonly JsonObject[]): readonly string[] {
  const names = new Set<string>();
  for (const doc of docs)
    for (const [key, value] of Object.entries(doc)) if (typeof value === 'boolean') names.add(key);
  return [...names];
}

function holds(docs: readonly JsonObject[], flag: string, test: (doc: JsonObject) => boolean): boolean {
  return docs.every((doc) => doc[flag] === test(doc));
}

function numberAt(doc: JsonObject, path: JsonPath): number | null {
  const value = valueAt(doc, path);
  return typeof value === 'number' ? value : null;
}

function isConstant(docs: readonly JsonObject[], path: JsonPath): boolean {
  return new Set(docs.map((doc) => numberAt(doc, path))).size < 2;
}

const own = (path: JsonPath): Expr => ({ k: 'field', of: { r: 'created' }, path });

/** `left > 0`, said as `-left < 0`. */
function above(left: JsonPath): Expr {
  return step(negative(left), true);
}

function reaches(left: JsonPath, right: JsonPath): Expr {
  return step({ k: 'sum', of: [own(left), negative(right)] }, false);
}

function negative(path: JsonPath): Expr {
  return { k: 'product', of: [{ k: 'const', value: -1 }, own(path)] };
}

function step(of: Expr, whenBelow: boolean): Expr {
  return {
    k: 'step',
    of,
    below: [{ limit: 0, value: { k: 'const', value: whenBelow } }],
    otherwise: { k: 'const', value: !whenBelow },
  };
}
