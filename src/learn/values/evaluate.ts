/** Expressions against recorded moments: `evaluate` computes, `matches` also accepts what no one can foretell exactly. */
import { isArray, jsonEquals, objectOf, valueAt, type Json, type JsonObject } from '../../model/json.ts';
import { amended, extended, isNamed, ordered } from '../../model/array-edits.ts';
import type { Expr } from '../../model/expr.ts';
import { formatTime, shifted, spanBetween, timeOf, type TimeFormat } from '../../model/time-format.ts';
import { numberIn } from '../../model/number-in.ts';
import type { IdShape } from '../../model/id-shape.ts';
import { slotValue } from '../reading/call.ts';
import { idShapeOf } from '../records/id-shape.ts';
import { docOf, type Scene } from './scene.ts';
import { aggregate, fold } from './figures.ts';
import { numberOf } from './number-of.ts';

/** Server clocks tick in seconds, and an answer may be made a while after its request. */
const CLOCK_SLACK_MS = 3500;

export function evaluate(expr: Expr, scene: Scene, draft: JsonObject | null = null): Json | undefined {
  switch (expr.k) {
    case 'const':
      return expr.value;
    case 'slot': {
      const value = slotValue(scene.call.exchange, scene.call.params, expr.slot);
      return value === undefined ? (expr.fallback ?? undefined) : coerced(value, expr.as);
    }
    case 'field': {
      const doc = expr.of.r === 'created' ? (draft ?? scene.after) : docOf(scene, expr.of);
      return valueAt(doc ?? undefined, expr.path);
    }
    case 'now':
      return formatTime(scene.now + expr.plusSeconds * 1000, expr.format);
    case 'new-id':
      return scene.createdKey === null
        ? undefined
        : valueAt(scene.after ?? undefined, scene.world.idPaths.get(expr.resource) ?? ['id']);
    case 'sum':
      return numbers(expr.of, scene, draft)?.reduce((a, b) => a + b, 0);
    case 'product':
      return numbers(expr.of, scene, draft)?.reduce((a, b) => a * b, 1);
    case 'round': {
      const value = evaluate(expr.of, scene, draft);
      return typeof value === 'number' ? rounded(value, expr.digits, expr.mode) : undefined;
    }
    case 'decimal': {
      const [value] = numbers([expr.of], scene, draft) ?? [];
      return value === undefined ? undefined : rounded(value, expr.digits, 'round').toFixed(expr.digits);
    }
    case 'span':
      return spanBetween(evaluate(expr.from, scene, draft), evaluate(expr.to, scene, draft), expr.unit) ?? undefined;
    case 'shift': {
      const times = expr.times === undefined ? 1 : numberOf(evaluate(expr.times, scene, draft));
      if (times === undefined) return undefined;
      const of = evaluate(expr.of, scene, draft);
      return shifted(of, expr.months * times, expr.seconds * times, expr.format) ?? undefined;
    }
    case 'slug': {
      const value = evaluate(expr.of, scene, draft);
      return typeof value === 'string' ? slugOf(value) : undefined;
    }
    case 'concat': {
      const parts = expr.parts.map((part) => evaluate(part, scene, draft));
      return parts.some((part) => part === undefined || part === null || typeof part === 'object')
        ? undefined
        : parts.map(String).join('');
    }
    case 'table': {
      const key = evaluate(expr.key, scene, draft);
      const row = expr.rows[tableKey(key)];
      return row !== undefined ? row : expr.otherwise === null ? undefined : evaluate(expr.otherwise, scene, draft);
    }
    case 'case': {
      const row = expr.rows[tableKey(evaluate(expr.key, scene, draft))];
      return row !== undefined
        ? evaluate(row, scene, draft)
        : expr.otherwise === null
          ? undefined
          : evaluate(expr.otherwise, scene, draft);
    }
    case 'fold':
      return fold(expr, expr.of.r === 'created' ? (draft ?? scene.after) : docOf(scene, expr.of));
    case 'aggregate':
      return aggregate(expr, scene);
    case 'text': {
      const value = evaluate(expr.of, scene, draft);
      return typeof value !== 'string'
        ? undefined
        : expr.fn === 'trim'
          ? value.trim()
          : expr.fn === 'lower'
            ? value.toLowerCase()
            : value.toUpperCase();
    }
    case 'step': {
      const value = evaluate(expr.of, scene, draft);
      if (typeof value !== 'number') return undefined;
      return evaluate(expr.below.find(({ limit }) => value < limit)?.value ?? expr.otherwise, scene, draft);
    }
    case 'element': {
      const value = valueAt(scene.element?.value, expr.path);
      return value === undefined ? (expr.fallback ?? undefined) : value;
    }
    case 'request':
      return expr.part === 'method' ? scene.call.exchange.method : scene.call.exchange.path;
    case 'index':
      return scene.element === undefined ? undefined : scene.element.index + expr.plus;
    case 'object':
      return objectOf(
        expr.fields.flatMap(({ key, value }) => {
          const found = evaluate(value, scene, draft);
          return found === undefined ? [] : [[key, found] as const];
        }),
      );
    case 'map': {
      const array = evaluate(expr.array, scene, draft);
      return isArray(array)
        ? array.map((value, index) => evaluate(expr.item, { ...scene, element: { value, index } }, draft) ?? null)
        : undefined;
    }
    case 'append': {
      const array = evaluate(expr.array, scene, draft);
      const item = evaluate(expr.item, scene, draft);
      if (item === undefined) return array;
      const added = expr.spread && isArray(item) ? item : [item];
      return extended(isArray(array) ? array : [], added, expr.unique, expr.place);
    }
    case 'without': {
      const array = evaluate(expr.array, scene, draft);
      const equals = evaluate(expr.equals, scene, draft);
      if (!isArray(array) || equals === undefined) return array;
      return array.filter((item) => !isNamed(item, expr.path, equals));
    }
    case 'amend': {
      const array = evaluate(expr.array, scene, draft);
      const equals = evaluate(expr.equals, scene, draft);
      if (equals === undefined) return array;
      const list = isArray(array) ? array : [];
      const next = amended(list, expr.path, equals, (value, index) =>
        evaluate(expr.item, { ...scene, element: { value, index } }, draft),
      );
      const added = next !== null || expr.added === null ? undefined : evaluate(expr.added, scene, draft);
      return next ?? (added === undefined ? array : [...list, added]);
    }
    case 'ordered': {
      const array = evaluate(expr.array, scene, draft);
      const by = evaluate(expr.by, scene, draft);
      return isArray(array) && isArray(by) ? ordered(array, expr.path, by) : array;
    }
    default:
      return undefined;
  }
}

export function matches(expr: Expr, scene: Scene, value: Json | undefined, draft: JsonObject | null = null): boolean {
  if (expr.k === 'now')
    return typeof value !== 'undefined' && isNear(value, scene.now + expr.plusSeconds * 1000, expr.format);
  if (expr.k === 'generate')
    return (typeof value === 'string' || typeof value === 'number') && sameShape(expr.shape, String(value));
  if (expr.k === 'digest')
    return typeof value === 'string' && value.startsWith(expr.prefix) && value.endsWith(expr.suffix);
  if (expr.k === 'sample') return true;
  if (expr.k === 'case') {
    const row = expr.rows[tableKey(evaluate(expr.key, scene, draft))] ?? expr.otherwise;
    return row !== null && row !== undefined && matches(row, scene, value, draft);
  }
  const found = evaluate(expr, scene, draft);
  if (typeof found === 'number' && typeof value === 'number') return Math.abs(found - value) <= 1e-6;
  return jsonEquals(found, value);
}

/** Keys of tables: strings as they are, everything else as JSON text, `absent` for nothing. */
export function tableKey(value: Json | undefined): string {
  return value === undefined ? 'absent' : typeof value === 'string' ? value : JSON.stringify(value);
}

export function coerced(value: Json, as: 'json' | 'string' | 'number' | 'boolean'): Json | undefined {
  if (as === 'json') return value;
  if (as === 'string') return typeof value === 'object' ? undefined : String(value);
  if (as === 'number')
    return value !== '' && typeof value !== 'object' && Number.isFinite(Number(value)) ? Number(value) : undefined;
  return value === true || value === 'true' || value === '1' || value === 1
    ? true
    : value === false || value === 'false' || value === '0' || value === 0
      ? false
      : undefined;
}

function numbers(exprs: readonly Expr[], scene: Scene, draft: JsonObject | null): readonly number[] | undefined {
  const values = exprs.map((expr) => evaluate(expr, scene, draft));
  const found = values.map(numberOf);
  return found.every((value) => value !== undefined) ? found : undefined;
}

export function rounded(value: number, digits: number, mode: 'round' | 'floor' | 'ceil'): number {
  const scale = 10 ** digits;
  const scaled = Number((value * scale).toFixed(6));
  return (mode === 'round' ? Math.round(scaled) : mode === 'floor' ? Math.floor(scaled) : Math.ceil(scaled)) / scale;
}

export function slugOf(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}

function isNear(value: Json, at: number, format: TimeFormat): boolean {
  const time = timeOf(value);
  if (time === null || time.format !== format) return false;
  return format === 'date' ? value === formatTime(at, 'date') : Math.abs(time.at - at) <= CLOCK_SLACK_MS;
}

function sameShape(shape: IdShape, value: string): boolean {
  if (shape.kind === 'slug') return true;
  const own = idShapeOf([value]);
  if (shape.kind === 'prefixed')
    return value.startsWith(shape.prefix) && value.length === shape.prefix.length + shape.length;
  if (shape.kind === 'opaque') return value.length === shape.length && !/\s/.test(value);
  if (shape.kind === 'pattern') return numberIn(shape, value) !== null;
  return own.kind === shape.kind;
}
