import type { TaskSlice } from '../../../src/model/task-slice.ts';
import type { Task } from '../../../src/model/task.ts';
import { DESK_PROVER } from './desk-prover.ts';
import { CREATE_TASK } from './desk-tasks.ts';

/** The task of making a ticket, as clients do it that mark their requests. */
const MARKED_TASK: Task = {
  ...CREATE_TASK,
  id: 't00000marked',
  oracle: {
    steps: CREATE_TASK.oracle.steps.map((step) =>
      step.kind === 'write'
        ? {
            ...step,
            slots: [...step.slots, { slot: { in: 'header', name: 'Idempotency-Key' }, value: { v: 'fresh' } } as const],
          }
        : step,
    ),
  },
};

export const MARKED_SLICE: TaskSlice = (() => {
  const slice = DESK_PROVER.slice(MARKED_TASK, 'http');
  if (typeof slice === 'string') throw new Error(`The oracle cannot do ${MARKED_TASK.id}: ${slice}`);
  return slice;
})();
