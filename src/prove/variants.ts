import type { LearnedModel } from '../model/learned.ts';
import { indexModel } from '../model/model-index.ts';
import type { OracleProgram, OracleStep } from '../model/oracle.ts';
import type { OracleOptions } from './run-oracle.ts';

/** Another right way to do the same: it has to earn 1 as well. */
export interface Variant {
  readonly name: string;
  readonly change: Partial<OracleOptions>;
}

export function* variantsOf(model: LearnedModel, program: OracleProgram): Generator<Variant> {
  if (usesProse(program)) yield { name: 'reworded', change: { wording: 3 } };
  const extra = extraRead(model, program);
  if (extra !== null) yield { name: 'one more read', change: { edit: extra } };
}

function usesProse(program: OracleProgram): boolean {
  return program.steps.some((step) => step.kind === 'write' && step.slots.some(({ value }) => value.v === 'prose'));
}

/** Reads what it has found once more before the first write. */
function extraRead(model: LearnedModel, program: OracleProgram): OracleOptions['edit'] | null {
  const first = program.steps.findIndex((step) => step.kind === 'write' || step.kind === 'answer');
  const read = program.steps.slice(0, Math.max(0, first)).findLast((step): step is Extract<OracleStep, { kind: 'read' }> => step.kind === 'read');
  if (read === undefined || indexModel(model).operation(read.operation) === undefined) return null;
  return (step, at) => (at === first ? [{ ...read, as: `${read.as}_once_more` }, step] : [step]);
}
