/** Finds the fields that always follow from others: sums, counts and extremes that some effect works out. */
import type { Effect, Expr, FieldWrite, LearnedModel, Operation, Ref } from '../model/learned.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import type { DerivedRule } from './compiled.ts';

export function derivedRulesOf(model: LearnedModel): readonly DerivedRule[] {
  const rules = new Map<string, DerivedRule>();
  for (const operation of model.operations) {
    for (const branch of operation.branches) {
      for (const effect of branch.effects) {
        for (const rule of rulesIn(operation, effect)) {
          const text = `${rule.resource} ${canonicalJson(rule.path as Json)}`;
          if (!rules.has(text)) rules.set(text, rule);
        }
      }
    }
  }
  return [...rules.values()];
}

function* rulesIn(operation: Operation, effect: Effect): Generator<DerivedRule> {
  if (effect.t === 'delete') return;
  const self: Ref = effect.t === 'create' ? { r: 'created' } : effect.of;
  const resource = effect.t === 'create' ? effect.resource : resourceOf(operation, effect.of);
  if (resource === null) return;
  for (const write of effect.set) {
    if (isDerived(write, self, effect.t === 'recompute')) yield { resource, path: write.path, self, value: write.value, over: [...aggregatesIn(write.value)] };
  }
}

function resourceOf(operation: Operation, ref: Ref): string | null {
  switch (ref.r) {
    case 'target':
      return operation.resource;
    case 'parent':
      return operation.parents[ref.index]?.resource ?? null;
    case 'slot':
    case 'via':
      return ref.resource;
    case 'created':
    case 'principal':
      return null;
  }
}

/** Only of the record itself and its children; a recompute may be made of plain fields, other writes must count or sum. */
function isDerived({ value }: FieldWrite, self: Ref, isRecompute: boolean): boolean {
  const kinds = new Set<string>();
  if (!isPure(value, canonicalJson(self as unknown as Json), kinds)) return false;
  return kinds.has('aggregate') || kinds.has('fold') || (isRecompute && kinds.has('field'));
}

function isPure(expr: Expr, self: string, kinds: Set<string>): boolean {
  kinds.add(expr.k);
  const own = (ref: Ref): boolean => canonicalJson(ref as unknown as Json) === self;
  switch (expr.k) {
    case 'const':
      return true;
    case 'field':
    case 'aggregate':
    case 'fold':
      return own(expr.of);
    case 'sum':
    case 'product':
      return expr.of.every((part) => isPure(part, self, kinds));
    case 'concat':
      return expr.parts.every((part) => isPure(part, self, kinds));
    case 'slug':
      return isPure(expr.of, self, kinds);
    case 'table':
      return isPure(expr.key, self, kinds) && (expr.otherwise === null || isPure(expr.otherwise, self, kinds));
    default:
      return false;
  }
}

function* aggregatesIn(expr: Expr): Generator<DerivedRule['over'][number]> {
  if (expr.k === 'aggregate') yield { resource: expr.resource, by: expr.by };
  else if (expr.k === 'sum' || expr.k === 'product') for (const part of expr.of) yield* aggregatesIn(part);
  else if (expr.k === 'concat') for (const part of expr.parts) yield* aggregatesIn(part);
  else if (expr.k === 'slug') yield* aggregatesIn(expr.of);
  else if (expr.k === 'table') {
    yield* aggregatesIn(expr.key);
    if (expr.otherwise !== null) yield* aggregatesIn(expr.otherwise);
  }
}
