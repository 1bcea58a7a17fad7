import type { Expr } from '../../model/expr.ts';

/** An expression and every expression inside it. */
export function* within(expr: Expr): Generator<Expr> {
  yield expr;
  for (const part of partsOf(expr)) yield* within(part);
}

function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.k) {
    case 'sum':
    case 'product':
      return expr.of;
    case 'slug':
    case 'round':
    case 'decimal':
    case 'text':
      return [expr.of];
    case 'shift':
      return [expr.of, ...some(expr.times ?? null)];
    case 'span':
      return [expr.from, expr.to];
    case 'concat':
      return expr.parts;
    case 'table':
      return [expr.key, ...some(expr.otherwise)];
    case 'case':
      return [expr.key, ...Object.values(expr.rows), ...some(expr.otherwise)];
    case 'step':
      return [expr.of, ...expr.below.map(({ value }) => value), expr.otherwise];
    case 'append':
      return [expr.array, expr.item];
    case 'without':
      return [expr.array, expr.equals];
    case 'amend':
      return [expr.array, expr.equals, expr.item, ...some(expr.added)];
    case 'ordered':
      return [expr.array, expr.by];
    case 'object':
      return expr.fields.map(({ value }) => value);
    case 'map':
      return [expr.array, expr.item];
    default:
      return [];
  }
}

function some(expr: Expr | null): readonly Expr[] {
  return expr === null ? [] : [expr];
}
