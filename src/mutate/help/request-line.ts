import { buildRequest, type SlotAssignment } from '../../model/build-request.ts';
import type { Operation } from '../../model/operation.ts';

/**
 * A request as people paste it into notes.
 *
 * @example 'DELETE /api/v2/tickets/35'
 * @example 'PUT /api/v2/tickets/35 {"ticket":{"status":"closed"}}'
 */
export function requestLine(operation: Operation, values: readonly SlotAssignment[]): string {
  const { method, target, body } = buildRequest(operation, values);
  const text = Buffer.from(body).toString('utf8');
  return text === '' ? `${method} ${target}` : `${method} ${target} ${text}`;
}
