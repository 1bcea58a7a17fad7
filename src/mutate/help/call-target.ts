import type { OperationId } from '../../model/names.ts';
import type { OracleCall } from '../mutator-context.ts';

/** One call that the oracle makes, named so that it can be found again: the n-th of its operation. */
export type CallTarget = {
  readonly operation: OperationId;
  readonly nth: number;
};

export function* callTargets(calls: readonly OracleCall[]): Generator<CallTarget> {
  for (const { operation, nth } of calls) yield { operation: operation.id, nth };
}
