import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Http2Server, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { ProxyLimits } from './limits.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const MOST_STREAMS = 256;

/**
 * Serves connections on which a client speaks HTTP/2, in an opened tunnel or in the clear; never listens itself. Node's
 * compatibility layer makes requests and answers of its streams; where these differ from those of HTTP/1.1, see
 * `client-request.ts` and `client-answer.ts`.
 */
export function createHttp2Server(limits: ProxyLimits, handle: Handler): Http2Server {
  const server = createServer({
    maxHeaderListPairs: limits.maxHeaders,
    settings: { maxHeaderListSize: limits.maxHeaderBytes, maxConcurrentStreams: MOST_STREAMS },
  });
  const take = (request: Http2ServerRequest, response: Http2ServerResponse): void => {
    // A stream that breaks tells its request so, and one that nobody listens to would end the process.
    request.on('error', () => {});
    response.on('error', () => {});
    handle(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  };
  server.on('request', take).on('checkContinue', take);
  server.on('session', (session) => {
    session.on('error', () => {});
    session.setTimeout(IDLE_MS, () => session.close());
  });
  return server;
}

const IDLE_MS = 65_000;
