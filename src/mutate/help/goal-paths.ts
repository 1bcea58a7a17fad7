import type { JsonPath } from '../../model/json.ts';
import type { EntityKey } from '../../model/names.ts';
import type { Task } from '../../model/task.ts';

/** The fields of a record that the goal asks to change. */
export function goalPaths(task: Task, key: EntityKey): readonly JsonPath[] {
  return task.goal.flatMap((atom) => (atom.kind === 'field' && atom.key === key ? [atom.path] : []));
}
