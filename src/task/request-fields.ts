import type { JsonPath } from '../model/json.ts';
import type { Operation } from '../model/operation.ts';
import type { Slot } from '../model/slot.ts';
import { samePath, sameSlot } from '../model/model-index.ts';
import { successBranch } from '../model/template-paths.ts';

/** The slots of an operation that name records: its target, its parents, and fields that reference others. */
export function isIdentitySlot(operation: Operation, slot: Slot): boolean {
  if (operation.target !== null && sameSlot(operation.target, slot)) return true;
  return operation.parents.some((parent) => sameSlot(parent.slot, slot));
}

/** Every part of the path is named by the target or a parent: the operation can be called knowing them alone. */
export function isAddressable(operation: Operation): boolean {
  const known = [operation.target, ...operation.parents.map(({ slot }) => slot)];
  return operation.segments.every(
    (segment) => segment.kind === 'literal' || known.some((slot) => slot?.in === 'path' && slot.name === segment.name),
  );
}

/** The operation itself sets this field, whether or not the request names it; what merely differed in traffic does not count. */
export function setsField(operation: Operation, path: JsonPath): boolean {
  return (successBranch(operation)?.effects ?? []).some(
    (effect) =>
      (effect.t === 'create' || effect.t === 'update') && effect.set.some((write) => samePath(write.path, path)),
  );
}
