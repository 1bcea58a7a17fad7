import { hash32 } from '../model/digest.ts';
import type { EntityKey } from '../model/names.ts';
import type { Family } from '../model/plan.ts';
import type { Task } from '../model/task.ts';

export type SplitBy = 'workflow' | 'entity' | 'session' | 'time' | 'family';

export interface Split {
  readonly name: string;
  readonly share: number;
}

/** The split of an episode: its task, and the families of its mutations; null where these belong to several. */
export type Splitter = (task: Task, families: readonly Family[]) => string | null;

/**
 * Puts episodes into splits; what shares the chosen key always lands together. Records that one task names belong
 * together, and so do all tasks that name any of them; `time` gives the earliest sessions to the first split.
 *
 * @param startedAt when each session was recorded
 */
export function createSplitter(
  splits: readonly Split[],
  by: SplitBy,
  tasks: readonly Task[],
  startedAt: ReadonlyMap<string, number>,
): Splitter {
  const total = splits.reduce((sum, { share }) => sum + share, 0);
  const at = (share: number): string => {
    let left = share * total;
    for (const { name, share: own } of splits) {
      if (left < own) return name;
      left -= own;
    }
    return splits.at(-1)?.name ?? 'train';
  };
  const hashed = (key: string): string => at(hash32(`split ${key}`) / 2 ** 32);
  switch (by) {
    case 'workflow':
      return (task) => hashed(workflowOf(task));
    case 'session':
      return ({ session }) => hashed(session);
    case 'entity': {
      const groups = entityGroups(tasks);
      return (task) => hashed(groups(task));
    }
    case 'time': {
      const moments = tasks.map(({ session }) => startedAt.get(session) ?? 0).sort((a, b) => a - b);
      return ({ session }) => at(moments.indexOf(startedAt.get(session) ?? 0) / Math.max(1, moments.length));
    }
    case 'family':
      return (_task, families) => {
        const own = new Set((families.length === 0 ? ['neutral'] : families).map(hashed));
        return own.size === 1 ? ([...own][0] ?? null) : null;
      };
    default:
      return by satisfies never;
  }
}

export function workflowOf({ workflow }: Task): string {
  return workflow.split('/')[0] ?? workflow;
}

/** The records that a task's goal names. */
export function entitiesOf({ goal, scope }: Task): readonly EntityKey[] {
  const named = goal.flatMap((atom): readonly (EntityKey | null | undefined)[] => {
    switch (atom.kind) {
      case 'field':
      case 'gone':
        return [atom.key];
      case 'new':
        return [atom.parent];
      case 'answer':
        return [atom.about?.key];
      case 'report':
        return [];
      default:
        return atom satisfies never;
    }
  });
  return [...new Set([...named, ...scope].filter((key) => key !== null && key !== undefined))];
}

/** A name for all tasks that hang together by the records they name. */
function entityGroups(tasks: readonly Task[]): (task: Task) => string {
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    const above = parent.get(key);
    return above === undefined || above === key ? key : root(above);
  };
  for (const task of tasks) {
    const [first, ...rest] = entitiesOf(task);
    for (const key of first === undefined ? [] : rest) {
      const [a, b] = [root(first as string), root(key)].sort();
      if (a !== b) parent.set(b as string, a as string);
    }
  }
  return (task) => {
    const [first] = entitiesOf(task);
    return first === undefined ? task.session : root(first);
  };
}
