import type { MutatorContext, OracleCall } from '../mutator-context.ts';
import { writeStepOf } from './write-step-of.ts';

/** The one write of a task that makes one record, and whose record a list can show; null for all other tasks. */
export function loneCreate(context: MutatorContext): OracleCall | null {
  const [only, ...more] = context.writes;
  if (only === undefined || more.length > 0 || !only.made) return null;
  if (context.task.oracle.steps.filter(({ kind }) => kind === 'write').length !== 1) return null;
  if (context.task.goal.length !== 1 || context.task.goal[0]?.kind !== 'new') return null;
  return writeStepOf(context, only)?.confirm?.c === 'find' ? only : null;
}
