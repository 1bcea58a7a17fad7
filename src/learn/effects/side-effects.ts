/**
 * Writes that change other records than the one they name: counters of a parent, stock of an ordered product, a closed ticket's customer.
 * A change that a later read shows, and that no write to the record itself explains, is put down to the only kind of write that
 * reached the record in between; kept where it explains (nearly) all such changes and never contradicts what stayed the same.
 */
import { jsonEquals, valueAt, type Json, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { Effect, FieldWrite } from '../../model/effect.ts';
import type { Expr, Ref } from '../../model/expr.ts';
import type { OperationId } from '../../model/names.ts';
import { docBefore } from '../records/chronicle.ts';
import type { Folded, Witness } from '../records/fold-recording.ts';
import { learnValue } from '../values/learn-value.ts';
import type { Sample } from '../values/value-sample.ts';
import { refKey, type Scene } from '../values/scene.ts';

interface Reached {
  readonly scene: Scene;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Effects of an operation on the records in `refs`, target and created excluded. */
export function sideEffects(
  operation: OperationId,
  scenes: readonly { readonly scene: Scene; readonly witness: Witness }[],
  refs: readonly Ref[],
  folded: Folded,
  others: ReadonlyMap<string, readonly number[]>,
): readonly Effect[] {
  void operation;
  const effects: Effect[] = [];
  for (const ref of refs) {
    if (ref.r === 'target' || ref.r === 'created' || ref.r === 'principal') continue;
    const reached = scenes.flatMap(({ scene }) => windowOf(scene, ref, folded, others));
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

/** The record before, and at the next look at it, if nothing else that reaches it came between. */
function windowOf(
  scene: Scene,
  ref: Ref,
  folded: Folded,
  others: ReadonlyMap<string, readonly number[]>,
): readonly Reached[] {
  const key = refKey(scene, ref);
  const seen = key === null ? null : windowAt(scene.call.tick, key, folded, others);
  return seen === null ? [] : [{ scene, ...seen }];
}

/** A record just before a write and at the next look at it; null where it was not looked at, or something else reached it in between. */
export function windowAt(
  tick: number,
  key: string,
  folded: Folded,
  others: ReadonlyMap<string, readonly number[]>,
): { readonly before: JsonObject; readonly after: JsonObject } | null {
  const looks = folded.sightings.get(key) ?? [];
  const next = looks.find((look) => look >= tick);
  const previous = looks.findLast((look) => look < tick);
  if (next === undefined || previous === undefined || next >= folded.logEndsAt) return null;
  const touching = (others.get(key) ?? []).filter((other) => other > previous && other <= next && other !== tick);
  if (touching.length > 0) return null;
  const track = folded.chronicle.tracks.get(key);
  const [before, after] = [docBefore(track, tick), docBefore(track, next + 1)];
  return before === undefined || before === null || after === undefined || after === null ? null : { before, after };
}
