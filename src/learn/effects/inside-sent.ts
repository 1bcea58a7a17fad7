/** Parts of a sent object that the request left out and the record has all the same. */
import { isObject, valueAt, type JsonPath } from '../../model/json.ts';
import type { FieldWrite } from '../../model/effect.ts';
import type { Expr, Ref } from '../../model/expr.ts';
import { learnValue } from '../values/learn-value.ts';
import type { Sample } from '../values/value-sample.ts';
import type { EffectContext } from './effect-context.ts';
import { commonestValue, constantOf, innerKeys, isFilledObject, isInformative, lacksObject } from './sample-facts.ts';

/** Parts of a sent object that the request left out and the record has all the same. */
export function learnInside(
  path: JsonPath,
  sent: readonly Sample[],
  from: JsonPath,
  into: {
    readonly context: EffectContext;
    readonly set: FieldWrite[];
    /** Records whose request left the object out do not have it. */ readonly isOptional: boolean;
  },
  depth: number,
): void {
  if (depth > 2) return;
  const { context, set } = into;
  const refs: readonly Ref[] = [...context.refs, { r: 'created' }];
  const objects = sent.filter(({ value, scene }) => {
    const given = valueAt(scene.call.exchange.body, from);
    return isObject(value) && (given === undefined || isObject(given));
  });
  for (const key of innerKeys(objects)) {
    const inner = [...path, key];
    const samples = objects.map(({ scene, value, draft }): Sample => ({
      scene,
      draft,
      value: isObject(value) ? value[key] : undefined,
    }));
    const given = samples.filter(({ scene }) => valueAt(scene.call.exchange.body, [...from, key]) !== undefined);
    const unsent = samples.filter(
      ({ scene, value }) => valueAt(scene.call.exchange.body, [...from, key]) === undefined && value !== undefined,
    );
    const constant = constantOf(unsent);
    const isMade = unsent.length > 0 && unsent.every(({ value }) => isFilledObject(value)) && depth < 2;
    if (isMade && !(given.length > 0 && constant !== undefined)) {
      learnInside(inner, samples, [...from, key], into, depth + 1);
      continue;
    }
    if (given.length > 0 && given.some(({ value }) => isObject(value)))
      learnInside(
        inner,
        given,
        [...from, key],
        { ...into, isOptional: lacksObject(unsent) || into.isOptional },
        depth + 1,
      );
    if (unsent.length === 0) continue;
    const expr: Expr =
      constant?.value !== undefined
        ? { k: 'const', value: constant.value }
        : (learnValue(unsent, { refs, name: key, path: inner })?.expr ?? { k: 'const', value: commonestValue(unsent) });
    const better =
      constant?.value !== undefined && isInformative(constant.value)
        ? learnValue(unsent, { refs, name: key, path: inner, split: false })
        : null;
    const chosen = better !== null && better.expr.k !== 'const' ? better.expr : expr;
    const slot: Expr = { k: 'slot', slot: { in: 'body', path: [...from, key] }, as: 'json', fallback: null };
    const value: Expr =
      given.length === 0 ? chosen : { k: 'case', key: slot, rows: { absent: chosen }, otherwise: slot };
    const whole: Expr = { k: 'slot', slot: { in: 'body', path: from }, as: 'json', fallback: null };
    set.push({
      path: inner,
      value: into.isOptional
        ? { k: 'case', key: whole, rows: { absent: whole, null: whole }, otherwise: value }
        : value,
    });
  }
}
