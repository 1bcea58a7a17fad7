import type { FoundRecord, MutatorContext } from '../mutator-context.ts';

/**
 * Whether a careless client gets this record by its place in the list: it is the first of what the list shows, or the
 * recorded traffic took it from where it stood.
 */
export function takenByPlace({ task }: MutatorContext, { step, operation, rank }: FoundRecord): boolean {
  if (step.kind !== 'find') return false;
  return (
    rank === 0 ||
    task.recorded.some(({ values }) =>
      values.some(({ from }) => from !== null && task.recorded[from.call]?.operation === operation.id),
    )
  );
}
