import type { Turn } from '../compiled.ts';
import type { RequestMatch } from '../../model/world.ts';

/** Whether a rule is about this request. A key is meant by the record the request names, or one it lies under. */
export function matchesRequest(match: RequestMatch, turn: Turn): boolean {
  const operation = turn.op?.operation;
  if (match.operations !== null && (operation === undefined || !match.operations.includes(operation.id))) return false;
  if (match.kinds !== null && (operation === undefined || !match.kinds.includes(operation.kind))) return false;
  if (match.key === null) return true;
  return turn.target?.key === match.key || turn.parents.some((parent) => parent?.key === match.key);
}
