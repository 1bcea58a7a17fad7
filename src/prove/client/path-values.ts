import type { SlotAssignment } from '../../model/build-request.ts';
import { decodePercent, pathOf } from '../../model/http.ts';
import type { Operation } from '../../model/operation.ts';

/** Whether a request line's target is one of the operation's. */
export function matchesPath(operation: Operation, target: string): boolean {
  const parts = pathOf(target).split('/').slice(1);
  return (
    parts.length === operation.segments.length &&
    operation.segments.every((segment, at) =>
      segment.kind === 'literal' ? segment.text === parts[at] : (parts[at] ?? '') !== '',
    )
  );
}

/** The values that a target has for the operation's path. */
export function pathValues(operation: Operation, target: string): readonly SlotAssignment[] {
  const parts = pathOf(target).split('/').slice(1);
  return operation.segments.flatMap((segment, at) => {
    if (segment.kind === 'literal') return [];
    const text = decodePercent(parts[at] ?? '');
    return [
      {
        slot: { in: 'path' as const, name: segment.name },
        value: text.slice(segment.prefix.length, text.length - segment.suffix.length),
      },
    ];
  });
}

/** Without a value for every part of its path a call cannot even be made. */
export function namesItsPath(operation: Operation, values: readonly SlotAssignment[]): boolean {
  return operation.segments.every(
    (segment) =>
      segment.kind === 'literal' || values.some(({ slot }) => slot.in === 'path' && slot.name === segment.name),
  );
}
