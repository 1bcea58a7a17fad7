import type { OperationId } from '../../model/names.ts';
import type { RequestMatch } from '../../model/world.ts';

/** A rule about every request of one operation. */
export function anyRequestOf(operation: OperationId): RequestMatch {
  return { operations: [operation], kinds: null, key: null };
}
