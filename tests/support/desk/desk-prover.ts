import type { LearnedModel } from '../../../src/model/learned-model.ts';
import type { TaskSlice } from '../../../src/model/task-slice.ts';
import { createProver, type Prover } from '../../../src/prove/create-prover.ts';
import { createStart } from '../../../src/replay/run-episode.ts';
import { createJudge } from '../../../src/reward/create-judge.ts';
import { createWorld } from '../../../src/world/create-world.ts';
import { DESK_MODEL } from './desk-model.ts';
import { DESK_TASKS } from './desk-tasks.ts';

/** The desk with everything real: world, replay, judge and proof. */
export function createDeskProver(model: LearnedModel): Prover {
  return createProver({
    model,
    tools: [],
    start: createStart({ model, tools: [], createWorld }),
    judge: createJudge(model),
    policies: [],
    maxBytes: 64_000,
  });
}

export const DESK_PROVER: Prover = createDeskProver(DESK_MODEL);

/** What the oracle does on the desk; throws where it cannot do a task, so that a broken fixture is told at once. */
export const DESK_SLICES: readonly TaskSlice[] = DESK_TASKS.map((task) => {
  const slice = DESK_PROVER.slice(task, 'http');
  if (typeof slice === 'string') throw new Error(`The oracle cannot do ${task.id}: ${slice}`);
  return slice;
});
