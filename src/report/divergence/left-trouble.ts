import type { CallStep } from '../../model/rollout.ts';
import { callText, outcomeText, stepText } from '../step-text.ts';
import type { Divergence } from './divergence.ts';
import { goesTo, isOf, wasAccepted, type Sides } from './sides.ts';
import { placeOf } from './wrong-writes.ts';

const ACTS_TOLD = 3;

/** Calls that failed, or did nothing while they seemed to, and were never made good although the oracle got there. */
export function leftTrouble(sides: Sides): readonly Divergence[] {
  return sides.agentCalls.flatMap((call): readonly Divergence[] => {
    if (!isTrouble(sides, call) || isMadeGood(sides, call)) return [];
    const there = sides.oracleCalls.filter((one) => isOf(one, call.operation) || goesTo(one, call));
    const got = there.filter((one) => !isTrouble(sides, one));
    const right = got.find((one) => goesTo(one, call)) ?? got[0];
    const isAlone = right === undefined && sides.isWrite(call) && call.operation === null;
    if (right === undefined && !isAlone) return [];
    const said = `step ${call.index}: ${callText(call)} -> ${outcomeText(call)}`;
    if (right === undefined)
      return [{ step: call.index, text: `${said}: the oracle never sends this, and the agent does not put it right.` }];
    if (!goesTo(right, call) && sides.isWrite(call))
      return [{ step: call.index, text: `${said}: the oracle sends this to ${placeOf(right)}.` }];
    if (!goesTo(right, call)) return [];
    const how = recovery(
      sides,
      there.find((one) => isTrouble(sides, one)),
      right,
    );
    return [{ step: call.index, text: `${said}: the agent never gets through with this; ${how}.` }];
  });
}

/** No answer, a refusal, or a yes to a write that changed nothing because of what was broken. */
function isTrouble({ isWrite }: Sides, call: CallStep): boolean {
  if (!wasAccepted(call)) return call.changes.length === 0 || call.outcome.kind === 'response';
  return isWrite(call) && call.changes.length === 0 && call.faults.length > 0;
}

function isMadeGood(sides: Sides, call: CallStep): boolean {
  if (call.changes.length > 0) return true;
  return sides.agentCalls.some(
    (later) => later.index > call.index && isOf(later, call.operation) && !isTrouble(sides, later),
  );
}

function recovery({ oracle }: Sides, failed: CallStep | undefined, right: CallStep): string {
  if (failed === undefined) return `for the oracle it answers ${outcomeText(right)}`;
  const acts = oracle.steps.slice(failed.index + 1, right.index + 1);
  const told = acts.length <= ACTS_TOLD ? acts : [...acts.slice(0, ACTS_TOLD - 1), ...acts.slice(-1)];
  return `after the same answer the oracle does: ${told.map(stepText).join('; then ')}`;
}
