/** What an expression is worth in a turn; undefined where it has no value. */
import type { Turn } from '../compiled.ts';
import { isArray, objectOf, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import { amended, extended, isNamed, ordered } from '../../model/array-edits.ts';
import type { Expr } from '../../model/expr.ts';
import { aggregate } from './aggregate.ts';
import { docTag } from './doc-tag.ts';
import { createDice } from './dice.ts';
import { formatTime, shifted, spanBetween } from '../../model/time-format.ts';
import { makeId, slugOf } from '../state/make-id.ts';
import { newIdFor } from '../state/new-id.ts';
import { nextCount } from '../state/next-count.ts';
import { plausibleValue } from './plausible-value.ts';
import { valuesAt } from './values-at.ts';

export function evaluate(expr: Expr, turn: Turn): Json | undefined {
  switch (expr.k) {
    case 'const':
      return expr.value;
    case 'slot':
      return asType(turn.request.value(expr.slot), expr.as) ?? expr.fallback ?? undefined;
    case 'field':
      return valueAt(turn.docOf(expr.of), expr.path);
    case 'now':
      return formatTime(turn.at + expr.plusSeconds * 1000, expr.format);
    case 'new-id':
      return newIdFor(turn, expr.resource);
    case 'generate': {
      const dice = createDice(turn.seed, 'generate', turn.step, turn.draws++);
      return makeId(expr.shape, { next: dice.below(1e9), words: '', dice });
    }
    case 'sum':
      return fold(expr.of, turn, (a, b) => a + b, 0);
    case 'product':
      return fold(expr.of, turn, (a, b) => a * b, 1);
    case 'aggregate': {
      const owner = turn.resolve(expr.of);
      return owner === null ? (expr.fn === 'count' ? 0 : undefined) : aggregate(turn.state, owner, expr);
    }
    case 'fold':
      return foldArray(valueAt(turn.docOf(expr.of), expr.array), expr.fn, expr.paths);
    case 'slug': {
      const text = evaluate(expr.of, turn);
      return text === undefined || text === null ? undefined : slugOf(String(text));
    }
    case 'concat': {
      const parts = expr.parts.map((part) => evaluate(part, turn));
      return parts.some((part) => part === undefined || part === null || typeof part === 'object')
        ? undefined
        : parts.join('');
    }
    case 'table': {
      const name = rowName(evaluate(expr.key, turn));
      if (Object.hasOwn(expr.rows, name)) return expr.rows[name];
      return expr.otherwise === null ? undefined : evaluate(expr.otherwise, turn);
    }
    case 'case': {
      const name = rowName(evaluate(expr.key, turn));
      const row = Object.hasOwn(expr.rows, name) ? expr.rows[name] : expr.otherwise;
      return row === undefined || row === null ? undefined : evaluate(row, turn);
    }
    case 'step': {
      const of = numberOf(evaluate(expr.of, turn));
      if (of === undefined) return undefined;
      return evaluate(expr.below.find(({ limit }) => of < limit)?.value ?? expr.otherwise, turn);
    }
    case 'round': {
      const of = numberOf(evaluate(expr.of, turn));
      const unit = 10 ** expr.digits;
      return of === undefined ? undefined : Math[expr.mode](tidy(of * unit)) / unit;
    }
    case 'decimal': {
      const of = numberOf(evaluate(expr.of, turn));
      const unit = 10 ** expr.digits;
      return of === undefined ? undefined : (Math.round(tidy(of * unit)) / unit).toFixed(expr.digits);
    }
    case 'span':
      return spanBetween(evaluate(expr.from, turn), evaluate(expr.to, turn), expr.unit) ?? undefined;
    case 'shift': {
      const times = expr.times === undefined ? 1 : numberOf(evaluate(expr.times, turn));
      if (times === undefined) return undefined;
      return shifted(evaluate(expr.of, turn), expr.months * times, expr.seconds * times, expr.format) ?? undefined;
    }
    case 'counter':
      return nextCount(turn, expr);
    case 'text': {
      const text = evaluate(expr.of, turn);
      if (typeof text !== 'string') return text;
      return expr.fn === 'lower' ? text.toLowerCase() : expr.fn === 'upper' ? text.toUpperCase() : text.trim();
    }
    case 'append':
      return appended(evaluate(expr.array, turn), evaluate(expr.item, turn), expr);
    case 'without': {
      const array = evaluate(expr.array, turn);
      const equals = evaluate(expr.equals, turn);
      if (!isArray(array) || equals === undefined) return array;
      return array.filter((item) => !isNamed(item, expr.path, equals));
    }
    case 'amend': {
      const array = evaluate(expr.array, turn);
      const equals = evaluate(expr.equals, turn);
      if (equals === undefined) return array;
      const list = isArray(array) ? array : [];
      const next = amended(list, expr.path, equals, (value, index) =>
        turn.within({ value, index }, () => evaluate(expr.item, turn)),
      );
      const added = next !== null || expr.added === null ? undefined : evaluate(expr.added, turn);
      return next ?? (added === undefined ? array : [...list, added]);
    }
    case 'ordered': {
      const array = evaluate(expr.array, turn);
      const by = evaluate(expr.by, turn);
      return isArray(array) && isArray(by) ? ordered(array, expr.path, by) : array;
    }
    case 'object':
      return objectOf(
        expr.fields.flatMap(({ key, value }): [string, Json][] => {
          const item = evaluate(value, turn);
          return item === undefined ? [] : [[key, item]];
        }),
      );
    case 'map': {
      const array = evaluate(expr.array, turn);
      if (!isArray(array)) return undefined;
      return array.map((item, index) => turn.within({ value: item, index }, () => evaluate(expr.item, turn) ?? null));
    }
    case 'element': {
      const value = valueAt(turn.element?.value, expr.path);
      return value === undefined ? (expr.fallback ?? undefined) : value;
    }
    case 'request':
      return expr.part === 'method' ? turn.request.raw.method : turn.request.path;
    case 'index':
      return turn.element === null ? undefined : turn.element.index + expr.plus;
    case 'sample': {
      const field = turn.resource(expr.resource)?.fields.find(({ path }) => path.join('.') === expr.path.join('.'));
      return field === undefined
        ? undefined
        : plausibleValue(field, createDice(turn.seed, 'sample', turn.step, expr.path.join('.')));
    }
    case 'digest': {
      const rec = turn.resolve(expr.of);
      return rec === null ? undefined : expr.prefix + docTag(rec, expr.length) + expr.suffix;
    }
    case 'page':
      return turn.page?.facts[expr.fact];
    case 'link': {
      const links = expr.rels.flatMap(({ rel, fact }) => {
        const url = turn.page?.facts[fact];
        return typeof url === 'string' ? [`<${url}>; rel="${rel}"`] : [];
      });
      return links.length === 0 ? undefined : links.join(', ');
    }
  }
}

/** How tables spell their keys. */
function rowName(value: Json | undefined): string {
  if (value === undefined) return 'absent';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function appended(
  array: Json | undefined,
  item: Json | undefined,
  { spread, unique, place }: Extract<Expr, { k: 'append' }>,
): Json | undefined {
  if (item === undefined) return array;
  return extended(isArray(array) ? array : [], spread && isArray(item) ? item : [item], unique, place);
}

function asType(value: Json | undefined, as: 'json' | 'string' | 'number' | 'boolean'): Json | undefined {
  if (value === undefined || value === null || as === 'json') return value;
  if (as === 'string') return typeof value === 'object' ? value : String(value);
  if (as === 'boolean') return value === true || value === 'true' || value === '1' || value === 1;
  const number = Number(value);
  return typeof value === 'object' || Number.isNaN(number) ? value : number;
}

function fold(
  of: readonly Expr[],
  turn: Turn,
  join: (a: number, b: number) => number,
  start: number,
): Json | undefined {
  let total = start;
  for (const part of of) {
    const value = numberOf(evaluate(part, turn));
    if (value === undefined) return undefined;
    total = join(total, value);
  }
  return tidy(total);
}

function foldArray(value: Json | undefined, fn: 'count' | 'sum' | 'max', paths: readonly JsonPath[]): Json | undefined {
  if (!isArray(value)) return undefined;
  if (fn === 'count') return value.length;
  let total = 0;
  let highest = 0;
  for (const item of value) {
    const factors = paths.map((path) => numberOf(valuesAt(item, path)[0]));
    if (factors.includes(undefined)) continue;
    const product = factors.reduce<number>((so, factor) => so * (factor ?? 0), 1);
    total += product;
    highest = Math.max(highest, product);
  }
  return tidy(fn === 'max' ? highest : total);
}

export function numberOf(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** Sums of cents written as decimals stay decimals of the same length. */
function tidy(value: number): number {
  return Number.isInteger(value) ? value : Math.round(value * 1e6) / 1e6;
}
