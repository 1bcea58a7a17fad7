import type { Json, JsonPath } from '../../model/json.ts';
import type { FoundRecord, MutatorContext } from '../mutator-context.ts';

/** What the oracle finds a record by, where the task or the API tells the value. */
export function knownConditions(
  context: MutatorContext,
  { step }: FoundRecord,
): readonly { readonly path: JsonPath; readonly value: Json }[] {
  if (step.kind !== 'find') return [];
  return step.where.flatMap(({ path, equals }) => {
    const value = context.known(equals);
    return value === undefined ? [] : [{ path, value }];
  });
}
