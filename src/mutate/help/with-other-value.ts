import type { Json, JsonPath } from '../../model/json.ts';
import type { GoalAtom, Task } from '../../model/task.ts';

/** A task's goal, where one field is to have another value than was asked for first. */
export function withOtherValue({ goal }: Task, path: JsonPath, value: Json): readonly GoalAtom[] {
  const isIt = (other: JsonPath): boolean => other.join('.') === path.join('.');
  return goal.map((atom) => {
    if (atom.kind === 'field' && isIt(atom.path)) return { ...atom, match: { m: 'exact', value } };
    if (atom.kind !== 'new') return atom;
    return {
      ...atom,
      fields: atom.fields.map((field) => (isIt(field.path) ? { ...field, match: { m: 'exact', value } } : field)),
    };
  });
}
