import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Pipelined requests go on one after the other: over several upstream connections they would overtake each other,
 * and a read would see the state before the write that the client sent first.
 */
export function inTurn(handle: Handler): Handler {
  const latest = new WeakMap<Socket, ServerResponse>();
  return (request, response) => {
    const former = latest.get(request.socket);
    latest.set(request.socket, response);
    if (former === undefined || former.closed) handle(request, response);
    else {
      former.once('close', () => {
        if (!request.socket.destroyed) handle(request, response);
      });
    }
  };
}
