/**
 * Where an agent first left the way of the oracle: judged on writes, on trouble that was left alone and on the end, since
 * many orders of reading are right. Works on what a run keeps and on what the oracle did; no world is needed.
 */
import type { Episode } from '../../model/episode.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { Trajectory } from '../../model/rollout.ts';
import type { CheckResult } from '../../model/verdict.ts';
import { stepText } from '../step-text.ts';
import { leftTrouble } from './left-trouble.ts';
import { openSides } from './sides.ts';
import { wrongEnd } from './wrong-end.ts';
import { wrongWrites } from './wrong-writes.ts';

export interface Divergence {
  /** The step's index; null where the agent ended without any. */
  readonly step: number | null;
  /** One line; begins with the step. */
  readonly text: string;
}

export interface Compared {
  readonly model: LearnedModel;
  readonly episode: Episode;
  readonly trajectory: Trajectory;
  /** What the oracle did in the same world. */
  readonly oracle: Trajectory;
  readonly checks: readonly CheckResult[];
}

/** Null where the agent's writes and end are the oracle's, and no check that failed points at a step. */
export function firstDivergence(compared: Compared): Divergence | null {
  const sides = openSides(compared);
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
