/** States each aggregate once, where its children are made, and drops the single steps that say the same. */
import type { Effect } from '../../model/effect.ts';
import type { Ref } from '../../model/expr.ts';
import type { Operation } from '../../model/operation.ts';
import type { AggregateRule } from './aggregates.ts';

export function applyAggregates(
  operations: readonly Operation[],
  rules: readonly AggregateRule[],
): readonly Operation[] {
  if (rules.length === 0) return operations;
  return operations.map((operation) => ({
    ...operation,
    branches: operation.branches.map((branch) => {
      if (!branch.success || branch.effects.length === 0) return branch;
      const own = rules.filter((rule) => rule.child === operation.resource);
      const kept = branch.effects.flatMap((effect) => withoutSteps(operation, effect, rules));
      const added =
        operation.kind === 'create' ||
        !operations.some((other) => other.kind === 'create' && other.resource === operation.resource)
          ? own.flatMap((rule) => recompute(operation, rule))
          : [];
      return { ...branch, effects: [...kept, ...added] };
    }),
  }));
}

function recompute(operation: Operation, rule: AggregateRule): readonly Effect[] {
  const child: Ref = operation.kind === 'create' ? { r: 'created' } : { r: 'target' };
  const at = operation.parents.findIndex(({ resource }) => resource === rule.owner);
  const of: Ref | null =
    rule.by.length > 0
      ? { r: 'via', of: child, path: rule.by, resource: rule.owner }
      : at >= 0
        ? { r: 'parent', index: at }
        : null;
  return of === null ? [] : [{ t: 'recompute', of, set: [{ path: rule.field, value: rule.value(of) }] }];
}

/** `counter + 1` on an owner whose counter is an aggregate. */
function withoutSteps(operation: Operation, effect: Effect, rules: readonly AggregateRule[]): readonly Effect[] {
  if (effect.t === 'each') return [effect];
  if (effect.t !== 'update') return [effect];
  const resource = resourceOf(operation, effect.of);
  const set = effect.set.filter(
    ({ path }) => !rules.some((rule) => rule.owner === resource && rule.field.join('\u0000') === path.join('\u0000')),
  );
  return set.length === 0 && effect.copy === null && effect.of.r !== 'target' ? [] : [{ ...effect, set }];
}

function resourceOf(operation: Operation, of: Ref): string | null {
  switch (of.r) {
    case 'parent':
      return operation.parents[of.index]?.resource ?? null;
    case 'slot':
    case 'via':
    case 'element':
      return of.resource;
    default:
      return operation.resource;
  }
}
