/** The element that a write appends: parts of the request, a running number, fields of a record the request names. */
import { isObject, jsonEquals, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { Expr, Ref } from '../../model/expr.ts';
import { slotsOf } from '../reading/call.ts';
import { idShapeOf, isIdLike } from '../records/id-shape.ts';
import { idText } from '../records/matching.ts';
import { elementRules } from './element-rules.ts';
import { evaluate } from './evaluate.ts';
import { learnValue } from './learn-value.ts';
import type { Scene } from './scene.ts';

export interface Appended {
  readonly scene: Scene;
  /** Undefined: the element lacks the field. */ readonly value: Json | undefined;
  /** Elements there before. */
  readonly before: readonly Json[];
}

/** Null where too much of the element stays unexplained. */
export function itemOf(cases: readonly Appended[], path: JsonPath, refs: readonly Ref[]): Expr | null {
  const first = cases[0];
  if (first === undefined) return null;
  if (!isObject(first.value)) return fieldOf(cases, '', path, refs);
  const keys = [...new Set(cases.flatMap(({ value }) => (isObject(value) ? Object.keys(value) : [])))];
  const rules = elementRules(first.scene, path);
  const made = new Map<string, Expr>();
  for (const key of keys) {
    if (rules.has(key)) continue;
    const expr = fieldOf(
      cases.map((one) => ({ ...one, value: isObject(one.value) ? one.value[key] : undefined })),
      key,
      path,
      refs,
    );
    if (expr !== null) made.set(key, expr);
  }
  for (const [key, { inputs, of }] of rules) {
    const [a, b] = inputs.map((input) => made.get(input));
    if (a !== undefined && b !== undefined) made.set(key, of(a, b));
  }
  const fields = keys.flatMap((key) => {
    const value = made.get(key);
    return value === undefined ? [] : [{ key, value }];
  });
  return fields.length >= keys.length * 0.6 && fields.some(({ value }) => value.k !== 'const')
    ? { k: 'object', fields }
    : null;
}

function fieldOf(cases: readonly Appended[], name: string, path: JsonPath, refs: readonly Ref[]): Expr | null {
  const sent = name === '' ? sentWhole(cases) : sentOrElse(cases, name);
  if (sent !== null) return sent;
  const next = runningNumber(cases, name, path);
  if (next !== null) return next;
  const samples = cases.map(({ scene, value }) => ({ scene, value, draft: null }));
  const learned = learnValue(samples, { refs, name, path: [...path, '*', name] });
  return learned?.expr ?? newId(cases);
}

/** The part of the request that is the element. */
function sentWhole(cases: readonly Appended[]): Expr | null {
  for (const { slot } of cases[0] === undefined ? [] : slotsOf(cases[0].scene.call)) {
    const expr: Expr = { k: 'slot', slot, as: 'json', fallback: null };
    if (cases.every(({ scene, value }) => jsonEquals(evaluate(expr, scene), value))) return expr;
  }
  return null;
}

/** What the request has under the same name, and always the same without it. */
function sentOrElse(cases: readonly Appended[], name: string): Expr | null {
  for (const from of sentPaths(cases, name)) {
    const unsent = cases.find(({ scene }) => valueAt(scene.call.exchange.body, from) === undefined)?.value;
    const sent: Expr = { k: 'slot', slot: { in: 'body', path: from }, as: 'json', fallback: unsent ?? null };
    const expr: Expr =
      unsent === null ? { k: 'case', key: sent, rows: { absent: { k: 'const', value: null } }, otherwise: sent } : sent;
    if (cases.every(({ scene, value }) => jsonEquals(evaluate(expr, scene), value))) return expr;
  }
  return null;
}

/** Places of a name in the bodies, outermost first. */
function sentPaths(cases: readonly Appended[], name: string): readonly JsonPath[] {
  const found = new Map<string, JsonPath>();
  const visit = (value: Json | undefined, path: readonly string[]): void => {
    if (!isObject(value) || path.length > 3) return;
    if (Object.hasOwn(value, name)) found.set(path.join('\u0000'), [...path, name]);
    for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key]);
  };
  for (const { scene } of cases) visit(scene.call.exchange.body, []);
  return [...found.values()].sort((x, y) => x.length - y.length);
}

/** One, ten, ... more than the highest so far, or than how many there are. */
function runningNumber(cases: readonly Appended[], name: string, path: JsonPath): Expr | null {
  const [first] = cases;
  if (first === undefined || !cases.every(({ value }) => typeof value === 'number' && Number.isInteger(value)))
    return null;
  const grown = cases.filter(({ before }) => before.length > 0);
  if (grown.length === 0) return null;
  const field: JsonPath = name === '' ? [] : [name];
  for (const fn of ['max', 'count'] as const) {
    const last: Expr = { k: 'fold', fn, of: { r: 'target' }, array: path, paths: fn === 'max' ? [field] : [] };
    const [one] = grown;
    const step = Number(one?.value) - Number(one === undefined ? 0 : evaluate(last, one.scene));
    if (!(fn === 'max' ? step > 0 : step === 0 || step === 1)) continue;
    const expr: Expr = { k: 'sum', of: [last, { k: 'const', value: step }] };
    if (cases.every(({ scene, value }) => evaluate(expr, scene) === value)) return expr;
  }
  return null;
}

/** Ids that the server gave: never the same twice. */
function newId(cases: readonly Appended[]): Expr | null {
  const ids = cases.map(({ value }) => idText(value ?? null));
  if (!ids.every((id) => id !== null) || ids.length < 2 || new Set(ids).size < ids.length) return null;
  if (!ids.every((id) => isIdLike(id) || /^\d{3,}$/.test(id))) return null;
  const made: Expr = { k: 'generate', shape: idShapeOf(ids) };
  return typeof cases[0]?.value === 'number' ? { k: 'sum', of: [made] } : made;
}
