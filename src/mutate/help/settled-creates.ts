import type { OracleStep } from '../../model/oracle.ts';
import type { MutatorContext, OracleCall } from '../mutator-context.ts';
import { writeStepOf } from './write-step-of.ts';

/** One of several writes, that makes a record which a list can show and no other step needs: somebody may have made it before. */
export interface SettledCreate {
  readonly call: OracleCall;
  readonly step: Extract<OracleStep, { kind: 'write' }>;
}

export function settledCreates(context: MutatorContext): readonly SettledCreate[] {
  if (context.writes.length < 2) return [];
  const program = JSON.stringify(context.task.oracle.steps);
  return context.writes.flatMap((call) => {
    const step = writeStepOf(context, call);
    const wanted = context.task.goal.some((atom) => atom.kind === 'new' && atom.name === step?.as);
    return step !== null &&
      call.made &&
      wanted &&
      step.confirm?.c === 'find' &&
      !program.includes(`"step":${JSON.stringify(step.as)}`)
      ? [{ call, step }]
      : [];
  });
}
