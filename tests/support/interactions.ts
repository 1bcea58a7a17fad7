import type { HeaderList } from '../../src/model/http.ts';
import type { Interaction } from '../../src/model/recording.ts';

interface Message {
  readonly headers?: HeaderList;
  /** A text or bytes as they are; anything else as JSON, with its content type. */
  readonly body?: unknown;
}

/** One interaction with the parts a test cares about. */
export function interaction(
  request: Message & { readonly method?: string; readonly target?: string },
  response: Message & { readonly status?: number } = {},
): Interaction {
  return {
    seq: 0,
    request: {
      method: request.method ?? 'GET',
      origin: 'https://api.example.com',
      target: request.target ?? '/',
      ...message(request),
    },
    outcome: { kind: 'response', response: { status: response.status ?? 200, ...message(response) }, trailers: [] },
    timing: { requestAt: 0, firstByteAfter: null, lastByteAfter: null, chunks: null },
    incomplete: null,
  };
}

export function responseOf({ outcome }: Interaction): {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
} {
  if (outcome.kind !== 'response') throw new Error(`no response: ${outcome.error.message}`);
  return outcome.response;
}

export function textOf(body: Uint8Array): string {
  return Buffer.from(body).toString('utf8');
}

function message({ headers = [], body }: Message): { readonly headers: HeaderList; readonly body: Uint8Array } {
  if (body === undefined) return { headers, body: new Uint8Array(0) };
  if (typeof body === 'string') return { headers, body: Buffer.from(body) };
  if (body instanceof Uint8Array) return { headers, body };
  return { headers: [['Content-Type', 'application/json'], ...headers], body: Buffer.from(JSON.stringify(body)) };
}
