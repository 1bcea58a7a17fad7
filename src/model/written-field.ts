import type { JsonPath } from './json.ts';
import { sameSlot } from './model-index.ts';
import type { Effect } from './effect.ts';
import type { Operation } from './operation.ts';
import type { Slot } from './slot.ts';
import { successBranch } from './template-paths.ts';

/** Which field of the document a request slot writes, by what was learned of the operation; undefined where it writes none. */
export function writtenField(operation: Operation, slot: Slot): JsonPath | undefined {
  const effects = successBranch(operation)?.effects ?? [];
  const set = effects.flatMap((effect) =>
    effect.t === 'delete' || effect.t === 'each' || effect.t === 'children'
      ? []
      : effect.set.filter(({ value }) => value.k === 'slot' && sameSlot(value.slot, slot)),
  );
  const own = slot.in === 'body' ? slot.path.at(-1) : slot.name;
  const [first] = set;
  const named = set.find(({ path }) => path.at(-1) === own) ?? first;
  // `name_normalized` is made of the name that is kept beside it.
  const isDerived = named !== undefined && String(named.path.at(-1)).startsWith(`${String(own)}_`);
  const copied = named === undefined || isDerived ? copiedField(effects, slot) : undefined;
  return copied ?? named?.path;
}

function copiedField(effects: readonly Effect[], slot: Slot): JsonPath | undefined {
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

/** The body slot that carries a field of the document, where requests of the operation were seen to; undefined otherwise. */
export function slotWriting(operation: Operation, field: JsonPath): Slot | undefined {
  return operation.request.body
    .filter(({ path }) => !path.includes('*'))
    .map(({ path }): Slot => ({ in: 'body', path: [...path] }))
    .find((slot) => {
      const written = writtenField(operation, slot);
      return (
        written !== undefined && written.length === field.length && written.every((step, at) => step === field[at])
      );
    });
}
