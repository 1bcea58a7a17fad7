import type { EpisodeDraft } from '../../model/episode.ts';
import type { Task } from '../../model/task.ts';

/** A task as it is: no mutation at all. */
export function bareDraft(task: Task, seed: number): EpisodeDraft {
  return {
    task,
    plan: [],
    seed,
    patches: [],
    instruction: null,
    inputs: null,
    goal: null,
    oracle: [],
    user: null,
    mustNot: [],
    hostile: [],
    mutators: [],
  };
}
