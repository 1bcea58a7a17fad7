import { hash32 } from '../model/digest.ts';
import type { Task } from '../model/task.ts';
import type { Family } from '../model/plan.ts';

export type SplitBy = 'workflow' | 'entity' | 'session' | 'time' | 'family';

export interface Split {
  readonly name: string;
  readonly share: number;
}

/** Puts a task (with its first mutation's family) into a split; what shares the chosen key always lands together. */
export function splitOf(splits: readonly Split[], by: SplitBy, task: Task, family: Family | 'neutral'): string {
  const total = splits.reduce((sum, { share }) => sum + share, 0);
  let at = (hash32(`split ${keyOf(by, task, family)}`) / 2 ** 32) * total;
  for (const { name, share } of splits) {
    if (at < share) return name;
    at -= share;
  }
  return splits.at(-1)?.name ?? 'train';
}

function keyOf(by: SplitBy, task: Task, family: Family | 'neutral'): string {
  switch (by) {
    case 'workflow':
      return task.workflow.split('/')[0] ?? task.workflow;
    case 'entity':
      return task.scope[0] ?? task.session;
    case 'session':
      return task.session;
    case 'time':
      return String(Math.floor(task.startAt / 86_400_000));
    case 'family':
      return family;
    default:
      return by satisfies never;
  }
}
