import type { OraclePatch, OracleStep } from '../../model/oracle.ts';

/** Whether a patch takes a write out of the program. */
export function skips(patch: OraclePatch, step: Extract<OracleStep, { kind: 'write' }>): boolean {
  return (
    patch.o === 'skip-write' &&
    patch.operation === step.operation &&
    (patch.step === undefined || patch.step === step.as)
  );
}
