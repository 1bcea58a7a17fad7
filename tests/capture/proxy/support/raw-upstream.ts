import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface RawUpstream {
  readonly origin: string;
  /** Everything each connection sent, in order of connection. */
  readonly received: Buffer[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** A server that answers bytes with bytes: `reply` is called once a connection has sent a whole request. */
export async function startRawUpstream(reply: (socket: Socket, request: string) => void): Promise<RawUpstream> {
  const received: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const index = received.push(Buffer.alloc(0)) - 1;
    let pending = '';
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      received[index] = Buffer.concat([received[index] as Buffer, chunk]);
      pending += chunk.toString('latin1');
      const whole = wholeRequest(pending);
      if (whole === null) return;
      pending = pending.slice(whole);
      reply(socket, pending);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    received,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Length of the first whole request in `text`, null while there is none. */
function wholeRequest(text: string): number | null {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return null;
  const length = /^content-length: *(\d+)/im.exec(text.slice(0, head))?.[1];
  if (length !== undefined) return text.length >= head + 4 + Number(length) ? head + 4 + Number(length) : null;
  if (!/^transfer-encoding:/im.test(text.slice(0, head))) return head + 4;
  const end = text.indexOf('0\r\n\r\n', head);
  return end < 0 ? null : end + 5;
}
