import type { Interface } from '../model/episode.ts';
import type { Task } from '../model/task.ts';
import type { TaskSlice } from '../model/task-slice.ts';
import type { Prover } from '../prove/create-prover.ts';

/** More tasks than episodes would only cost time. */
const FEWEST_TASKS = 60;
/** Of the tasks of a set; below the share of episodes that a cheater may earn, for not every task gets as many. */
const MOST_OF_ONE_QUESTION = 0.03;

interface Doable {
  /** Episodes to be made. */
  readonly wanted: number;
  readonly refuse: (reason: string) => void;
  readonly onFound: (found: number) => void;
}

/** The first tasks that an oracle can do and no cheater can, of many kinds. */
export function doableSlices(
  prover: Prover,
  tasks: readonly Task[],
  iface: Interface,
  { wanted, refuse, onFound }: Doable,
): readonly TaskSlice[] {
  const slices: TaskSlice[] = [];
  for (const task of tasks) {
    if (slices.length >= Math.max(FEWEST_TASKS, wanted)) break;
    onFound(slices.length);
    const slice = prover.slice(task, iface);
    if (typeof slice === 'string') refuse(slice);
    else slices.push(slice);
  }
  return varied(slices);
}

/**
 * Without the questions beyond a share of all that ask for the same field of the same resource: whoever always answers
 * with one field of the record named earns no more than that.
 */
function varied(slices: readonly TaskSlice[]): readonly TaskSlice[] {
  const asked = new Map<string, number>();
  const most = Math.max(1, Math.floor(slices.length * MOST_OF_ONE_QUESTION));
  return slices.filter(({ task }) => {
    const question = questionOf(task);
    if (question === null) return true;
    const before = asked.get(question) ?? 0;
    asked.set(question, before + 1);
    return before < most;
  });
}

function questionOf({ goal }: Task): string | null {
  const [atom] = goal;
  return atom?.kind === 'answer' && atom.about !== undefined && goal.length === 1
    ? `${atom.about.resource} ${atom.about.path.join('.')}`
    : null;
}
