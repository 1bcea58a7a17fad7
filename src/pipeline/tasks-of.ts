import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { ContentError } from '../errors.ts';
import type { Task } from '../model/task.ts';
import { writeAside } from '../store/write-aside.ts';
import { curate } from '../task/curate.ts';
import { makeTasks, type TaskSet } from '../task/make-tasks.ts';
import { readCuration } from '../task/read-curation.ts';
import { writeCuration } from '../task/write-curation.ts';
import type { LearnedRecording } from './learn-recording.ts';

/** The tasks of a recording; with a seed, ids and names permuted by it, the world with them. */
export function tasksOf(learned: LearnedRecording, seed: number): TaskSet {
  return makeTasks(learned.model, learned.traced, seed);
}

/** Writes the tasks of a recording as a curation file. */
export function writeTasks(tasks: readonly Task[], seed: number, out: string, overwrite: boolean): Promise<void> {
  return writeAside(out, (draft) => writeFileSync(draft, writeCuration(tasks, seed)), { overwrite });
}

/**
 * The tasks a curation file says, with its edits.
 *
 * @throws ContentError OFFSCRIPT_BAD_TASKS, with the line and what to do
 */
export function curatedTasks(learned: LearnedRecording, file: string): TaskSet {
  if (!existsSync(file))
    throw new ContentError(
      'OFFSCRIPT_NO_TASKS',
      `There is no curation file ${file}.`,
      'Write one: offscript tasks RECORDING --out FILE',
    );
  const curation = readCuration(readFileSync(file, 'utf8'), file);
  const { tasks, refused } = tasksOf(learned, curation.seed);
  return { tasks: curate(tasks, curation, file), refused };
}

/**
 * What one recorded session gives. A session that ended badly is set aside for somebody to look at; who names it has.
 *
 * @throws ContentError OFFSCRIPT_NO_TASK_OF_SESSION
 */
export function tasksOfSession(tasks: readonly Task[], session: string, recording: string): readonly Task[] {
  const own = tasks.filter((task) => task.session === session);
  if (own.length > 0) return own.map((task) => (task.use === 'review' ? { ...task, use: 'yes' } : task));
  const others = [...new Set(tasks.map((task) => task.session))];
  throw new ContentError(
    'OFFSCRIPT_NO_TASK_OF_SESSION',
    `No task of ${recording} comes from a session "${session}".`,
    others.length === 0
      ? `No session gives a task: offscript tasks ${recording} says why.`
      : `Sessions that give one: ${others.slice(0, 5).join(', ')}${others.length > 5 ? ` and ${others.length - 5} more` : ''}. All sessions: offscript sessions ${recording}`,
  );
}
