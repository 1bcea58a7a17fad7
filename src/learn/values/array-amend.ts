/** Writes that change one element of an array, which a part of the request names by a field of it. */
import { isObject, jsonEquals, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import { isNamed } from '../../model/array-edits.ts';
import type { Expr, Ref } from '../../model/expr.ts';
import { slotsOf } from '../reading/call.ts';
import type { ArrayCase } from './array-case.ts';
import { elementRules } from './element-rules.ts';
import { evaluate } from './evaluate.ts';
import { learnValue } from './learn-value.ts';
import type { Sample } from './value-sample.ts';

export interface Naming {
  readonly path: JsonPath;
  readonly equals: Expr;
}

/** The object laid over the named element; null where one of its changes stays unexplained. */
export function amendment(
  cases: readonly ArrayCase[],
  { path: key, equals }: Naming,
  path: JsonPath,
  refs: readonly Ref[],
): Expr | null {
  const pairs = cases.flatMap(({ sample, before, after }) => {
    const index = before.findIndex((one) => isNamed(one, key, evaluate(equals, sample.scene) ?? null));
    const [value, made] = [before[index], after[index]];
    return value === undefined || made === undefined
      ? []
      : [{ scene: { ...sample.scene, element: { value, index } }, value, made }];
  });
  const [first] = pairs;
  if (first === undefined || !pairs.every(({ value, made }) => isObject(value) && isObject(made))) return null;
  const names = [...new Set(pairs.flatMap(({ made }) => (isObject(made) ? Object.keys(made) : [])))];
  const changed = names.filter((name) =>
    pairs.some(({ value, made }) => !jsonEquals(valueAt(value, [name]), valueAt(made, [name]))),
  );
  const rules = elementRules(first.scene, path);
  const fields = new Map<string, Expr>();
  for (const name of changed.filter((one) => !rules.has(one))) {
    const samples = pairs.map(({ scene, made }): Sample => ({ scene, value: valueAt(made, [name]), draft: null }));
    const learned = sentOrKept(samples, name) ?? learnValue(samples, { refs, name, path: [...path, '*', name] })?.expr;
    if (learned === undefined) return null;
    fields.set(name, learned);
  }
  for (const name of changed.filter((one) => rules.has(one))) {
    const rule = rules.get(name);
    const [a, b] = (rule?.inputs ?? []).map((input): Expr => fields.get(input) ?? elementAt(input));
    if (rule !== undefined && a !== undefined && b !== undefined) fields.set(name, rule.of(a, b));
  }
  return fields.size === 0 ? null : { k: 'object', fields: [...fields].map(([name, value]) => ({ key: name, value })) };
}

/** What was sent under the name; without it the element keeps its own. */
function sentOrKept(samples: readonly Sample[], name: string): Expr | null {
  const slots = new Map(
    samples.flatMap(({ scene }) =>
      slotsOf(scene.call).flatMap(({ slot }) =>
        slot.in === 'body' && slot.path.at(-1) === name ? [[JSON.stringify(slot), slot] as const] : [],
      ),
    ),
  );
  for (const slot of slots.values()) {
    const sent: Expr = { k: 'slot', slot, as: 'json', fallback: null };
    const expr: Expr = { k: 'case', key: sent, rows: { absent: elementAt(name) }, otherwise: sent };
    if (samples.every(({ scene, value }) => jsonEquals(evaluate(expr, scene), value))) return expr;
  }
  return null;
}

function elementAt(name: string): Expr {
  return { k: 'element', path: [name], fallback: null };
}

/** The field of the elements, and the part of the request, that tell in every case which one changed. */
export function namingOf(
  cases: readonly ArrayCase[],
  isFit: (one: ArrayCase, named: readonly number[]) => boolean,
): Naming | null {
  const [first] = cases;
  if (first === undefined) return null;
  const sample: Json | undefined = first.before[0] ?? first.after[0];
  const paths: JsonPath[] = isObject(sample) ? Object.keys(sample).map((key) => [key]) : [[]];
  for (const { slot } of slotsOf(first.sample.scene.call)) {
    const equals: Expr = { k: 'slot', slot, as: 'json', fallback: null };
    for (const path of paths) {
      const isNaming = cases.every((one) => {
        const name = evaluate(equals, one.sample.scene);
        return (
          name !== undefined &&
          isFit(
            one,
            one.before.flatMap((element, index) => (isNamed(element, path, name) ? [index] : [])),
          )
        );
      });
      if (isNaming) return { path, equals };
    }
  }
  return null;
}
