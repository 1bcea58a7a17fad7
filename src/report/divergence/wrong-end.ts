import { jsonEquals } from '../../model/json.ts';
import type { CallStep, Step, Trajectory } from '../../model/rollout.ts';
import { callText, outcomeText, shortened, stepText } from '../step-text.ts';
import type { Divergence } from './divergence.ts';
import { goesTo, isOf, wasAccepted, type Sides } from './sides.ts';

/** The agent ends where the oracle goes on, or ends otherwise; where it stopped reading before, that is the step. */
export function wrongEnd(sides: Sides, missing: readonly CallStep[]): Divergence | null {
  const { trajectory, oracle } = sides;
  const next = missing[0];
  if (next === undefined && isSameEnd(trajectory, oracle)) return null;
  const goesOn = next === undefined ? `the oracle ${endOf(oracle)}` : `the oracle goes on with ${callText(next)}`;
  const page = unreadPages(sides);
  if (page !== null) return { ...page, text: `${page.text}; ${goesOn}.` };
  const last = trajectory.steps.at(-1);
  if (last === undefined) return { step: null, text: `The agent does nothing and ${endOf(trajectory)}; ${goesOn}.` };
  const stuck = stuckAt(sides);
  if (stuck !== null) {
    const at = last.index === stuck.index ? 'here' : `with step ${last.index}`;
    return {
      step: stuck.index,
      text: `step ${stuck.index}: ${callText(stuck)} -> ${outcomeText(stuck)}: the agent never gets past this and ${endOf(trajectory)} ${at}; ${goesOn}.`,
    };
  }
  const what = isEnding(last) ? stepText(last) : `${stepText(last)}: the agent ${endOf(trajectory)} after this`;
  return { step: last.index, text: `step ${last.index}: ${what}; ${goesOn}.` };
}

/** The first of the calls that failed up to the end: nothing came through after it. */
function stuckAt({ agentCalls }: Sides): CallStep | null {
  const last = agentCalls.at(-1);
  if (last === undefined || wasAccepted(last)) return null;
  return agentCalls.find((call) => goesTo(call, last) && !wasAccepted(call)) ?? last;
}

function isEnding({ kind }: Step): boolean {
  return kind === 'finish' || kind === 'report';
}

function isSameEnd(left: Trajectory, right: Trajectory): boolean {
  if (left.end.kind === 'finished' && right.end.kind === 'finished')
    return jsonEquals(left.end.answer, right.end.answer);
  if (left.end.kind === 'reported' && right.end.kind === 'reported')
    return (
      left.end.reason === right.end.reason &&
      right.end.evidence.every((id) => left.end.kind === 'reported' && left.end.evidence.includes(id))
    );
  return false;
}

function endOf({ end }: Trajectory): string {
  switch (end.kind) {
    case 'finished':
      return end.answer === null ? 'finishes' : `answers ${shortened(JSON.stringify(end.answer))}`;
    case 'reported':
      return `changes nothing more and reports ${[end.reason, ...end.evidence].join(' ')}`;
    case 'broke':
      return `breaks down (${end.why}: ${shortened(end.message)})`;
    case 'tainted':
      return 'is stopped, because the environment fails';
  }
}

/** The last look into a list that the oracle reads further. */
function unreadPages({ agentCalls, oracleCalls, index }: Sides): Divergence | null {
  const pagesOf = (calls: readonly CallStep[], operation: string | null): ReadonlySet<string> =>
    new Set(calls.filter((call) => isOf(call, operation) && wasAccepted(call)).map(({ request }) => request.target));
  for (const { operation } of agentCalls) {
    if (operation === null || index.operation(operation)?.kind !== 'list') continue;
    const [own, right] = [pagesOf(agentCalls, operation), pagesOf(oracleCalls, operation)];
    const last = agentCalls.findLast((call) => isOf(call, operation) && wasAccepted(call));
    if (own.size === 0 || own.size >= right.size || last === undefined) continue;
    const further = [...right].find((target) => !own.has(target)) ?? '';
    return {
      step: last.index,
      text: `step ${last.index}: ${callText(last)}: the agent reads ${own.size} of the ${right.size} pages that the oracle reads (the next is ${further})`,
    };
  }
  return null;
}
