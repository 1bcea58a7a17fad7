/** Expressions that could have made a number: sums, differences, products, shares, counts, and spans of time between known values. */
import { isArray, isObject, leavesOf, type JsonPath } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import { TIME_UNITS, spanBetween, timeOf, type TimeUnit } from '../../model/time-format.ts';
import type { Atom, Candidate, Reach } from './candidate.ts';
import { evaluate } from './evaluate.ts';
import { numberOf } from './number-of.ts';
import { docOf, type Scene } from './scene.ts';

export function numberCandidates(
  value: number,
  atoms: readonly Atom[],
  scene: Scene,
  reach: Reach,
): readonly Candidate[] {
  const found: Candidate[] = [];
  const numeric = atoms.filter((atom) => numberOf(atom.value) !== undefined);
  const own = numeric.find(
    (atom) => atom.expr.k === 'field' && atom.expr.of.r === 'target' && atom.expr.path.join() === reach.path.join(),
  );
  const num = (atom: Atom): number => Number(atom.value);
  if (own !== undefined) {
    const change = value - num(own);
    if (change !== 0 && Math.abs(change) <= 1)
      found.push({ expr: { k: 'sum', of: [own.expr, { k: 'const', value: change }] }, cost: 1.4 });
    for (const atom of numeric) {
      if (atom === own || num(atom) === 0) continue;
      if (near(num(own) + num(atom), value))
        found.push({ expr: { k: 'sum', of: [own.expr, atom.expr] }, cost: 1.5 + atom.cost * 0.5 });
      if (near(num(own) - num(atom), value))
        found.push({
          expr: { k: 'sum', of: [own.expr, { k: 'product', of: [{ k: 'const', value: -1 }, atom.expr] }] },
          cost: 1.7 + atom.cost * 0.5,
        });
    }
  }
  foldCandidates(value, scene, reach, found);
  spanCandidates(value, atoms, numeric, found);
  if (numeric.length > 40) numeric.length = 40;
  for (const [index, a] of numeric.entries()) {
    if (num(a) === 0 || a === own) continue;
    const offset = value - num(a);
    if (offset !== 0 && Number.isInteger(offset) && (offset % 100 === 0 || Math.abs(offset) === 1))
      found.push({
        expr: { k: 'sum', of: [a.expr, { k: 'const', value: offset }] },
        cost: a.cost + (Math.abs(offset) === 1 ? 2.4 : 4.8),
      });
    for (const b of numeric.slice(index + 1)) {
      if (b === own || num(b) === 0) continue;
      if (near(num(a) + num(b), value))
        found.push({ expr: { k: 'sum', of: [a.expr, b.expr] }, cost: 2 + a.cost + b.cost });
      if (near(num(a) - num(b), value))
        found.push({
          expr: { k: 'sum', of: [a.expr, { k: 'product', of: [{ k: 'const', value: -1 }, b.expr] }] },
          cost: 2.1 + a.cost + b.cost,
        });
      if (near(num(b) - num(a), value))
        found.push({
          expr: { k: 'sum', of: [b.expr, { k: 'product', of: [{ k: 'const', value: -1 }, a.expr] }] },
          cost: 2.1 + a.cost + b.cost,
        });
      if (num(a) !== 1 && num(b) !== 1 && near(num(a) * num(b), value))
        found.push({ expr: { k: 'product', of: [a.expr, b.expr] }, cost: 2 + a.cost + b.cost });
    }
    if (a.expr.k === 'field' && a.expr.of.r === 'created' && numeric.length <= 24) {
      for (const [second, b] of numeric.entries()) {
        if (second <= index || num(b) === 0 || b.expr.k !== 'field' || b.expr.of.r !== 'created') continue;
        for (const c of numeric.slice(second + 1)) {
          if (c.expr.k !== 'field' || c.expr.of.r !== 'created') continue;
          const rest = value - num(a) - num(b);
          if (near(rest, num(c)))
            found.push({ expr: { k: 'sum', of: [a.expr, b.expr, c.expr] }, cost: 2.4 + a.cost + b.cost + c.cost });
          if (near(rest, -num(c)) && num(c) !== 0)
            found.push({
              expr: { k: 'sum', of: [a.expr, b.expr, { k: 'product', of: [{ k: 'const', value: -1 }, c.expr] }] },
              cost: 2.6 + a.cost + b.cost + c.cost,
            });
        }
      }
    }
    const rate = value / num(a);
    if (rate !== 1 && Math.abs(rate) >= 0.5 && Number.isInteger(rate * 100) && !isNameOfElement([a.name]))
      found.push({ expr: { k: 'product', of: [{ k: 'const', value: rate }, a.expr] }, cost: 2.9 + a.cost });
    const share = value / num(a);
    if (Math.abs(share) > 0.001 && Math.abs(share) < 1 && Math.abs(num(a)) >= 100) {
      const percent = Math.round(share * 200) / 200;
      for (const mode of ['round', 'floor'] as const) {
        const expr: Expr = {
          k: 'round',
          of: { k: 'product', of: [{ k: 'const', value: percent }, a.expr] },
          mode,
          digits: Number.isInteger(value) ? 0 : 2,
        };
        if (percent > 0 && evaluate(expr, scene, reach.draft) === value)
          found.push({ expr, cost: 2.6 + a.cost + (mode === 'floor' ? 0.1 : 0) });
      }
    }
  }
  return found;
}

/** Sums of decimals carry the noise of binary fractions. */
function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-6;
}

const UNITS = Object.keys(TIME_UNITS).reverse() as readonly TimeUnit[];
const MAX_MOMENTS = 10;

/** Nights between two dates, minutes between two times, and such a span times a rate. */
function spanCandidates(value: number, atoms: readonly Atom[], numeric: readonly Atom[], found: Candidate[]): void {
  const moments = atoms.filter(({ value: at }) => typeof at === 'string' && timeOf(at) !== null).slice(0, MAX_MOMENTS);
  for (const from of moments)
    for (const to of moments) {
      for (const unit of UNITS) {
        const span = from === to ? null : spanBetween(from.value, to.value, unit);
        if (span === null || span <= 0) continue;
        const expr: Expr = { k: 'span', from: from.expr, to: to.expr, unit };
        const cost = 1.2 + (from.cost + to.cost) * 0.5;
        if (span === value) found.push({ expr, cost });
        if (span === 1) continue;
        for (const rate of numeric.slice(0, 30))
          if (near(span * Number(rate.value), value) && Number(rate.value) !== 1)
            found.push({ expr: { k: 'product', of: [expr, rate.expr] }, cost: cost + 1.2 + rate.cost });
      }
    }
}

/** Ids, numbers and places of elements are no figures to add up. */
export function isNameOfElement(path: JsonPath): boolean {
  return /(?:^id|_id|Id|_no|^no|number|position|index)$/.test(String(path.at(-1)));
}

/** Counts and sums over the arrays of the document being made, or of the target. */
function foldCandidates(value: number, scene: Scene, reach: Reach, found: Candidate[]): void {
  for (const of of reach.refs) {
    if (of.r !== 'created' && of.r !== 'target') continue;
    const doc = of.r === 'created' ? (reach.draft ?? scene.after) : docOf(scene, of);
    for (const [key, array] of Object.entries(doc ?? {})) {
      if (!isArray(array)) continue;
      if (array.length === value)
        found.push({
          expr: { k: 'fold', fn: 'count', of, array: [key], paths: [] },
          cost: of.r === 'created' ? 1.3 : 1.6,
        });
      const first = array.find(isObject);
      const names =
        first === undefined
          ? []
          : [...leavesOf(first)]
              .filter(
                ({ path, value: one }) => path.length <= 2 && numberOf(one) !== undefined && !isNameOfElement(path),
              )
              .map(({ path }) => path)
              .slice(0, 12);
      const tries: JsonPath[][] = names.flatMap((path, index) => [
        [path],
        ...names.slice(index + 1).map((other): JsonPath[] => [path, other]),
      ]);
      for (const paths of tries) {
        const expr: Expr = { k: 'fold', fn: 'sum', of, array: [key], paths };
        const sum = evaluate(expr, scene, reach.draft);
        if (typeof sum === 'number' && Math.abs(sum - value) < 1e-6)
          found.push({ expr, cost: 1.5 + paths.length * 0.3 + (of.r === 'created' ? 0 : 0.3) });
      }
    }
  }
}
