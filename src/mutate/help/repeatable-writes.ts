import type { MutatorContext, OracleCall } from '../mutator-context.ts';

/** Writes that do damage when sent twice: what they make, they make again. */
export function repeatableWrites(context: MutatorContext): readonly OracleCall[] {
  return context.writes.filter(({ made, operation }) => made || operation.kind === 'create');
}
