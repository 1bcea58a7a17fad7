import type { FoundRecord, MutatorContext, OracleCall } from '../mutator-context.ts';
import { writeStepOf } from './write-step-of.ts';

/** Whether a write names a record that the oracle found before it: changes it, or makes something that lies in it. */
export function isAbout(context: MutatorContext, call: OracleCall, found: FoundRecord): boolean {
  const names = new Set(context.found.flatMap(({ key, step }) => (key === found.key ? [step.as] : [])));
  return (
    writeStepOf(context, call)?.slots.some(
      ({ slot, value }) => slot.in === 'path' && value.v === 'from' && names.has(value.step),
    ) ?? false
  );
}
