import type { LearnedModel } from '../../model/learned-model.ts';
import { indexModel } from '../../model/model-index.ts';
import type { OracleProgram, OracleStep } from '../../model/oracle.ts';
import { createThenUpdate, otherReadOrder, wholeReplacement } from './other-ways.ts';
import type { OracleOptions } from '../oracle/oracle-options.ts';

/** Another right way to do the same: it has to earn 1 as well. */
export interface Variant {
  readonly name: string;
  readonly change: Partial<OracleOptions>;
  /** In place of the episode's own. */
  readonly program?: OracleProgram;
  /** The API may not allow this way at all: then it does not reach the goal, and says nothing of the checks. */
  readonly ifAllowed?: true;
}

/** `undisturbed`: the world is neutral, so that no fault is meant for the n-th write. */
export function* variantsOf(model: LearnedModel, program: OracleProgram, undisturbed: boolean): Generator<Variant> {
  if (usesProse(program)) yield { name: 'reworded', change: { wording: 3 } };
  const extra = extraRead(model, program);
  if (extra !== null) yield { name: 'one more read', change: { edit: extra } };
  const order = otherReadOrder(program);
  if (order !== null) yield { name: 'other read order', change: {}, program: order };
  const whole = undisturbed ? wholeReplacement(model, program) : null;
  if (whole !== null) yield { name: 'put for patch', change: {}, program: whole, ifAllowed: true };
  const later = undisturbed ? createThenUpdate(model, program) : null;
  if (later !== null) yield { name: 'create, then update', change: {}, program: later, ifAllowed: true };
  if (undisturbed && program.steps.some((step) => isDivisible(model, step)))
    yield { name: 'one field at a time', change: { edit: (step) => piecemeal(model, step) } };
}

/** An update of several top-level fields that came with the request: each can go in an update of its own. */
function isDivisible(model: LearnedModel, step: OracleStep): step is Extract<OracleStep, { kind: 'write' }> {
  if (step.kind !== 'write') return false;
  const operation = indexModel(model).operation(step.operation);
  const told = step.slots.filter(({ slot }) => slot.in === 'body');
  return (
    operation?.kind === 'update' &&
    operation.method === 'PATCH' &&
    told.length > 1 &&
    told.every(({ slot, value }) => slot.in === 'body' && slot.path.length === 1 && value.v === 'input')
  );
}

function piecemeal(model: LearnedModel, step: OracleStep): readonly OracleStep[] {
  if (!isDivisible(model, step)) return [step];
  const body = step.slots.filter(({ slot }) => slot.in === 'body');
  const rest = step.slots.filter(({ slot }) => slot.in !== 'body');
  return body.map((one, at) => ({
    ...step,
    as: at === body.length - 1 ? step.as : `${step.as}_part_${at + 1}`,
    confirm: null,
    slots: [...rest, one],
  }));
}

function usesProse(program: OracleProgram): boolean {
  return program.steps.some((step) => step.kind === 'write' && step.slots.some(({ value }) => value.v === 'prose'));
}

/** Reads what it has found once more before the first write. */
function extraRead(model: LearnedModel, program: OracleProgram): OracleOptions['edit'] | null {
  const first = program.steps.findIndex((step) => step.kind === 'write' || step.kind === 'answer');
  const read = program.steps
    .slice(0, Math.max(0, first))
    .findLast((step): step is Extract<OracleStep, { kind: 'read' }> => step.kind === 'read');
  if (read === undefined || indexModel(model).operation(read.operation) === undefined) return null;
  return (step, at) => (at === first ? [{ ...read, as: `${read.as}_once_more` }, step] : [step]);
}
