import type { Expr } from '../../model/expr.ts';
import type { Guard } from '../../model/guard.ts';

/** What a guard looks at: values its refusal may quote. */
export function hintsOf(guard: Guard): readonly Expr[] {
  switch (guard.g) {
    case 'and':
      return guard.all.flatMap(hintsOf);
    case 'or':
      return guard.any.flatMap(hintsOf);
    case 'not':
      return hintsOf(guard.of);
    case 'any':
      return hintsOf(guard.of);
    case 'state-in':
      return [{ k: 'field', of: guard.of, path: guard.path }];
    case 'transition':
      return [
        { k: 'field', of: guard.of, path: guard.path },
        { k: 'slot', slot: guard.slot, as: 'json', fallback: null },
      ];
    case 'compare':
      return [guard.left, guard.right].filter(({ k }) => k !== 'const');
    case 'differs':
      return [guard.left, guard.right];
    case 'has-children':
      return guard.by === undefined
        ? []
        : [
            {
              k: 'aggregate',
              fn: 'count',
              resource: guard.resource,
              by: guard.by,
              of: { r: 'target' },
              path: null,
              where: guard.where ?? [],
            },
          ];
    case 'unknown-entity':
    case 'gone':
    case 'taken':
    case 'not-in':
      return [{ k: 'slot', slot: guard.slot, as: 'json', fallback: null }];
    default:
      return [];
  }
}
