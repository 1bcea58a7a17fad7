/**
 * A recording forward proxy: `http_proxy` and `https_proxy` of a program lead here. Plain requests come with their whole
 * URL; tunnels are opened with a certificate of the local authority and recorded like anything else. Not for anyone: only
 * for allowed hosts, and where a password is set only with it.
 */
import { timingSafeEqual } from 'node:crypto';
import { Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { HOOK_HEADER, UNOPENED } from '../hook/hook-settings.ts';
import type { AllowedHosts } from './allowed-hosts.ts';
import type { Authority } from './authority.ts';
import { ClientServer } from './client-server.ts';
import { CommitQueue } from './commit-queue.ts';
import { Exchange } from './exchange.ts';
import type { ProxyContext, Route } from './proxy-context.ts';
import { Tunnels } from './tunnels.ts';
import { passUpgrade } from './upgrade.ts';
import { parseUpstream, type Upstream } from './upstream.ts';
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

const ESTABLISHED = 'HTTP/1.1 200 Connection Established\r\n\r\n';
const IDLE_UPSTREAM_MS = 1500;

type RouteOf = (request: IncomingMessage) => Asked | string | number;

export class ForwardProxy {
  readonly #options: ForwardProxyOptions;
  readonly #context: ProxyContext;
  /** For what passes unrecorded. */
  readonly #unrecorded: ProxyContext;
  readonly #outer: ClientServer;
  /** Serves what comes out of opened tunnels; never listens. */
  readonly #inner: ClientServer;
  readonly #tunnels: Tunnels;
  readonly #tunnelled = new WeakMap<Duplex, Upstream>();
  readonly #agents = new Map<string, Agent>();
  #port = 0;

  constructor(options: ForwardProxyOptions, context: ProxyContext) {
    this.#options = options;
    this.#context = context;
    this.#unrecorded = { ...context, queue: new CommitQueue(() => {}) };
    this.#outer = this.#createServer(
      (request) => this.#outerRoute(request),
      (request, socket, head) => this.#openTunnel(request, socket, head),
    );
    this.#inner = this.#createServer(
      (request) => this.#innerRoute(request),
      (_request, socket) => this.#refuseSocket(socket, 'There are no tunnels inside a tunnel.'),
    );
    this.#tunnels = new Tunnels({
      context,
      authority: options.authority,
      recorded: options.recorded,
      serve: (socket, upstream, speaksHttp2) => {
        this.#tunnelled.set(socket, upstream);
        this.#inner.serve(socket, speaksHttp2);
      },
      onNote: options.onRefused,
    });
  }

  /** @throws EnvironmentError where the port is taken. Returns the port. */
  async listen(): Promise<number> {
    this.#port = await this.#outer.listen(this.#options.port, this.#options.host);
    return this.#port;
  }

  stopListening(): void {
    this.#outer.stopListening();
  }

  close(): void {
    this.#outer.closeConnections();
    this.#inner.closeConnections();
    this.#tunnels.close();
    for (const agent of this.#agents.values()) agent.destroy();
  }

  #createServer(
    routeOf: RouteOf,
    onConnect: (request: IncomingMessage, socket: Duplex, head: Buffer) => void,
  ): ClientServer {
    const contextOf = ({ isRecorded }: Asked): ProxyContext => (isRecorded ? this.#context : this.#unrecorded);
    return new ClientServer(this.#context.limits, {
      onRequest: (request, response) => {
        const asked = routeOf(request);
        if (typeof asked === 'string' || typeof asked === 'number') return this.#refuse(request, response, asked);
        new Exchange(request, response, this.#route(asked.upstream), contextOf(asked)).start();
      },
      onUpgrade: (request, socket, head) => {
        const asked = routeOf(request);
        if (typeof asked === 'string' || typeof asked === 'number') return this.#refuseSocket(socket, asked);
        passUpgrade(request, socket, head, this.#route(asked.upstream), contextOf(asked));
      },
      onConnect,
    });
  }

  #upstreamOf(request: IncomingMessage): Upstream | undefined {
    const connection = this.#inner.connectionOf(request);
    return connection === undefined ? undefined : this.#tunnelled.get(connection);
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
    const upstream = this.#upstreamOf(request);
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
    if (!this.#mayUse(request)) return this.#refuseSocket(socket, 407);
    const authority = /^(\[[^\]]+\]|[^:/?#@]+):(\d{1,5})$/.exec(request.url ?? '');
    if (authority === null || !URL.canParse(`https://${request.url}`))
      return this.#refuseSocket(socket, 'A tunnel needs a host and a port.');
    const asked = this.#asked(new URL(`https://${request.url}`).origin);
    if (typeof asked === 'string') return this.#refuseSocket(socket, asked);
    const fromHook = request.headers[HOOK_HEADER.toLowerCase()];
    if (fromHook === undefined) socket.write(ESTABLISHED);
    if (head.length > 0) socket.unshift(head);
    if (!asked.isRecorded) this.#tunnels.pass(socket, asked.upstream, 'its host is not among those to record');
    else if (fromHook === UNOPENED)
      this.#tunnels.pass(socket, asked.upstream, 'the program has certificates of its own');
    else this.#tunnels.open(socket, asked.upstream);
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
