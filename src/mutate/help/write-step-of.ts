import type { OracleStep } from '../../model/oracle.ts';
import type { MutatorContext, OracleCall } from '../mutator-context.ts';

export type WriteStep = Extract<OracleStep, { kind: 'write' }>;

/** The step of the oracle's program that made a call; null where the program has none. */
export function writeStepOf({ task }: MutatorContext, call: OracleCall): WriteStep | null {
  const steps = task.oracle.steps.filter(
    (step): step is WriteStep => step.kind === 'write' && step.operation === call.operation.id,
  );
  return steps[call.nth] ?? null;
}
