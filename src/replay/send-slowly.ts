import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { HttpResponse } from '../model/http.ts';
import type { Line } from '../model/world.ts';

/** Real milliseconds that a slow line may take: the world's own clock has counted the rest. */
const MOST_MS = 50;
const MOST_PIECES = 25;
/** How much of a body has come when the client gives up. */
const SHARE_OF_CUT = 0.6;

/** Sends a body as it comes over a slow line: in pieces, or whole with the end of it late. What is cut never ends. */
export async function sendSlowly(
  outgoing: ServerResponse,
  { status, headers, body }: HttpResponse,
  { comes, cut }: Line,
): Promise<void> {
  const isCut = cut !== null;
  // Without a length a client can tell that a body has ended only by its end.
  const length = comes.in === 'pieces' ? ['Content-Length', String(body.length)] : [];
  outgoing.writeHead(status, [...headers.flatMap(([name, value]) => [name, value]), ...length]);
  const chunks = comes.in === 'pieces' ? Math.min(MOST_PIECES, Math.max(2, comes.chunks), body.length) : 1;
  const size = Math.ceil(body.length / chunks);
  const whole = isCut && comes.in === 'pieces' ? Math.floor(body.length * SHARE_OF_CUT) : body.length;
  for (let at = 0; at < whole && !outgoing.destroyed; at += size) {
    outgoing.write(body.subarray(at, Math.min(whole, at + size)));
    await pause(Math.floor(MOST_MS / chunks));
  }
  if (isCut) outgoing.destroy();
  else outgoing.end();
}
