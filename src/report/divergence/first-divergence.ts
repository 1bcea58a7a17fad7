/**
 * Where an agent first left the way of the oracle: judged on writes, on trouble that was left alone and on the end, since
 * many orders of reading are right. Works on what a run keeps and on what the oracle did; no world is needed.
 */
import { stepText } from '../step-text.ts';
import type { Compared, Divergence } from './divergence.ts';
import { leftTrouble } from './left-trouble.ts';
import { openSides } from './sides.ts';
import { wrongEnd } from './wrong-end.ts';
import { wrongWrites } from './wrong-writes.ts';

/** Null where the agent's writes and end are the oracle's, and no check that failed points at a step. */
export function firstDivergence(compared: Compared): Divergence | null {
  const { oracle } = compared;
  if (oracle === null) return pointedAt(compared);
  const sides = openSides({ ...compared, oracle });
  const { wrong, idle, missing } = wrongWrites(sides);
  const end = wrongEnd(sides, missing);
  return (
    earliest([...wrong, ...leftTrouble(sides)]) ??
    (end === null ? null : (earliest(idle) ?? end)) ??
    pointedAt(compared)
  );
}

function earliest(found: readonly Divergence[]): Divergence | null {
  return found.toSorted((left, right) => (left.step ?? 0) - (right.step ?? 0))[0] ?? null;
}

/** Same acts as the oracle's, at another time or in another manner: the check that failed knows which. */
function pointedAt({ checks, trajectory }: Compared): Divergence | null {
  for (const { hard, state, because, evidence } of checks) {
    const step = trajectory.steps[evidence.at(-1) ?? -1];
    if (hard && state === 'failed' && step !== undefined)
      return { step: step.index, text: `step ${step.index}: ${stepText(step)}: ${because}.` };
  }
  return null;
}
