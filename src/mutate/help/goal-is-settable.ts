import type { MutatorContext } from '../mutator-context.ts';
import { knownConditions } from './known-conditions.ts';
import { overlaps } from './overlaps.ts';

/** Whether all that the goal asks for is values of existing records, which can still be found once they are there. */
export function goalIsSettable(context: MutatorContext): boolean {
  const named = context.found.flatMap((found) =>
    knownConditions(context, found).map(({ path }) => ({ key: found.key, path })),
  );
  return (
    context.task.goal.length > 0 &&
    context.found.length > 0 &&
    context.task.goal.every(
      (atom) =>
        atom.kind === 'field' &&
        (atom.match.m === 'exact' || atom.match.m === 'set') &&
        context.found.some(({ key }) => key === atom.key) &&
        !named.some(({ key, path }) => key === atom.key && overlaps(path, atom.path)),
    )
  );
}
