import type { Json, JsonPath } from '../../model/json.ts';
import type { ResourceName } from '../../model/names.ts';
import type { Task } from '../../model/task.ts';

/** The exact values that a goal wants in a field. */
export function wantedValues({ goal }: Task, resource: ResourceName, path: JsonPath): readonly Json[] {
  const atoms = goal.flatMap((atom) =>
    (atom.kind === 'field' || atom.kind === 'new') && atom.resource === resource
      ? atom.kind === 'field'
        ? [{ path: atom.path, match: atom.match }]
        : atom.fields
      : [],
  );
  return atoms.flatMap((atom) =>
    atom.path.join('.') === path.join('.') && atom.match.m === 'exact' ? [atom.match.value] : [],
  );
}
