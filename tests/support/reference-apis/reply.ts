import type { ReferenceResponse } from './reference-api.ts';

type Headers = Readonly<Record<string, string>>;

export function jsonReply(status: number, body: unknown, headers: Headers = {}): ReferenceResponse {
  return {
    status,
    headers: Object.entries({ 'content-type': 'application/json', ...headers }),
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
}

export function emptyReply(status: number, headers: Headers = {}): ReferenceResponse {
  return { status, headers: Object.entries(headers), body: new Uint8Array() };
}

export function withHeaders(response: ReferenceResponse, headers: Headers): ReferenceResponse {
  return { ...response, headers: [...response.headers, ...Object.entries(headers)] };
}
