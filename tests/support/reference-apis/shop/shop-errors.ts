import { isJsonObject, parseJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { jsonReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import { Refusal } from '../router.ts';
import type { Call } from '../router.ts';

export type FieldErrors = Record<string, string[]>;

export function refuse(status: number, error: string, message: string, extra: object = {}): Refusal {
  return new Refusal(jsonReply(status, { error, message, ...extra }));
}

export function notFound(what: string): Refusal {
  return refuse(404, 'not_found', `${what} not found`);
}

export function refuseInvalid(errors: FieldErrors): void {
  if (Object.keys(errors).length > 0) throw refuse(422, 'validation_failed', 'Validation failed', { errors });
}

export function bodyOf(call: Call<unknown>): JsonObject {
  const body = call.json();
  if (body === undefined) throw refuse(400, 'bad_request', 'Request body is not valid JSON');
  return body;
}

export function shopErrorOf(response: ReferenceResponse): string | undefined {
  if (response.status < 400) return undefined;
  const body = parseJson(response.body);
  if (!isJsonObject(body)) return String(response.status);
  const fields = isJsonObject(body['errors'])
    ? Object.entries(body['errors']).map(([field, messages]) => `${field}:${JSON.stringify(messages)}`)
    : [];
  return [response.status, body['error'], ...fields].join(' ');
}
