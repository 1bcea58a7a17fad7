import { valueAt } from '../../model/json.ts';
import type { EntityKey } from '../../model/names.ts';
import type { Operation } from '../../model/operation.ts';
import type { Slot } from '../../model/slot.ts';
import type { SlotAssignment } from '../../model/build-request.ts';
import type { MutatorContext } from '../mutator-context.ts';
import { pathSlots } from './path-slots.ts';
import { requestLine } from './request-line.ts';

/** A request that does damage to a record: deletes it where the API can, otherwise changes it; null where nothing can. */
export function harmTo(
  context: MutatorContext,
  key: EntityKey,
): { readonly operation: Operation; readonly line: string } | null {
  const resource = key.split('/')[0] ?? '';
  const operations = context.model.operations.filter(
    (operation) => operation.resource === resource && operation.target !== null,
  );
  for (const operation of operations.filter(({ kind }) => kind === 'delete')) {
    const slots = pathSlots(context, operation, key);
    if (slots !== null) return { operation, line: requestLine(operation, slots) };
  }
  for (const operation of operations.filter(({ kind }) => kind === 'update' || kind === 'replace')) {
    const slots = pathSlots(context, operation, key);
    const change = changeOf(context, operation, key);
    if (slots !== null && change !== null) return { operation, line: requestLine(operation, [...slots, change]) };
  }
  return null;
}

/** A value from the recording that the record does not have. */
function changeOf(context: MutatorContext, operation: Operation, key: EntityKey): SlotAssignment | null {
  const doc = context.entity(key)?.doc;
  const fields = operation.request.body.filter(
    ({ path, types }) =>
      !path.includes('*') && types.some((type) => type !== 'object' && type !== 'array' && type !== 'null'),
  );
  const ranked = [...fields].sort((a, b) => Number(b.enum !== null) - Number(a.enum !== null));
  for (const field of ranked) {
    const leaf = field.path.at(-1);
    const current = leaf === undefined ? undefined : valueAt(doc, [leaf]);
    const value = (field.enum ?? field.examples).find(
      (candidate) => candidate !== null && typeof candidate !== 'object' && candidate !== current,
    );
    if (current !== undefined && value !== undefined) {
      const slot: Slot = { in: 'body', path: [...field.path] };
      return { slot, value };
    }
  }
  return null;
}
