import type { JsonPath } from '../../model/json.ts';
import type { MutatorContext, OracleCall } from '../mutator-context.ts';
import { overlaps } from './overlaps.ts';
import { goalPaths } from './goal-paths.ts';
import { writeStepOf } from './write-step-of.ts';

/** Fields that a write changes, the goal asks for, and a later read shows: whoever looks can tell whether they were written. */
export function confirmedFields(context: MutatorContext, call: OracleCall): readonly JsonPath[] {
  const confirm = writeStepOf(context, call)?.confirm;
  if (
    call.key === null ||
    confirm === null ||
    confirm === undefined ||
    confirm.c !== 'read' ||
    confirm.expect === 'gone'
  )
    return [];
  const wanted = goalPaths(context.task, call.key);
  return confirm.expect.map(({ path }) => path).filter((path) => wanted.some((other) => overlaps(path, other)));
}
