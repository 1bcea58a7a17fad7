import type { MutatorContext } from '../mutator-context.ts';
import { callTargets, type CallTarget } from './call-target.ts';
import { repeatableWrites } from './repeatable-writes.ts';
import { writeStepOf } from './write-step-of.ts';

/** Writes that do harm when they are sent twice, and of which a read can tell whether they happened. */
export function confirmableWrites(context: MutatorContext): Iterable<CallTarget> {
  return callTargets(repeatableWrites(context).filter((call) => writeStepOf(context, call)?.confirm !== null));
}
