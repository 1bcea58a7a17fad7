/** Writes that add an element to an array of the record, or take one out. */
import { isArray, isObject, jsonEquals, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import { slotsOf } from '../reading/call.ts';
import { evaluate } from './evaluate.ts';
import { itemOf } from './array-item.ts';
import type { Sample } from './value-sample.ts';
import { docOf } from './scene.ts';

export function arrayEdit(samples: readonly Sample[], path: JsonPath): Expr | null {
  const cases = samples.flatMap((sample) => {
    const before = valueAt(docOf(sample.scene, { r: 'target' }) ?? undefined, path) ?? [];
    return isArray(before) && isArray(sample.value) ? [{ sample, before, after: sample.value }] : [];
  });
  if (cases.length === 0 || cases.length < samples.length * 0.9) return null;
  const array: Expr = { k: 'field', of: { r: 'target' }, path };
  const grown = cases.filter(({ before, after }) => after.length > before.length);
  const shrunk = cases.filter(({ before, after }) => after.length < before.length);
  if (grown.length > 0 && shrunk.length === 0) return appended(cases, array, path);
  if (shrunk.length > 0 && grown.length === 0) return removed(shrunk, array);
  return null;
}

interface Case {
  readonly sample: Sample;
  readonly before: readonly Json[];
  readonly after: readonly Json[];
}

function appended(cases: readonly Case[], array: Expr, path: JsonPath): Expr | null {
  const single = cases.filter(
    ({ before, after }) =>
      after.length === before.length + 1 && before.every((item, index) => jsonEquals(item, after[index])),
  );
  if (single.length > 0) {
    const item = itemOf(
      single.map(({ sample, before, after }) => ({
        scene: sample.scene,
        value: after.at(-1) ?? null,
        count: before.length,
      })),
      path,
    );
    if (item !== null)
      return {
        k: 'append',
        array,
        item,
        spread: false,
        unique: cases.some(({ before, after }) => after.length === before.length),
      };
  }
  for (const { slot, value } of arraySlotsOf(cases)) {
    if (!isArray(value)) continue;
    const expr: Expr = {
      k: 'append',
      array,
      item: { k: 'slot', slot, as: 'json', fallback: null },
      spread: true,
      unique: true,
    };
    if (cases.every(({ sample, after }) => jsonEquals(evaluate(expr, sample.scene), after))) return expr;
  }
  return null;
}

function arraySlotsOf(
  cases: readonly Case[],
): readonly { readonly slot: { readonly in: 'body'; readonly path: JsonPath }; readonly value: Json }[] {
  const body = cases[0]?.sample.scene.call.exchange.body;
  return isObject(body)
    ? Object.entries(body).map(([key, value]) => ({ slot: { in: 'body', path: [key] }, value }))
    : [];
}

function removed(cases: readonly Case[], array: Expr): Expr | null {
  const first = cases[0];
  if (first === undefined) return null;
  const paths: JsonPath[] = isObject(first.before[0]) ? Object.keys(first.before[0]).map((key) => [key]) : [[]];
  for (const { slot } of slotsOf(first.sample.scene.call).toReversed()) {
    for (const path of paths) {
      const expr: Expr = { k: 'without', array, path, equals: { k: 'slot', slot, as: 'json', fallback: null } };
      if (cases.every(({ sample, after }) => jsonEquals(evaluate(expr, sample.scene), after))) return expr;
    }
  }
  for (const [key, value] of Object.entries(
    isObject(first.sample.scene.call.exchange.body) ? first.sample.scene.call.exchange.body : {},
  )) {
    if (!isArray(value)) continue;
    const expr: Expr = {
      k: 'without',
      array,
      path: [],
      equals: { k: 'slot', slot: { in: 'body', path: [key] }, as: 'json', fallback: null },
    };
    if (cases.every(({ sample, after }) => jsonEquals(evaluate(expr, sample.scene), after))) return expr;
  }
  return null;
}
