/** Values that follow a number in steps: shipping by subtotal, a tier by points. Needs witnesses on both sides of every limit. */
import { canonicalJson, type Json } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import { evaluate } from './evaluate.ts';
import type { LearnOptions, Learned, Sample } from './value-sample.ts';
import { isMoment } from './is-moment.ts';
import { docOf } from './scene.ts';
import { slotsOf } from '../reading/call.ts';

const MAX_STEPS = 4;

export function stepOf(samples: readonly Sample[], options: LearnOptions): Learned | null {
  const values = new Set(samples.map(({ value }) => canonicalJson(value ?? null)));
  if (
    samples.length < 6 ||
    values.size < 2 ||
    values.size > MAX_STEPS ||
    samples.some(({ value }) => typeof value === 'object' && value !== null)
  )
    return null;
  let best: Learned | null = null;
  for (const key of numericKeys(samples, options)) {
    const pairs = samples.flatMap(({ scene, value, draft }) => {
      const at = evaluate(key, scene, draft);
      return typeof at === 'number' && value !== undefined ? [{ at, value }] : [];
    });
    // Before and after a moment of the recording is no rule of the API.
    if (pairs.length < samples.length || pairs.every(({ at }) => isMoment(at))) continue;
    pairs.sort((a, b) => a.at - b.at);
    const steps = stepsIn(pairs);
    if (steps === null || steps.length < 2 || steps.length > MAX_STEPS) continue;
    const support = Math.min(...steps.map(({ n }) => n));
    if (support < (steps.length > 2 ? 1 : 2) || pairs.at(0)?.at === pairs.at(-1)?.at) continue;
    const last = steps.at(-1);
    if (last === undefined) continue;
    const expr: Expr = {
      k: 'step',
      of: key,
      below: steps.slice(0, -1).map((step, index) => ({
        limit: limitBetween(step.highest, steps[index + 1]?.lowest ?? step.highest),
        value: { k: 'const', value: step.value },
      })),
      otherwise: { k: 'const', value: last.value },
    };
    const spread =
      steps.slice(0, -1).reduce((sum, step, index) => sum + ((steps[index + 1]?.lowest ?? 0) - step.highest), 0) /
      Math.max(1, (pairs.at(-1)?.at ?? 1) - (pairs[0]?.at ?? 0));
    // Nothing left, or anything: the limit that figures have by nature.
    const atZero = steps.length === 2 && steps[0]?.highest === 0 && steps[0].lowest === 0 ? 1.5 : 0;
    const cost = 3 + steps.length * 0.5 + spread - atZero;
    if (best === null || cost < best.cost) best = { expr, share: 1, cost };
  }
  return best;
}

function stepsIn(
  pairs: readonly { readonly at: number; readonly value: Json }[],
): { value: Json; lowest: number; highest: number; n: number }[] | null {
  const steps: { value: Json; lowest: number; highest: number; n: number }[] = [];
  for (const { at, value } of pairs) {
    const last = steps.at(-1);
    if (last !== undefined && canonicalJson(last.value) === canonicalJson(value)) {
      last.highest = at;
      last.n++;
    } else if (last !== undefined && last.highest === at) return null;
    else steps.push({ value, lowest: at, highest: at, n: 1 });
    if (steps.length > MAX_STEPS) return null;
  }
  return steps;
}

/** The roundest number a person could have chosen: above the lower side, up to and including the upper one. */
export function limitBetween(low: number, high: number): number {
  for (let unit = 1e9; unit >= 1; unit /= 10) {
    for (const part of [1, 0.5, 0.25]) {
      const size = unit * part;
      const near = Math.floor(high / size) * size;
      if (near > low && near <= high && near !== 0) return near;
    }
  }
  return Number.isInteger(low) && Number.isInteger(high) ? low + 1 : high;
}

function numericKeys(samples: readonly Sample[], options: LearnOptions): readonly Expr[] {
  const keys = new Map<string, Expr>();
  for (const { scene, draft } of samples.slice(0, 5)) {
    for (const { slot, value } of slotsOf(scene.call))
      if (typeof value === 'number') keys.set(JSON.stringify(slot), { k: 'slot', slot, as: 'number', fallback: null });
    for (const ref of options.refs) {
      const doc = ref.r === 'created' ? (draft ?? scene.after) : docOf(scene, ref);
      for (const [name, value] of Object.entries(doc ?? {}))
        if (
          typeof value === 'number' &&
          !(ref.r === 'created' && name === options.path[0]) &&
          !/(?:^id|_id)$/.test(name)
        )
          keys.set(`${JSON.stringify(ref)} ${name}`, { k: 'field', of: ref, path: [name] });
    }
  }
  return [...keys.values()];
}
