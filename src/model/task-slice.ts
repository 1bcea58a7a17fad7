import type { CallStep } from './rollout.ts';
import type { Task } from './task.ts';

/** What the oracle did in the neutral world of a task: where mutations can matter. */
export interface TaskSlice {
  readonly task: Task;
  readonly calls: readonly CallStep[];
}
