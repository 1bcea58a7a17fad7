/** What a create puts into the new record: copied request fields, defaults for the rest, and what the server computes. */
import { isArray, isObject, objectOf, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { Effect, FieldWrite } from '../../model/effect.ts';
import type { Expr, Ref } from '../../model/expr.ts';
import { inDependencyOrder } from '../records/invariants.ts';
import { withoutCircles } from '../values/without-circles.ts';
import { counterOf } from '../values/counter.ts';
import { mapCandidate } from '../values/learn-array.ts';
import { literalArray } from '../values/literal-array.ts';
import { tokenShape } from '../values/token-shape.ts';
import { lackOf } from './what-lacks.ts';
import { learnValue } from '../values/learn-value.ts';
import { isOneRequest, isTelling, repeatsRequestInside } from '../reading/one-request.ts';
import type { LearnOptions, Sample } from '../values/value-sample.ts';
import { requestObjectOf, sentObject, type RequestObject } from '../values/request-object.ts';
import type { Scene } from '../values/scene.ts';
import type { EffectContext } from './effect-context.ts';
import {
  USUAL,
  commonestValue,
  constantOf,
  innerKeys,
  isFilledObject,
  isInformative,
  lacksObject,
  rarelyThere,
  usualShare,
} from './sample-facts.ts';
import { learnInside } from './inside-sent.ts';
import { whereAsked } from './where-asked.ts';

export function createEffect(scenes: readonly Scene[], context: EffectContext): Effect {
  const known = scenes.filter((scene) => scene.after !== null);
  const object = requestObjectOf(known);
  const defaults: [string, Json][] = [];
  const set: FieldWrite[] = [];
  for (const key of keysOf(known)) learnField([key], known, object, context, defaults, set, 0);
  const copy = object === null ? null : { from: object.from, to: object.to, except: object.except };
  const ruled = new Set(context.invariants.map(({ path }) => path.join('\u0000')));
  const usable = context.invariants.filter(
    ({ path }) => known.length === 0 || known.some(({ after }) => valueAt(after ?? undefined, path) !== undefined),
  );
  const own = withoutCircles(
    set.filter(({ path }) => !ruled.has(path.join('\u0000'))),
    (path) => fromOutside(path, known, context),
    usable,
  );
  return {
    t: 'create',
    resource: context.resource,
    set: inDependencyOrder([...own, ...usable]),
    copy,
    defaults: nested(defaults),
  };
}

/** What counts up because the request (or what it names) does is no counter of its own. */
function isCopied(samples: readonly Sample[], options: LearnOptions): boolean {
  const expr = learnValue(samples, { ...options, split: false, agreement: 1 })?.expr;
  return expr !== undefined && (expr.k === 'slot' || expr.k === 'field');
}

/** Where a field's value comes from when the other fields of the new record may not be asked. */
function fromOutside(path: JsonPath, scenes: readonly Scene[], context: EffectContext): Expr {
  const samples = scenes.map((scene): Sample => ({
    scene,
    value: valueAt(scene.after ?? undefined, path),
    draft: scene.after,
  }));
  const learned = learnValue(samples, { refs: context.refs, name: String(path.at(-1)), path });
  return learned?.expr ?? { k: 'sample', resource: context.resource, path };
}

function keysOf(scenes: readonly Scene[]): readonly string[] {
  const keys = new Set<string>();
  for (const { after } of scenes) for (const key of Object.keys(after ?? {})) keys.add(key);
  return [...keys];
}

function learnField(
  path: JsonPath,
  scenes: readonly Scene[],
  object: RequestObject | null,
  context: EffectContext,
  defaults: [string, Json][],
  set: FieldWrite[],
  depth: number,
): void {
  const refs: readonly Ref[] = [...context.refs, { r: 'created' }];
  const name = String(path.at(-1));
  if (path.join('\u0000') === context.idPath.join('\u0000')) {
    set.push({ path, value: idExpr(path, scenes, context, refs) });
    return;
  }
  const all = scenes.map((scene): Sample => ({
    scene,
    value: valueAt(scene.after ?? undefined, path),
    draft: scene.after,
  }));
  if (
    object !== null &&
    path.length === object.to.length + 1 &&
    object.to.every((step, index) => path[index] === step) &&
    object.echoed.has(name)
  ) {
    const unsent = all.filter(({ scene }) => !Object.hasOwn(sentObject(scene, object.from), name));
    const isWhole = unsent.length > 0 && unsent.every(({ value }) => isFilledObject(value));
    learnInside(
      path,
      isWhole ? all : all.filter((sample) => !unsent.includes(sample)),
      [...object.from, name],
      { context, set, isOptional: lacksObject(unsent) },
      depth,
    );
    if (unsent.length === 0) {
      // Always sent so far.
      const isList = all.some(({ value }) => isArray(value));
      const lack = lackOf(scenes, context.resource, path, isList);
      if (object.to.length === 0 && name !== 'type' && lack !== undefined) defaults.push([path.join('\u0000'), lack]);
      return;
    }
    if (isWhole) return;
    const constant = constantOf(unsent);
    if (constant !== undefined) {
      if (constant.value !== undefined) defaults.push([path.join('\u0000'), constant.value]);
      return;
    }
    const learned = learnValue(unsent, { refs, name, path });
    const slot: Expr = { k: 'slot', slot: { in: 'body', path: [...object.from, name] }, as: 'json', fallback: null };
    if (learned !== null)
      set.push({ path, value: { k: 'case', key: slot, rows: { absent: learned.expr }, otherwise: slot } });
    else defaults.push([path.join('\u0000'), commonestValue(unsent)]);
    return;
  }
  if (
    depth < 2 &&
    object !== null &&
    object.to.length > 0 &&
    path.length <= object.to.length &&
    object.to.every((step, index) => index >= path.length || path[index] === step)
  ) {
    for (const key of innerKeys(all)) learnField([...path, key], scenes, object, context, defaults, set, depth + 1);
    return;
  }
  const constant = constantOf(all);
  const isAlone = isOneRequest(all);
  if (isAlone && depth < 4 && repeatsRequestInside(all)) {
    for (const key of innerKeys(all)) learnField([...path, key], scenes, object, context, defaults, set, depth + 1);
    return;
  }
  const mayBeCopy = all.length < 2 ? isInformative(constant?.value) : isAlone && isTelling(constant?.value);
  if (constant !== undefined && !mayBeCopy) {
    const same = learnValue(all, { refs, name, path, split: false });
    if (same !== null && same.expr.k !== 'const' && same.cost < 1.15) set.push({ path, value: same.expr });
    else if (constant.value !== undefined) defaults.push([path.join('\u0000'), constant.value]);
    return;
  }
  const counted = isCopied(all, { refs: context.refs, name, path }) ? null : counterOf(all);
  if (counted !== null) {
    set.push({ path, value: { k: 'counter', resource: context.resource, path, shape: counted } });
    return;
  }
  const rare = rarelyThere(all);
  if (rare !== null) {
    // One case that shows it is no reason to make it up for all.
    if (rare.value !== undefined) defaults.push([path.join('\u0000'), rare.value]);
    return;
  }
  const gated = whereAsked(all, { refs, name, path }, context.resource);
  if (gated !== null) {
    set.push({ path, value: gated });
    return;
  }
  const learned = learnValue(all, { refs, name, path });
  if (learned !== null) {
    if (learned.expr.k === 'const') defaults.push([path.join('\u0000'), learned.expr.value]);
    else set.push({ path, value: learned.expr });
    return;
  }
  const values = all.map(({ value }) => value).filter((value) => value !== undefined && value !== null);
  const mapped =
    values.length > 0 && values.every(isArray)
      ? (mapCandidate(all, refs, path) ?? literalArray(all, { refs: context.refs, name, path }))
      : null;
  if (mapped !== null) {
    set.push({ path, value: mapped });
    return;
  }
  if (depth < 4 && values.length > 0 && values.every((value) => isObject(value) && Object.keys(value).length > 0)) {
    for (const key of innerKeys(all)) learnField([...path, key], scenes, object, context, defaults, set, depth + 1);
    return;
  }
  const token = values.length === all.length ? tokenShape(values) : null;
  if (token !== null) set.push({ path, value: { k: 'generate', shape: token } });
  else if (values.length === 0 || values.some((value) => typeof value === 'object'))
    defaults.push([path.join('\u0000'), commonestValue(all)]);
  else if (usualShare(all) >= USUAL) defaults.push([path.join('\u0000'), commonestValue(all)]);
  else set.push({ path, value: { k: 'sample', resource: context.resource, path } });
}

/** Ids chosen by the client are echoes; words may be slugs of a title; all others are new. */
function idExpr(path: JsonPath, scenes: readonly Scene[], context: EffectContext, refs: readonly Ref[]): Expr {
  const samples = scenes.map((scene): Sample => ({
    scene,
    value: valueAt(scene.after ?? undefined, path),
    draft: scene.after,
  }));
  const learned = learnValue(samples, { refs, name: String(path.at(-1)), path, split: false });
  const made = learned?.expr;
  if (made !== undefined && (made.k === 'slot' || made.k === 'slug' || (made.k === 'text' && made.of.k === 'slot')))
    return made;
  return { k: 'new-id', resource: context.resource };
}

/** Defaults with dotted paths put back into objects. */
function nested(entries: readonly (readonly [string, Json])[]): { readonly [key: string]: Json } {
  const top = new Map<string, Json>();
  for (const [path, value] of entries) {
    const [head = '', ...rest] = path.split('\u0000');
    if (rest.length === 0) top.set(head, value);
    else {
      const inner = top.get(head);
      const below = nested([[rest.join('\u0000'), value]]);
      top.set(head, isObject(inner) ? { ...inner, ...below } : below);
    }
  }
  return objectOf(top);
}
