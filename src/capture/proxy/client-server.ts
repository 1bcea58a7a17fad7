import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Http2Server, Http2Session } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { cannotListen } from './cannot-listen.ts';
import { isHttp2, sessionOf } from './client-request.ts';
import { firstBytes, isHttp2Preface } from './first-bytes.ts';
import { createHttp2Server } from './http2-server.ts';
import { inTurn } from './in-turn.ts';
import type { ProxyLimits } from './limits.ts';
import { withoutUpgrade } from './without-upgrade.ts';

export interface ClientHandlers {
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  /** A WebSocket is asked for. */
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** A tunnel is asked for. */
  readonly onConnect: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

const IDLE_CLIENT_MS = 65_000;

/** The side that faces clients: HTTP/1.1, and HTTP/2 by ALPN or by prior knowledge, within the same limits. */
export class ClientServer {
  readonly #limits: ProxyLimits;
  readonly #http1: Server;
  readonly #http2: Http2Server;
  readonly #speakHttp1: (socket: Duplex) => void;
  /** Connections of HTTP/2; node closes those of HTTP/1.1 itself. */
  readonly #connections = new Map<Http2Session, Duplex>();

  /** Connections that have said nothing yet. */
  readonly #silent = new Set<Socket>();

  constructor(limits: ProxyLimits, { onRequest, onUpgrade, onConnect }: ClientHandlers) {
    this.#limits = limits;
    this.#http2 = createHttp2Server(limits, onRequest);
    this.#http1 = createServer({
      maxHeaderSize: limits.maxHeaderBytes,
      headersTimeout: limits.headersTimeout,
      requestTimeout: limits.requestTimeout,
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: IDLE_CLIENT_MS,
    });
    this.#http1.maxHeadersCount = 0;
    this.#http1.maxConnections = limits.maxConnections;
    const take = inTurn(onRequest);
    this.#http1.on('request', take).on('checkContinue', take).on('connect', onConnect);
    this.#http1.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (request.headers.upgrade?.toLowerCase().includes('websocket') === true) onUpgrade(request, socket, head);
      else withoutUpgrade(request, socket, head, this.#speakHttp1);
    });
    const [speak] = this.#http1.listeners('connection') as ((socket: Socket) => void)[];
    this.#speakHttp1 = (socket) => speak?.call(this.#http1, socket as Socket);
    this.#http1.removeAllListeners('connection').on('connection', (socket) => this.#meet(socket));
  }

  /** @throws EnvironmentError where the port is taken. Returns the port. */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#http1.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, port, host)));
      this.#http1.listen({ port, host }, resolve);
    });
    return (this.#http1.address() as AddressInfo).port;
  }

  /** Serves a connection that came by another way, out of a tunnel. */
  serve(socket: Duplex, speaksHttp2: boolean): void {
    if (!speaksHttp2) return this.#speakHttp1(socket);
    this.#http2.once('session', (session) => {
      this.#connections.set(session, socket);
      session.once('close', () => this.#connections.delete(session));
    });
    this.#http2.emit('connection', socket);
  }

  /** The connection of a request, as it was given to {@link serve}. */
  connectionOf(request: IncomingMessage): Duplex | undefined {
    if (!isHttp2(request)) return request.socket;
    const session = sessionOf(request);
    return session === undefined ? undefined : this.#connections.get(session);
  }

  stopListening(): void {
    this.#http1.close();
  }

  closeConnections(): void {
    this.#http1.closeAllConnections();
    for (const socket of this.#silent) socket.destroy();
    for (const [session, socket] of this.#connections) {
      session.destroy();
      socket.destroy();
    }
  }

  #meet(socket: Socket): void {
    const leave = (): void => void this.#silent.delete(socket);
    this.#silent.add(socket);
    socket.on('error', () => {}).once('close', leave);
    firstBytes(socket, this.#limits.headersTimeout, (bytes) => {
      socket.off('close', leave);
      leave();
      this.serve(socket, isHttp2Preface(bytes));
    });
  }
}
