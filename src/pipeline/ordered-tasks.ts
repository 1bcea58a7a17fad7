import { hash32 } from '../model/digest.ts';
import type { Task } from '../model/task.ts';
import type { TaskSlice } from '../model/task-slice.ts';
import { MOST_OF_ONE_REASON } from '../mutate/report-share.ts';

/** Tasks that stand on the two sides of a policy's limit -> the pair they are of. */
type Pairs = ReadonlyMap<string, string>;

const MOST_PAIRED = 12;

/** In an order of the seed; every rule's pairs come first, as long as they leave room for the rest. */
export function orderedTasks(tasks: readonly Task[], paired: Pairs, seed: number): readonly Task[] {
  const ordered = inSeededOrder(tasks, seed);
  const pairs = new Set(ordered.flatMap(({ id }) => paired.get(id) ?? []));
  const first = [...pairs].flatMap((pair) => ordered.filter(({ id }) => paired.get(id) === pair)).slice(0, MOST_PAIRED);
  return [...first, ...ordered.filter((task) => !first.includes(task))];
}

/** Whole pairs. One of each asks for a report: there are no more of them than reports of one reason may be. */
export function pairedSlices(slices: readonly TaskSlice[], paired: Pairs, wanted: number): readonly TaskSlice[] {
  const most = Math.min(MOST_PAIRED, 2 * Math.max(1, Math.floor(wanted * MOST_OF_ONE_REASON)));
  const pairOf = ({ task }: TaskSlice): string | undefined => paired.get(task.id);
  const whole = slices.filter(
    (slice) => pairOf(slice) !== undefined && slices.filter((other) => pairOf(other) === pairOf(slice)).length === 2,
  );
  return whole.slice(0, most);
}

function inSeededOrder(tasks: readonly Task[], seed: number): readonly Task[] {
  return tasks
    .map((task) => ({ task, at: hash32(`${seed} ${task.id}`) }))
    .sort((a, b) => a.at - b.at)
    .map(({ task }) => task);
}
