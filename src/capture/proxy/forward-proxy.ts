/**
 * A recording forward proxy: `http_proxy` and `https_proxy` of a program lead here. Plain requests come with their whole
 * URL; tunnels are opened with a certificate of the local authority and recorded like anything else. Not for anyone: only
 * for allowed hosts, and where a password is set only with it.
 */
import { timingSafeEqual } from 'node:crypto';
import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { connect, isIP, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { NO_BODY } from '../../model/http.ts';
import type { AllowedHosts } from './allowed-hosts.ts';
import type { Authority } from './authority.ts';
import { cannotListen } from './cannot-listen.ts';
import { CommitQueue } from './commit-queue.ts';
import { NO_DIRECTIVES } from './directives.ts';
import { Exchange } from './exchange.ts';
import { inTurn } from './in-turn.ts';
import type { ProxyContext, Route } from './proxy-context.ts';
import { passUpgrade } from './upgrade.ts';
import { parseUpstream, type Upstream } from './upstream.ts';
import { withoutUpgrade } from './without-upgrade.ts';
import { writeRefusal } from './write-refusal.ts';

export interface ForwardProxyOptions {
  readonly port: number;
  readonly host: string;
  /** Whose traffic is recorded. */
  readonly recorded: AllowedHosts;
  /** Whose traffic passes unrecorded beside that. */
  readonly passed: AllowedHosts;
  readonly authority: Authority;
  /** The password of `http://offscript:PASSWORD@...`; null: none is asked for. */
  readonly password: string | null;
  readonly onRefused: (reason: string) => void;
}

interface Asked {
  readonly upstream: Upstream;
  readonly isRecorded: boolean;
}

const IDLE_UPSTREAM_MS = 1500;
const TLS_HELLO = 0x16;

export class ForwardProxy {
  readonly #options: ForwardProxyOptions;
  readonly #context: ProxyContext;
  /** For what passes unrecorded. */
  readonly #unrecorded: ProxyContext;
  readonly #server: Server;
  /** Serves what comes out of opened tunnels; never listens. */
  readonly #inner: Server;
  readonly #tunnelled = new WeakMap<Duplex, Upstream>();
  readonly #agents = new Map<string, Agent>();
  readonly #sockets = new Set<Duplex>();
  #port = 0;

  constructor(options: ForwardProxyOptions, context: ProxyContext) {
    this.#options = options;
    this.#context = context;
    this.#unrecorded = { ...context, queue: new CommitQueue(() => {}) };
    this.#server = this.#createServer((request) => this.#outerRoute(request));
    this.#inner = this.#createServer((request) => this.#innerRoute(request));
    this.#server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#openTunnel(request, socket, head),
    );
  }

  /** @throws EnvironmentError where the port is taken. Returns the port. */
  async listen(): Promise<number> {
    const { port, host } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, port, host)));
      this.#server.listen({ port, host }, resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
    return this.#port;
  }

  stopListening(): void {
    this.#server.close();
  }

  close(): void {
    this.#server.closeAllConnections();
    for (const socket of this.#sockets) socket.destroy();
    for (const agent of this.#agents.values()) agent.destroy();
  }

  #createServer(routeOf: (request: IncomingMessage) => Asked | string | number): Server {
    const { limits } = this.#context;
    const server = createServer({
      maxHeaderSize: limits.maxHeaderBytes,
      headersTimeout: limits.headersTimeout,
      requestTimeout: limits.requestTimeout,
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: 65_000,
    });
    server.maxHeadersCount = 0;
    server.maxConnections = limits.maxConnections;
    const take = inTurn((request, response) => {
      const asked = routeOf(request);
      if (typeof asked === 'string' || typeof asked === 'number') return this.#refuse(request, response, asked);
      const context = asked.isRecorded ? this.#context : this.#unrecorded;
      new Exchange(request, response, this.#route(asked.upstream), context).start();
    });
    server.on('request', take);
    server.on('checkContinue', take);
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (request.headers.upgrade?.toLowerCase().includes('websocket') !== true)
        return withoutUpgrade(server, request, socket, head);
      const asked = routeOf(request);
      if (typeof asked === 'string' || typeof asked === 'number') return this.#refuseSocket(socket, asked);
      passUpgrade(
        request,
        socket,
        head,
        this.#route(asked.upstream),
        asked.isRecorded ? this.#context : this.#unrecorded,
      );
    });
    return server;
  }

  /** 407 where the password is missing, a reason where it is refused. */
  #outerRoute(request: IncomingMessage): Asked | string | number {
    if (!this.#mayUse(request)) return 407;
    const target = request.url ?? '';
    if (!/^https?:\/\//i.test(target) || !URL.canParse(target))
      return 'This is a proxy: set it as http_proxy and https_proxy, and ask for whole URLs.';
    const problem = this.#tooMuch(request);
    return problem ?? this.#asked(new URL(target).origin);
  }

  #innerRoute(request: IncomingMessage): Asked | string | number {
    const upstream = this.#tunnelled.get(request.socket);
    if (upstream === undefined) return 'This connection belongs to no tunnel.';
    return this.#tooMuch(request) ?? this.#asked(upstream.origin);
  }

  #tooMuch(request: IncomingMessage): string | null {
    const { limits } = this.#context;
    if ((request.url ?? '').length > limits.maxTarget)
      return `The request target is longer than ${limits.maxTarget} bytes.`;
    return request.rawHeaders.length / 2 > limits.maxHeaders
      ? `There are more than ${limits.maxHeaders} headers.`
      : null;
  }

  #asked(origin: string): Asked | string {
    const upstream = parseUpstream(origin);
    const { hostname, port } = upstream;
    const { recorded, passed } = this.#options;
    const isRecorded = recorded.allows(hostname, port);
    if (!isRecorded && !passed.allows(hostname, port))
      return `${hostname}:${port} is not among the hosts to record; name it with --allow-host ${hostname}.`;
    if (port === this.#port && (isIP(hostname) > 0 || hostname === 'localhost')) return 'The proxy would call itself.';
    const inner = isIP(hostname) > 0 ? (isRecorded ? recorded : passed).refusal(hostname, hostname, port) : null;
    return inner === null ? { upstream, isRecorded } : `${inner}.`;
  }

  #route(upstream: Upstream): Route {
    const known = this.#agents.get(upstream.origin);
    if (known !== undefined) return { upstream, agent: known };
    const agent = new (upstream.secure ? SecureAgent : Agent)({
      keepAlive: true,
      maxFreeSockets: 256,
      timeout: IDLE_UPSTREAM_MS,
      lookup: this.#options.recorded.lookupFor(upstream.port),
    });
    this.#agents.set(upstream.origin, agent);
    return { upstream, agent };
  }

  #openTunnel(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => {});
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    if (!this.#mayUse(request)) return this.#refuseSocket(socket, 407);
    const authority = /^(\[[^\]]+\]|[^:/?#@]+):(\d{1,5})$/.exec(request.url ?? '');
    if (authority === null || !URL.canParse(`https://${request.url}`))
      return this.#refuseSocket(socket, 'A tunnel needs a host and a port.');
    const asked = this.#asked(new URL(`https://${request.url}`).origin);
    if (typeof asked === 'string') return this.#refuseSocket(socket, asked);
    if (!asked.isRecorded) return this.#passTunnel(socket, head, asked.upstream);
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    const first = (bytes: Buffer): void => {
      socket.unshift(bytes);
      if (bytes[0] === TLS_HELLO) this.#openTls(socket as Socket, asked.upstream);
      else if (/^[A-Z]{3,10} /.test(bytes.toString('latin1', 0, 12)))
        this.#serve(
          socket,
          parseUpstream(
            `http://${asked.upstream.hostname.includes(':') ? `[${asked.upstream.hostname}]` : asked.upstream.hostname}:${asked.upstream.port}`,
          ),
        );
      else this.#passOpened(socket, asked.upstream, 'what goes through it is no HTTP');
    };
    if (head.length > 0) first(head);
    else
      socket.once('readable', () => {
        const bytes = socket.read() as Buffer | null;
        if (bytes !== null) first(bytes);
      });
  }

  #openTls(socket: Socket, upstream: Upstream): void {
    const { authority } = this.#options;
    const secured = new TLSSocket(socket, {
      isServer: true,
      secureContext: authority.contextFor(upstream.hostname),
      SNICallback: (name, done) => done(null, authority.contextFor(name)),
      ALPNProtocols: ['http/1.1'],
    });
    secured.on('error', (error: NodeJS.ErrnoException) => {
      this.#options.onRefused(
        `${upstream.origin}: the client closed the tunnel while it was opened (${error.code ?? error.message}). Does it trust ${authority.path}?`,
      );
      this.#recordTunnel(upstream, 'the client did not accept the local certificate');
    });
    secured.once('secure', () => secured.removeAllListeners('error').on('error', () => {}));
    this.#serve(secured, upstream);
  }

  #serve(socket: Duplex, upstream: Upstream): void {
    this.#tunnelled.set(socket, upstream);
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    this.#inner.emit('connection', socket);
  }

  #passTunnel(socket: Duplex, head: Buffer, upstream: Upstream): void {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    if (!this.#options.recorded.excludes(upstream.hostname, upstream.port))
      this.#recordTunnel(upstream, 'its host is not among those to record');
    this.#join(socket, upstream);
  }

  #passOpened(socket: Duplex, upstream: Upstream, why: string): void {
    this.#recordTunnel(upstream, why);
    this.#join(socket, upstream);
  }

  #join(socket: Duplex, { hostname, port }: Upstream): void {
    const far = connect({ host: hostname, port, lookup: this.#options.recorded.lookupFor(port) });
    this.#sockets.add(far);
    far
      .on('error', () => socket.destroy())
      .on('close', () => {
        this.#sockets.delete(far);
        socket.destroy();
      });
    socket.on('close', () => far.destroy());
    far.pipe(socket);
    socket.pipe(far);
  }

  /** A tunnel nobody looked into is in the recording as just that. */
  #recordTunnel(upstream: Upstream, why: string): void {
    const requestAt = this.#context.clock.now();
    const request = {
      method: 'CONNECT',
      origin: upstream.origin,
      target: '/',
      headers: [['Host', upstream.host]] as const,
      body: NO_BODY,
    };
    this.#context.queue.add(
      {
        request,
        outcome: { kind: 'response', response: { status: 200, headers: [], body: NO_BODY }, trailers: [] },
        timing: { requestAt, firstByteAfter: null, lastByteAfter: null, chunks: null },
        incomplete: `not captured: a tunnel; ${why}`,
        directives: NO_DIRECTIVES,
        place: this.#context.arrive({ request, directives: NO_DIRECTIVES, requestAt, client: '' }),
      },
      () => {},
    );
  }

  #mayUse(request: IncomingMessage): boolean {
    const { password } = this.#options;
    if (password === null) return true;
    const given = Buffer.from((request.headers['proxy-authorization'] ?? '').replace(/^basic\s+/i, ''), 'base64');
    const wanted = Buffer.from(`offscript:${password}`);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }

  #refuse(request: IncomingMessage, response: ServerResponse, why: string | number): void {
    request.resume();
    const reason = typeof why === 'number' ? NO_PASSWORD : why;
    if (why === 407) response.setHeader('Proxy-Authenticate', 'Basic realm="offscript"');
    writeRefusal(response, why === 407 ? 407 : 403, 'offscript_refused', reason);
    this.#options.onRefused(reason);
  }

  #refuseSocket(socket: Duplex, why: string | number): void {
    const head =
      why === 407 ? '407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="offscript"' : '403 Refused';
    socket.end(`HTTP/1.1 ${head}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    this.#options.onRefused(typeof why === 'number' ? NO_PASSWORD : why);
  }
}

const NO_PASSWORD = 'The proxy was used without its password, which is in the URL of http_proxy.';
