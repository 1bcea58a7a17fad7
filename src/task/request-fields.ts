import type { JsonPath } from '../model/json.ts';
import type { Operation } from '../model/operation.ts';
import type { Slot } from '../model/slot.ts';
import { samePath, sameSlot } from '../model/model-index.ts';
import { successBranch } from '../model/template-paths.ts';

/** Which field of the document a request slot writes, by what was learned of the operation; undefined where it writes none. */
export function writtenField(operation: Operation, slot: Slot): JsonPath | undefined {
  const effects = successBranch(operation)?.effects ?? [];
  for (const effect of effects) {
    if (effect.t === 'delete' || effect.t === 'each') continue;
    for (const write of effect.set) {
      if (write.value.k === 'slot' && sameSlot(write.value.slot, slot)) return write.path;
    }
  }
  if (slot.in !== 'body') return undefined;
  for (const effect of effects) {
    if (effect.t !== 'create' && effect.t !== 'update') continue;
    const copy = effect.copy;
    if (copy === null || !copy.from.every((step, index) => slot.path[index] === step)) continue;
    const inside = slot.path.slice(copy.from.length);
    if (inside.length > 0 && !copy.except.includes(String(inside[0]))) return [...copy.to, ...inside];
  }
  return undefined;
}

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
