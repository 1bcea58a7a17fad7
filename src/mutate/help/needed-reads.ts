import type { MutatorContext, OracleCall } from '../mutator-context.ts';

/** The first call of each read by which the oracle finds a record: no right agent does without one. */
export function neededReads(context: MutatorContext): readonly OracleCall[] {
  const operations = new Set(context.found.map(({ operation }) => operation.id));
  return context.calls.filter(({ operation, nth }) => nth === 0 && operations.has(operation.id));
}
