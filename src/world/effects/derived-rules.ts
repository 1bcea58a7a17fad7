/** Finds the fields that always follow from others: sums, counts and extremes that some effect works out. */
import type { Effect, FieldWrite } from '../../model/effect.ts';
import type { Expr, Ref } from '../../model/expr.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { Operation } from '../../model/operation.ts';
import { canonicalJson, type Json } from '../../model/json.ts';
import type { DerivedRule } from '../compiled.ts';
import { within } from './within-expr.ts';

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
  if (effect.t === 'delete' || effect.t === 'children') return;
  if (effect.t === 'each') {
    for (const inner of effect.effects) yield* rulesIn(operation, inner);
    return;
  }
  const self: Ref = effect.t === 'create' ? { r: 'created' } : effect.of;
  const resource = effect.t === 'create' ? effect.resource : resourceOf(operation, effect.of);
  if (resource === null) return;
  for (const write of effect.set) {
    if (!isDerived(write, self, effect.t === 'recompute')) continue;
    const ofSelf = [...within(write.value)].some(({ k }) => k === 'field' || k === 'fold');
    const over = [...within(write.value)].flatMap((part) =>
      part.k === 'aggregate'
        ? [
            {
              resource: part.resource,
              by: part.by,
              watched: [part.by, ...(part.path === null ? [] : [part.path]), ...part.where.map(({ path }) => path)],
            },
          ]
        : [],
    );
    yield { resource, path: write.path, self, value: write.value, ofSelf, over };
  }
}

function resourceOf(operation: Operation, ref: Ref): string | null {
  switch (ref.r) {
    case 'target':
      return operation.resource;
    case 'parent':
      return operation.parents[ref.index]?.resource ?? null;
    case 'slot':
    case 'element':
    case 'via':
      return ref.resource;
    case 'created':
      return operation.kind === 'create' ? operation.resource : null;
    case 'principal':
      return null;
  }
}

const IMPURE = new Set<Expr['k']>(['slot', 'now', 'new-id', 'generate', 'sample', 'page', 'link', 'digest']);

/** Only of the record itself and its children; a recompute may be made of plain fields, other writes must count or sum. */
function isDerived({ value }: FieldWrite, self: Ref, isRecompute: boolean): boolean {
  const parts = [...within(value)];
  const own = canonicalJson(self as unknown as Json);
  if (
    parts.some(
      (part) =>
        IMPURE.has(part.k) || ('of' in part && isRef(part.of) && canonicalJson(part.of as unknown as Json) !== own),
    )
  )
    return false;
  if (parts.some(({ k }) => k === 'aggregate' || k === 'fold')) return true;
  return isRecompute && parts.some(({ k }) => k === 'field');
}

function isRef(value: unknown): value is Ref {
  return typeof value === 'object' && value !== null && 'r' in value;
}
