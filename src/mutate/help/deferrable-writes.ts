import type { OperationId } from '../../model/names.ts';
import type { MutatorContext } from '../mutator-context.ts';
import { writeStepOf } from './write-step-of.ts';

/** Writes that an API may take and do later: made once, and what they did can be looked up. */
export function* deferrableWrites(context: MutatorContext): Generator<{ readonly operation: OperationId }> {
  for (const call of context.writes) {
    const confirm = writeStepOf(context, call)?.confirm ?? null;
    const isOnce = context.writes.filter(({ operation }) => operation.id === call.operation.id).length === 1;
    if (isOnce && confirm !== null) yield { operation: call.operation.id };
  }
}
