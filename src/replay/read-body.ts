import type { IncomingMessage } from 'node:http';
import { NO_BODY } from '../model/http.ts';

const MOST_BYTES = 8 * 1024 * 1024;
export const BODY_TOO_LARGE = Symbol('body too large');

/** The whole body; what is beyond 8 MiB is read and dropped, so that the client can hear the refusal. */
export async function readBody(
  incoming: IncomingMessage,
  mostBytes: number = MOST_BYTES,
): Promise<Uint8Array | typeof BODY_TOO_LARGE> {
  if (!hasBody(incoming)) return NO_BODY;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= mostBytes) chunks.push(chunk);
    else if (size > 4 * mostBytes) incoming.destroy();
  }
  return size > mostBytes ? BODY_TOO_LARGE : Buffer.concat(chunks);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
