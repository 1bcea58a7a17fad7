/**
 * Writes that change other records than the one they name: counters of a parent, stock of an ordered product, a closed ticket's customer.
 * A change that a later read shows, and that no write to the record itself explains, is put down to the only kind of write that
 * reached the record in between; kept where it explains (nearly) all such changes and never contradicts what stayed the same.
 */
import { jsonEquals, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { Effect, FieldWrite } from '../../model/effect.ts';
import type { Expr, Ref } from '../../model/expr.ts';
import type { Windows } from './windows.ts';
import { learnValue } from '../values/learn-value.ts';
import type { Sample } from '../values/value-sample.ts';
import { refKey, type Scene } from '../values/scene.ts';

interface Reached {
  readonly scene: Scene;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Effects of an operation on the records in `refs`, target and created excluded. */
export function sideEffects(scenes: readonly Scene[], refs: readonly Ref[], windows: Windows): readonly Effect[] {
  const effects: Effect[] = [];
  for (const ref of refs) {
    if (ref.r === 'target' || ref.r === 'created' || ref.r === 'principal') continue;
    const reached = scenes.flatMap((scene): readonly Reached[] => {
      const key = refKey(scene, ref);
      // The same record by another way is changed once.
      if (effects.some((effect) => effect.t === 'update' && refKey(scene, effect.of) === key)) return [];
      const seen = key === null ? null : windows.at(scene.call.tick, key, scene.call.operation);
      return seen === null ? [] : [{ scene, ...seen }];
    });
    if (reached.length < 2) continue;
    const keys = new Map<string, { moved: number; n: number }>();
    for (const { before, after } of reached) {
      // A field that was not known before did not change: a fuller view showed it.
      for (const key of Object.keys(before ?? {})) {
        const entry = keys.get(key) ?? { moved: 0, n: 0 };
        entry.n++;
        if (!jsonEquals(valueAt(before, [key]), valueAt(after, [key]))) entry.moved++;
        keys.set(key, entry);
      }
    }
    const set: FieldWrite[] = [];
    for (const [key, { moved, n }] of keys) {
      if (moved < 2 || moved < n * 0.15) continue;
      const known = reached.filter(({ before }) => valueAt(before, [key]) !== undefined);
      const value = explain(known, [key], ref, refs);
      if (value !== null) set.push({ path: [key], value });
    }
    if (set.length > 0) effects.push({ t: 'update', of: ref, set, copy: null });
  }
  return effects;
}

function explain(reached: readonly Reached[], path: JsonPath, ref: Ref, refs: readonly Ref[]): Expr | null {
  const samples = reached.map(({ scene, before, after }): Sample & { readonly own: Json | undefined } => ({
    scene,
    value: valueAt(after, path),
    draft: scene.after,
    own: valueAt(before, path),
  }));
  const change = deltaExpr(samples, path, ref);
  if (change !== null) return change;
  const learned = learnValue(samples, {
    refs: [ref, ...refs, { r: 'created' }],
    name: String(path.at(-1)),
    path,
    agreement: 0.9,
  });
  return learned === null ||
    (learned.expr.k === 'field' && learned.expr.path.join() === path.join() && learned.expr.of === ref)
    ? null
    : learned.expr;
}

/** `field + 1`, `field - quantity`: a constant step, or a number of the request or the record made. */
function deltaExpr(
  samples: readonly (Sample & { readonly own: Json | undefined })[],
  path: JsonPath,
  ref: Ref,
): Expr | null {
  const numeric = samples.filter(({ value, own }) => typeof value === 'number' && typeof own === 'number');
  if (numeric.length < samples.length * 0.8) return null;
  const steps = numeric.map(({ scene, value, own, draft }) => ({ scene, draft, value: Number(value) - Number(own) }));
  const learned = learnValue(steps, {
    refs: [{ r: 'created' }, { r: 'target' }],
    name: String(path.at(-1)),
    path: ['\u0000step'],
    agreement: 0.88,
  });
  if (learned !== null && learned.expr.k !== 'sample')
    return { k: 'sum', of: [{ k: 'field', of: ref, path }, learned.expr] };
  const negative = learnValue(
    steps.map((step) => ({ ...step, value: -step.value })),
    { refs: [{ r: 'created' }, { r: 'target' }], name: String(path.at(-1)), path: ['\u0000step'], agreement: 0.88 },
  );
  return negative === null
    ? null
    : {
        k: 'sum',
        of: [
          { k: 'field', of: ref, path },
          { k: 'product', of: [{ k: 'const', value: -1 }, negative.expr] },
        ],
      };
}
