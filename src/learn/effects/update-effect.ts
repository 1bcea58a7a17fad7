/** What a write changes in an existing record: how sent fields are merged, and what the server sets by itself. */
import {
  isArray,
  isObject,
  jsonEquals,
  valueAt,
  withValueAt,
  type JsonObject,
  type JsonPath,
} from '../../model/json.ts';
import type { Effect, FieldWrite } from '../../model/effect.ts';
import type { Expr, Ref } from '../../model/expr.ts';
import type { EffectContext } from './effect-context.ts';
import { arrayEdit } from '../values/array-edit.ts';
import type { IdShape } from '../../model/id-shape.ts';
import { counterOf } from '../values/counter.ts';
import { inDependencyOrder, inputsOf } from '../records/invariants.ts';
import { mapCandidate } from '../values/learn-array.ts';
import { learnValue } from '../values/learn-value.ts';
import type { Sample } from '../values/value-sample.ts';
import { requestObjectOf, sentObject } from '../values/request-object.ts';
import { docOf, type Scene } from '../values/scene.ts';
import { goneFields, mergeOf, modeOf, replaceDefaults } from './merge-mode.ts';

type Update = Extract<Effect, { t: 'update' }>;

export function updateEffect(scenes: readonly Scene[], context: EffectContext, method: string): Update {
  const of: Ref = { r: 'target' };
  const known = scenes.filter((scene) => scene.after !== null && docOf(scene, of) !== null);
  const object = requestObjectOf(known);
  const mode = object === null ? 'merge' : modeOf(known, object, method, context.creatable);
  const defaults = object !== null && mode === 'replace' ? replaceDefaults(known, object) : null;
  const gone = object !== null && mode === 'replace' ? goneFields(known, object, context.creatable) : [];
  const set: FieldWrite[] = [];
  const changed = new Set<string>();
  const expected = known.map((scene) =>
    mergeOf(
      docOf(scene, of) ?? {},
      object === null ? {} : pick(sentObject(scene, object.from), object.echoed),
      object,
      mode,
      defaults,
      gone,
    ),
  );
  known.forEach((scene, index) => {
    const after = scene.after ?? {};
    const guess = expected[index] ?? {};
    for (const key of new Set([...Object.keys(after), ...Object.keys(guess)]))
      if (!jsonEquals(after[key], guess[key])) changed.add(key);
  });
  for (const key of changed) learnChange([key], known, expected, context, set, 0);
  const ruled = new Set(context.invariants.map(({ path }) => path.join('\u0000')));
  const free = set.filter(({ path }) => !ruled.has(path.join('\u0000')));
  const own = inDependencyOrder([...free, ...askedFor(free, context.invariants)]);
  const copy: Update['copy'] =
    object === null
      ? null
      : {
          from: object.from,
          to: object.to,
          mode,
          except: object.except,
          ...(defaults === null ? {} : { defaults }),
          ...(gone.length === 0 ? {} : { gone }),
        };
  return { t: 'update', of, set: own, copy };
}

function learnChange(
  path: JsonPath,
  scenes: readonly Scene[],
  expected: readonly JsonObject[],
  context: EffectContext,
  set: FieldWrite[],
  depth: number,
): void {
  const refs: readonly Ref[] = [...context.refs, { r: 'created' }];
  const samples = scenes.map((scene, index): Sample => ({
    scene,
    value: valueAt(scene.after ?? undefined, path),
    draft: withValueAt(expected[index] ?? {}, path, undefined) as JsonObject,
  }));
  const moved = samples.filter(({ value }, index) => !jsonEquals(value, valueAt(expected[index], path)));
  // Changes that few witnesses show are the work of others: someone else wrote between.
  if (moved.length < samples.length * 0.08) return;
  const removed = moved.filter(({ value }) => value === undefined);
  if (removed.length === moved.length) return;
  const name = String(path.at(-1));
  const options = { refs, name, path };
  const listEdit = samples.some(({ value }) => isArray(value)) ? arrayEdit(samples, path, context.refs) : null;
  if (listEdit !== null) {
    set.push({ path, value: listEdit });
    return;
  }
  const mapped = mappedWhereSent(samples, context.refs, path);
  if (mapped !== null) {
    set.push({ path, value: mapped });
    return;
  }
  const counted = countedOn(moved, samples, path);
  if (counted !== null) {
    set.push({ path, value: { k: 'counter', resource: context.resource, path, shape: counted } });
    return;
  }
  const learned = learnValue(
    samples.map((sample) => ({ ...sample, draft: sample.scene.after })),
    options,
  );
  if (learned !== null && !isItself(learned.expr, path)) {
    set.push({ path, value: unlessSent(learned.expr, path) });
    return;
  }
  if (
    depth < 2 &&
    samples.every(({ value }) => value === undefined || value === null || isObject(value)) &&
    samples.some(({ value }) => isObject(value))
  ) {
    const keys = new Set(samples.flatMap(({ value }) => (isObject(value) ? Object.keys(value) : [])));
    const whole = expected.map((doc) => doc);
    for (const key of keys) {
      const inner = [...path, key];
      if (
        samples.some(
          (_, index) => !jsonEquals(valueAt(scenes[index]?.after ?? undefined, inner), valueAt(whole[index], inner)),
        )
      )
        learnChange(inner, scenes, expected, context, set, depth + 1);
    }
    return;
  }
  if (isCounter(samples, path)) {
    set.push({
      path,
      value: {
        k: 'sum',
        of: [
          { k: 'field', of: { r: 'target' }, path },
          { k: 'const', value: 1 },
        ],
      },
    });
    return;
  }
  const only = learnValue(moved, { ...options, split: true });
  if (only !== null && moved.length >= samples.length * 0.6 && !isItself(only.expr, path))
    set.push({ path, value: only.expr });
}

/** An array made of the one sent, element by element; as it was where none was. */
function mappedWhereSent(samples: readonly Sample[], refs: readonly Ref[], path: JsonPath): Expr | null {
  if (!samples.every(({ value }) => value === undefined || value === null || isArray(value))) return null;
  const sent = samples.filter(({ scene, value }) => isArray(value) && isArray(valueAt(scene.call.exchange.body, path)));
  const mapped = sent.length < 2 ? null : mapCandidate(sent, refs, path);
  if (mapped?.k !== 'map' || mapped.array.k !== 'slot') return null;
  const kept: Expr = { k: 'field', of: { r: 'target' }, path };
  return { k: 'case', key: { ...mapped.array, fallback: null }, rows: { absent: kept }, otherwise: mapped };
}

/** Rules of the record whose figures other changes go by: a state that follows from what is left to pay. */
function askedFor(set: readonly FieldWrite[], rules: readonly FieldWrite[]): readonly FieldWrite[] {
  const found = new Set<FieldWrite>();
  const visit = (writes: readonly FieldWrite[]): void => {
    for (const { value } of writes)
      for (const input of inputsOf(value))
        for (const rule of rules)
          if (!found.has(rule) && rule.path.join('\u0000') === input) {
            found.add(rule);
            visit([rule]);
          }
  };
  visit(set);
  return [...found];
}

/** A code or number given by this write to records that had none, one after another. */
function countedOn(moved: readonly Sample[], samples: readonly Sample[], path: JsonPath): IdShape | null {
  if (moved.length < samples.length * 0.9) return null;
  const isFirst = moved.every(({ scene, value }) => {
    const before = valueAt(docOf(scene, { r: 'target' }) ?? undefined, path) ?? null;
    return before === null && value !== null && value !== undefined;
  });
  return isFirst ? counterOf(moved) : null;
}

/** A number that only ever grows, mostly by one: others may have written unseen in between. */
function isCounter(samples: readonly Sample[], path: JsonPath): boolean {
  const steps = samples.map(
    ({ scene, value }) => Number(value) - Number(valueAt(docOf(scene, { r: 'target' }) ?? undefined, path)),
  );
  return (
    steps.length >= 4 &&
    steps.every((step) => Number.isInteger(step) && step >= 1) &&
    steps.filter((step) => step === 1).length >= steps.length * 0.5
  );
}

/** A change that goes by what was asked for does not happen where nothing was. */
function unlessSent(expr: Expr, path: JsonPath): Expr {
  if (expr.k !== 'case' || expr.key.k !== 'slot' || Object.hasOwn(expr.rows, 'absent')) return expr;
  return { ...expr, rows: { ...expr.rows, absent: { k: 'field', of: { r: 'target' }, path } } };
}

function isItself(expr: Expr, path: JsonPath): boolean {
  return (
    expr.k === 'field' &&
    (expr.of.r === 'target' || expr.of.r === 'created') &&
    expr.path.join('\u0000') === path.join('\u0000')
  );
}

function pick(sent: JsonObject, keys: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(sent).filter(([key]) => keys.has(key)));
}
