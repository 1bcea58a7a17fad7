import type { JsonPath } from '../../model/json.ts';
import type { OperationId, ResourceName } from '../../model/names.ts';
import type { MutatorContext } from '../mutator-context.ts';

/** A field of a record that a write of the task sends in its body. */
export type WrittenField = {
  readonly resource: ResourceName;
  readonly path: JsonPath;
  readonly operation: OperationId;
  readonly slot: JsonPath;
};

/** Those that the goal asks for, and that the program sends once. */
export function writtenFields(context: MutatorContext): readonly WrittenField[] {
  const asked = new Set(
    context.task.goal.flatMap((atom) =>
      atom.kind === 'field'
        ? [`${atom.resource} ${atom.path.join('.')}`]
        : atom.kind === 'new'
          ? atom.fields.map(({ path }) => `${atom.resource} ${path.join('.')}`)
          : [],
    ),
  );
  return context.task.oracle.steps.flatMap((step) => {
    if (step.kind !== 'write' || step.resource === null) return [];
    const { resource, operation } = step;
    return step.slots.flatMap(({ slot }): WrittenField[] => {
      if (slot.in !== 'body') return [];
      const path: JsonPath = slot.path.slice(-1);
      return asked.has(`${resource} ${path.join('.')}`) ? [{ resource, path, operation, slot: slot.path }] : [];
    });
  });
}
