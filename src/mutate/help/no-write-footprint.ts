import type { MutatorContext } from '../mutator-context.ts';

/** What a mutation lays hands on that leaves no write to be made: whatever happens to writes could not be met. */
export function noWriteFootprint({ writes }: MutatorContext): readonly string[] {
  return ['goal', 'input', ...writes.map(({ operation }) => `op:${operation.id}`)];
}
