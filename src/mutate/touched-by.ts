import type { EntityKey, OperationId } from '../model/names.ts';
import type { WorldPatch } from '../model/world.ts';

/** What edits of a world are about. */
export interface Touched {
  readonly operations: readonly OperationId[];
  readonly keys: readonly EntityKey[];
}

export function touchedBy(patches: readonly WorldPatch[]): Touched {
  const operations: OperationId[] = [];
  const keys: EntityKey[] = [];
  const add = <Name>(names: Name[], name: Name): void => void (names.includes(name) || names.push(name));
  for (const patch of patches) {
    if ('match' in patch) {
      for (const operation of patch.match.operations ?? []) add(operations, operation);
      if (patch.match.key !== null) add(keys, patch.match.key);
    }
    if (patch.p === 'moved') for (const operation of patch.operations) add(operations, operation);
    if (patch.p === 'view') for (const operation of patch.operations ?? []) add(operations, operation);
    if (patch.p === 'put') add(keys, patch.entity.key);
    else if ('key' in patch && patch.key !== null) add(keys, patch.key);
    if (patch.p === 'actor')
      for (const key of [...patch.edits.map((edit) => edit.key), ...(patch.removes ?? [])]) add(keys, key);
  }
  return { operations, keys };
}
