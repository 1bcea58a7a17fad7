import type { OperationId } from '../../model/names.ts';
import type { MutatorContext } from '../mutator-context.ts';
import { plainWords } from './plain-words.ts';
import { writeStepOf } from './write-step-of.ts';

/** One of several writes that the others do not depend on. */
export type WithdrawableWrite = {
  readonly operation: OperationId;
  /** How a person speaks of it. */
  readonly what: string;
  /** The goal's atoms that go with it, by index. */
  readonly atoms: readonly number[];
};

export function withdrawableWrites(context: MutatorContext): readonly WithdrawableWrite[] {
  const { steps } = context.task.oracle;
  if (context.writes.length < 2) return [];
  return context.writes.flatMap((call): WithdrawableWrite[] => {
    const step = writeStepOf(context, call);
    const alone = steps.filter((other) => other.kind === 'write' && other.operation === call.operation.id).length === 1;
    if (step === null || !alone || JSON.stringify(steps).includes(`"step":${JSON.stringify(step.as)}`)) return [];
    const others = new Set(
      context.writes.flatMap((other) => (other !== call && other.key !== null ? [other.key] : [])),
    );
    const atoms = context.task.goal.flatMap((atom, at) => {
      if (atom.kind === 'new') return atom.name === step.as ? [at] : [];
      return (atom.kind === 'field' || atom.kind === 'gone') && atom.key === call.key && !others.has(atom.key)
        ? [at]
        : [];
    });
    if (atoms.length === 0 || atoms.length === context.task.goal.length) return [];
    const noun = plainWords(context.resource(call.operation.resource ?? '')?.singular ?? 'record');
    const what = call.made
      ? `the new ${noun}`
      : call.operation.kind === 'delete'
        ? `deleting the ${noun}`
        : `the change to the ${noun}`;
    // Two steps that a person would call the same cannot be told apart.
    const called = context.writes.filter(
      (other) =>
        other.operation.resource === call.operation.resource &&
        other.made === call.made &&
        other.operation.kind === call.operation.kind,
    );
    return called.length === 1 ? [{ operation: call.operation.id, what, atoms }] : [];
  });
}
