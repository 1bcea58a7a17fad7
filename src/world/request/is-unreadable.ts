import type { Turn } from '../compiled.ts';
import { isObject } from '../../model/json.ts';

/** A body that is not what an operation with a body takes: no JSON object, no form. An absent body is for other guards. */
export function isUnreadable(turn: Turn): boolean {
  const { op, request } = turn;
  if (op === null || !op.wantsBody || request.raw.body.length === 0) return false;
  const decoded = request.decoded();
  return !(decoded.kind === 'form' || decoded.kind === 'empty' || (decoded.kind === 'json' && isObject(decoded.value)));
}
