import type { EpisodeDraft } from '../model/episode.ts';
import type { JsonObject } from '../model/json.ts';
import type { OraclePatch } from '../model/oracle.ts';
import type { Task } from '../model/task.ts';
import type { EpisodeChange } from './episode-change.ts';

export type MergedChange = Pick<
  EpisodeDraft,
  'instruction' | 'inputs' | 'goal' | 'oracle' | 'user' | 'mustNot' | 'hostile'
>;

/** Several mutations' changes to one task. Footprints see to it that at most one replaces a thing; null keeps the task's. */
export function mergeChanges(task: Task, changes: readonly EpisodeChange[]): MergedChange {
  let instruction: string | null = null;
  let inputs: JsonObject | null = null;
  let goal: EpisodeDraft['goal'] = null;
  let user: EpisodeDraft['user'] = null;
  const says: string[] = [];
  const oracle: OraclePatch[] = [];
  const mustNot: string[] = [];
  const hostile: string[] = [];
  for (const change of changes) {
    instruction ??= change.instruction ?? null;
    goal ??= change.goal ?? null;
    user ??= change.user ?? null;
    if (change.says !== undefined) says.push(change.says);
    if (change.untold !== undefined) inputs = without(inputs ?? task.inputs, change.untold);
    if (change.inputs !== undefined) inputs = { ...(inputs ?? task.inputs), ...change.inputs };
    oracle.push(...(change.oracle ?? []));
    mustNot.push(...(change.mustNot ?? []));
    hostile.push(...(change.hostile ?? []));
  }
  if (says.length > 0) instruction = [instruction ?? task.instruction, ...says].join(' ');
  return { instruction, inputs, goal, oracle, user, mustNot, hostile };
}

function without(inputs: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !names.includes(name)));
}
