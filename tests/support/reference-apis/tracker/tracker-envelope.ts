import { jsonReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import type { JsonObject } from '../json.ts';
import type { Call } from '../router.ts';
import { refuse } from './tracker-access.ts';
import type { TrackerWorld } from './tracker-world.ts';

/** `{ items, total, offset, limit }`; limit 20 by default, 100 at most. */
export function envelope(call: Call<TrackerWorld>, rows: readonly unknown[]): ReferenceResponse {
  const offset = Number(call.query.get('offset') ?? 0);
  const limit = Number(call.query.get('limit') ?? 20);
  if (!Number.isInteger(offset) || offset < 0)
    throw refuse(400, 'invalid_parameter', 'offset must be 0 or more', { field: 'offset' });
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw refuse(400, 'invalid_parameter', 'limit must be 1 to 100', { field: 'limit' });
  return jsonReply(200, { items: rows.slice(offset, offset + limit), total: rows.length, offset, limit });
}

export function bodyOf(call: Call<TrackerWorld>): JsonObject {
  const body = call.json();
  if (body === undefined) throw refuse(400, 'invalid_json', 'The body is not a JSON object');
  return body;
}

/** Required text of a field, or 422. */
export function requiredText(body: JsonObject, field: string): string {
  const value = body[field];
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw refuse(422, 'invalid_field', `${field} is required`, { field });
}

/** Opaque strong ETag of a representation (FNV-1a). */
export function etagOf(representation: unknown): string {
  let hash = 0x811c9dc5;
  for (const unit of JSON.stringify(representation))
    hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return `"${hash.toString(16).padStart(8, '0')}"`;
}
