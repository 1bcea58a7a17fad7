/** Writes that add an element to an array of the record, change one, take some out, or bring them into another order. */
import { isArray, isObject, jsonEquals, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { Expr, Ref } from '../../model/expr.ts';
import { slotsOf } from '../reading/call.ts';
import { amendment, namingOf } from './array-amend.ts';
import type { ArrayCase } from './array-case.ts';
import { itemOf, type Appended } from './array-item.ts';
import { addedElements } from './learn-array.ts';
import { evaluate, tableKey } from './evaluate.ts';
import type { Sample } from './value-sample.ts';
import { docOf } from './scene.ts';

export function arrayEdit(samples: readonly Sample[], path: JsonPath, refs: readonly Ref[]): Expr | null {
  const cases = samples.flatMap((sample): readonly ArrayCase[] => {
    const before = valueAt(docOf(sample.scene, { r: 'target' }) ?? undefined, path) ?? [];
    return isArray(before) && isArray(sample.value) ? [{ sample, before, after: sample.value }] : [];
  });
  if (cases.length === 0 || cases.length < samples.length * 0.9) return null;
  const array: Expr = { k: 'field', of: { r: 'target' }, path };
  const grown = cases.filter(({ before, after }) => after.length > before.length);
  const shrunk = cases.filter(({ before, after }) => after.length < before.length);
  if (grown.length > 0 && shrunk.length > 0) return null;
  if (shrunk.length > 0) return removed(shrunk, array);
  if (grown.length === 0) return reordered(cases, array) ?? changed(cases, array, path, refs);
  const kept = cases.filter(({ before, after }) => after.length === before.length && !jsonEquals(before, after));
  if (kept.length > 0) return upserted(grown, kept, array, path, refs);
  return appended(cases, array, path, refs);
}

function appended(cases: readonly ArrayCase[], array: Expr, path: JsonPath, refs: readonly Ref[]): Expr | null {
  const added = insertions(cases);
  const item = added === null ? null : itemOf(added.cases, path, refs);
  if (added !== null && item !== null) {
    const place = added.place === 'end' ? {} : { place: added.place };
    const once: Expr = { k: 'append', array, item, spread: false, unique: true, ...place };
    const always: Expr = { ...once, unique: false };
    const still = cases.filter(({ before, after }) => after.length === before.length);
    // PUT is idempotent (RFC 9110, section 9.2.2): the same member again changes nothing.
    const isPut = cases.every(({ sample }) => sample.scene.call.exchange.method === 'PUT');
    if (still.length === 0) return isPut ? once : always;
    const isSet = still.every(({ sample, after }) => jsonEquals(evaluate(once, sample.scene), after));
    return isSet ? once : (onlyIn(cases, always, array) ?? once);
  }
  const more = addedElements(
    cases.map(({ sample, after }) => ({ scene: sample.scene, after })),
    refs,
    path,
  );
  if (more !== null) {
    const expr: Expr = { k: 'append', array, item: more, spread: true, unique: true };
    if (cases.every(({ sample, after }) => jsonEquals(evaluate(expr, sample.scene), after))) return expr;
  }
  for (const { slot, value } of arraySlotsOf(cases)) {
    if (!isArray(value)) continue;
    for (const place of [undefined, 'sorted', 'start'] as const) {
      const expr: Expr = {
        k: 'append',
        array,
        item: { k: 'slot', slot, as: 'json', fallback: null },
        spread: true,
        unique: true,
        ...(place === undefined ? {} : { place }),
      };
      if (cases.every(({ sample, after }) => jsonEquals(evaluate(expr, sample.scene), after))) return expr;
    }
  }
  return null;
}

/** Appends only where the write leaves a field of the record at a value it never has otherwise: histories of states. */
function onlyIn(cases: readonly ArrayCase[], append: Expr, array: Expr): Expr | null {
  const names = new Set(cases.flatMap(({ sample }) => Object.keys(sample.scene.after ?? {})));
  for (const name of names) {
    const key: Expr = { k: 'field', of: { r: 'created' }, path: [name] };
    const [grown, still] = [true, false].map(
      (isGrown) =>
        new Set(
          cases
            .filter(({ before, after }) => after.length > before.length === isGrown)
            .map(({ sample }) => evaluate(key, sample.scene, sample.scene.after))
            .map((value) => (typeof value === 'string' || typeof value === 'boolean' ? tableKey(value) : '\u0000')),
        ),
    );
    if (grown === undefined || still === undefined || grown.size > 6 || grown.has('\u0000')) continue;
    if (![...grown].some((value) => still.has(value)))
      return { k: 'case', key, rows: Object.fromEntries([...grown].map((value) => [value, append])), otherwise: array };
  }
  return null;
}

/** Elements added one at a time, and where: at the end, before all others, or where their order puts them. */
function insertions(
  cases: readonly ArrayCase[],
): { readonly cases: readonly Appended[]; readonly place: 'end' | 'start' | 'sorted' } | null {
  const found = cases.flatMap((one) => {
    const { sample, before, after } = one;
    if (after.length !== before.length + 1) return [];
    const differs = before.findIndex((item, index) => !jsonEquals(item, after[index]));
    const at = differs < 0 ? before.length : differs;
    return before.slice(at).every((item, index) => jsonEquals(item, after[at + 1 + index]))
      ? [{ scene: sample.scene, value: after[at], before, after, at }]
      : [];
  });
  const telling = found.filter(({ before }) => before.length > 0);
  const atEnd = telling.filter(({ before, at }) => at === before.length).length;
  if (atEnd >= telling.length * 0.9)
    return { cases: found.filter(({ before, at }) => at === before.length), place: 'end' };
  if (found.every(({ after }) => isSorted(after))) return { cases: found, place: 'sorted' };
  const atStart = found.filter(({ at }) => at === 0);
  return atStart.length >= found.length * 0.9 ? { cases: atStart, place: 'start' } : null;
}

function isSorted(array: readonly Json[]): boolean {
  return array.every((item, index) => typeof item === 'string' && (index === 0 || String(array[index - 1]) <= item));
}

/** Changes the element that is there, and adds it where it is not. */
function upserted(
  grown: readonly ArrayCase[],
  kept: readonly ArrayCase[],
  array: Expr,
  path: JsonPath,
  refs: readonly Ref[],
): Expr | null {
  const all = [...kept, ...grown];
  const naming = namingOf(all, (one, named) =>
    one.after.length > one.before.length ? named.length === 0 : changesOnly(one, named),
  );
  const item = naming === null ? null : amendment(kept, naming, path, refs);
  return naming === null || item === null
    ? null
    : { k: 'amend', array, ...naming, item, added: itemOf(insertions(grown)?.cases ?? [], path, refs) };
}

function changed(cases: readonly ArrayCase[], array: Expr, path: JsonPath, refs: readonly Ref[]): Expr | null {
  const moved = cases.filter(({ before, after }) => !jsonEquals(before, after));
  if (moved.length === 0) return null;
  const naming = namingOf(moved, changesOnly);
  const item = naming === null ? null : amendment(cases, naming, path, refs);
  return naming === null || item === null ? null : { k: 'amend', array, ...naming, item, added: null };
}

function changesOnly({ before, after }: ArrayCase, named: readonly number[]): boolean {
  return (
    named.length === 1 && before.every((element, index) => named.includes(index) || jsonEquals(element, after[index]))
  );
}

/** The same elements in the order in which an array of the request names them. */
function reordered(cases: readonly ArrayCase[], array: Expr): Expr | null {
  const moved = cases.filter(({ before, after }) => !jsonEquals(before, after));
  const [first] = moved;
  if (first === undefined) return null;
  const [element] = first.before;
  const paths: JsonPath[] = isObject(element) ? Object.keys(element).map((key) => [key]) : [[]];
  for (const { slot, value } of arraySlotsOf(moved)) {
    if (!isArray(value)) continue;
    for (const path of paths) {
      const expr: Expr = { k: 'ordered', array, path, by: { k: 'slot', slot, as: 'json', fallback: null } };
      if (moved.every(({ sample, after }) => jsonEquals(evaluate(expr, sample.scene), after))) return expr;
    }
  }
  return null;
}

function arraySlotsOf(
  cases: readonly ArrayCase[],
): readonly { readonly slot: { readonly in: 'body'; readonly path: JsonPath }; readonly value: Json }[] {
  const body = cases[0]?.sample.scene.call.exchange.body;
  return isObject(body)
    ? Object.entries(body).map(([key, value]) => ({ slot: { in: 'body', path: [key] }, value }))
    : [];
}

function removed(cases: readonly ArrayCase[], array: Expr): Expr | null {
  const first = cases[0];
  if (first === undefined) return null;
  const paths: JsonPath[] = isObject(first.before[0]) ? Object.keys(first.before[0]).map((key) => [key]) : [[]];
  const slots = [
    ...slotsOf(first.sample.scene.call).toReversed(),
    ...arraySlotsOf(cases).filter(({ value }) => isArray(value)),
  ];
  for (const { slot } of slots) {
    for (const path of paths) {
      const expr: Expr = { k: 'without', array, path, equals: { k: 'slot', slot, as: 'json', fallback: null } };
      if (cases.every(({ sample, after }) => jsonEquals(evaluate(expr, sample.scene), after))) return expr;
    }
  }
  return null;
}
