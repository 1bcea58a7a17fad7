import type { Turn } from '../compiled.ts';
import { evaluate } from './evaluate.ts';
import type { Rec } from '../state/rec.ts';

/** The ETag that reading a record would show now; null where the API has none for it. */
export function etagOf(turn: Turn, rec: Rec): string | null {
  for (const { operation, branches } of turn.compiled.operations.values()) {
    if (operation.kind !== 'read' || operation.resource !== rec.resource) continue;
    for (const { headers } of branches) {
      const header = headers.find(({ lower }) => lower === 'etag');
      if (header?.kind !== 'made') continue;
      const before = turn.self;
      turn.self = { ref: { r: 'target' }, rec };
      const tag = evaluate(header.value, turn);
      turn.self = before;
      if (tag !== undefined && tag !== null) return String(tag);
    }
  }
  return null;
}
