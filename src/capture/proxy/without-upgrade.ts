import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const OFFER: ReadonlySet<string> = new Set(['upgrade', 'http2-settings', 'connection']);

/**
 * Hands a request that merely offers another protocol (`Upgrade: h2c`, as Java's client does on every request) back to
 * `serve` without the offer. Node gives up the connection's parser as soon as it sees one, body unread.
 */
export function withoutUpgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  serve: (socket: Duplex) => void,
): void {
  const lines = [`${request.method ?? 'GET'} ${request.url ?? '/'} HTTP/${request.httpVersion}`];
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at] as string;
    if (!OFFER.has(name.toLowerCase())) lines.push(`${name}: ${request.rawHeaders[at + 1]}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  serve(socket);
}
