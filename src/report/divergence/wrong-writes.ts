import type { CallStep } from '../../model/rollout.ts';
import { callText } from '../step-text.ts';
import { differentValue } from './different-value.ts';
import type { Divergence } from './divergence.ts';
import { goesTo, isOf, touched, wasAccepted, type Sides } from './sides.ts';

export interface WriteComparison {
  readonly wrong: readonly Divergence[];
  /** Sent once more, and nothing came of it. */
  readonly idle: readonly Divergence[];
  /** Writes of the oracle that the agent never made, in order. */
  readonly missing: readonly CallStep[];
}

/** Writes that took effect beside the oracle's: another record, another value, once more, or one that it never makes. */
export function wrongWrites(sides: Sides): WriteComparison {
  const missing = sides.oracleCalls.filter((call) => sides.isWrite(call) && tookEffect(call));
  const made: { readonly by: CallStep; readonly wanted: CallStep }[] = [];
  const wrong: Divergence[] = [];
  const idle: (Divergence & { readonly of: number })[] = [];
  for (const call of sides.agentCalls.filter((one) => sides.isWrite(one) && tookEffect(one))) {
    const at = missing.findIndex((wanted) => isSame(call, wanted));
    const [wanted] = at < 0 ? [] : missing.splice(at, 1);
    if (wanted !== undefined) {
      made.push({ by: call, wanted });
      const other = differentValue(sides, call, wanted);
      if (other !== null) wrong.push(divergence(call, other));
      continue;
    }
    const again = made.find(({ wanted: before }) => isSame(call, before));
    if (call.changes.length === 0) {
      if (again !== undefined)
        idle.push({ ...divergence(call, `repeats step ${again.by.index} without need`), of: again.by.index });
      continue;
    }
    if (again !== undefined) {
      // It began with the first that was sent for nothing.
      wrong.push(
        idle.find(({ of }) => of === again.by.index) ??
          divergence(call, `repeats step ${again.by.index}; the oracle does this once`),
      );
      continue;
    }
    const elsewhere = missing.find((one) => isOf(one, call.operation));
    wrong.push(
      divergence(
        call,
        elsewhere === undefined
          ? `the oracle never does this; ${goesOn(missing[0])}`
          : `the oracle does this at ${placeOf(elsewhere)}`,
      ),
    );
  }
  return { wrong, idle, missing };
}

function tookEffect(call: CallStep): boolean {
  return call.changes.length > 0 || wasAccepted(call);
}

/** The same thing done to the same record, or one made of the same kind in the same place. */
function isSame(call: CallStep, wanted: CallStep): boolean {
  if (call.operation !== wanted.operation) return goesTo(call, wanted);
  const keys = touched(wanted);
  const made = wanted.changes.filter(({ before }) => before === null).map(({ resource }) => resource);
  if (keys.length === 0 && made.length === 0) return call.request.target === wanted.request.target;
  return (
    keys.every((key) => touched(call).includes(key) || (call.changes.length === 0 && goesTo(call, wanted))) &&
    made.every((resource) => call.changes.some((change) => change.before === null && change.resource === resource)) &&
    (made.length === 0 || call.request.target === wanted.request.target)
  );
}

export function placeOf({ request, tool }: CallStep): string {
  return tool === null ? request.target : callText({ request, tool } as CallStep);
}

function goesOn(next: CallStep | undefined): string {
  return next === undefined ? 'it changes nothing more' : `it goes on with ${callText(next)}`;
}

function divergence(call: CallStep, what: string): Divergence {
  return { step: call.index, text: `step ${call.index}: ${callText(call)}: ${what}.` };
}
