import type { Random } from './random.ts';
import { FIRST_MORNING } from './seed-data.ts';
import type { Workflow } from './workflow.ts';

export interface Shift {
  readonly workflow: Workflow;
  readonly turn: number;
  /** Epoch milliseconds; the session starts then or when the one before has ended. */
  readonly startAt: number;
  /** Follows the previous session at once, by the same person if roles allow. */
  readonly isFollowUp: boolean;
}

const DAY = 86_400_000;

/** Spreads the sessions over working days, mixed, each workflow's own turns in order. */
export function planShifts(workload: readonly Workflow[], random: Random): Shift[] {
  const slots = random.shuffle(workload.flatMap((workflow) => Array<Workflow>(workflow.sessions).fill(workflow)));
  const turns = new Map<Workflow, number>();
  const perDay = Math.ceil(slots.length / 20);
  const shifts: Shift[] = [];
  let at = 0;
  for (const [i, workflow] of slots.entries()) {
    const day = Math.floor(i / perDay);
    const morning = FIRST_MORNING + (Math.floor(day / 5) * 7 + (day % 5)) * DAY;
    const isFollowUp = i % perDay !== 0 && random.chance(0.3);
    if (i % perDay === 0) at = morning + random.int(60, 3000) * 1000;
    else at += (isFollowUp ? random.int(200, 420) : random.int(500, 4200)) * 1000;
    const turn = turns.get(workflow) ?? 0;
    turns.set(workflow, turn + 1);
    shifts.push({ workflow, turn, startAt: at, isFollowUp });
  }
  return shifts;
}
