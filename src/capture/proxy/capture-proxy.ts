import { Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import { UsageError } from '../../errors.ts';
import type { Arrival, Place } from '../sessions/session-book.ts';
import type { CaptureClock } from './capture-clock.ts';
import type { CommitCaptured } from './captured.ts';
import { ClientServer } from './client-server.ts';
import { CommitQueue } from './commit-queue.ts';
import { Exchange } from './exchange.ts';
import { ForwardProxy, type ForwardProxyOptions } from './forward-proxy.ts';
import { PROXY_LIMITS, type ProxyLimits } from './limits.ts';
import type { ProxyContext, Route } from './proxy-context.ts';
import { refusalOf, type RefusalRules } from './refusal.ts';
import { passUpgrade } from './upgrade.ts';
import type { Upstream } from './upstream.ts';
import { writeRefusal } from './write-refusal.ts';

export interface CaptureProxyOptions {
  /** Each gets a local port of its own. */
  readonly upstreams: readonly Upstream[];
  /** Of the first upstream; the next ones follow. 0: any free ones. */
  readonly port: number;
  readonly host: string;
  readonly clock: CaptureClock;
  /** Which session a request belongs to. */
  readonly arrive: (arrival: Arrival) => Place;
  readonly trustTime?: boolean;
  /** A forward proxy beside them, or in their place. Null or absent: none. */
  readonly forward?: ForwardRules | null;
  readonly limits?: Partial<ProxyLimits>;
  /** A request that was not passed on, and why. */
  readonly onRefused?: (reason: string) => void;
}

export type ForwardRules = Pick<ForwardProxyOptions, 'recorded' | 'passed' | 'authority' | 'password'>;

/** Milliseconds an upstream connection may wait unused: shorter than any usual server's own patience, so that none is used stale. */
const IDLE_UPSTREAM_MS = 1500;

/**
 * A recording reverse proxy: one local port for each upstream. What a client was told whole is committed before the
 * telling ends; everything else about the traffic stays as it was.
 *
 * @example
 * const proxy = await CaptureProxy.listen({ upstreams: [parseUpstream('https://api.example.com')], port: 0, host: '127.0.0.1', clock, arrive });
 * proxy.record(commit);
 * proxy.localUrls.get('https://api.example.com')   // http://127.0.0.1:49213
 */
export class CaptureProxy {
  readonly #servers: ClientServer[] = [];
  readonly #agents: Agent[] = [];
  readonly #localUrls = new Map<string, string>();
  readonly #context: ProxyContext;
  readonly #options: CaptureProxyOptions;
  #forward: ForwardProxy | null = null;
  #forwardUrl: string | null = null;
  #commit: CommitCaptured | null = null;
  #openBody: ProxyContext['openBody'] | null = null;
  #closing = false;

  private constructor(options: CaptureProxyOptions) {
    const limits = { ...PROXY_LIMITS, ...options.limits };
    this.#options = options;
    this.#context = {
      limits,
      clock: options.clock,
      arrive: options.arrive,
      queue: new CommitQueue((finished) => this.#commit?.(finished)),
      budget: { left: limits.maxBodiesTogether },
      localUrls: this.#localUrls,
      trustTime: options.trustTime ?? false,
      running: new Set(),
      openBody: (headers, target) => this.#openBody?.(headers, target) ?? null,
      finishing: new Set(),
    };
  }

  /**
   * Takes its ports, so that a port that is taken fails before any recording is touched; answers 503 until {@link record}.
   * @throws EnvironmentError where a port is taken, UsageError where an upstream is the proxy itself
   */
  static async listen(options: CaptureProxyOptions): Promise<CaptureProxy> {
    const proxy = new CaptureProxy(options);
    try {
      for (const [index, upstream] of options.upstreams.entries()) {
        await proxy.#open(upstream, options.port === 0 ? 0 : options.port + index);
      }
      if (options.forward) await proxy.#openForward(options.forward);
    } catch (error) {
      await proxy.close();
      throw error;
    }
    return proxy;
  }

  /** Upstream origin -> local URL, in the order of the upstreams. */
  get localUrls(): ReadonlyMap<string, string> {
    return this.#localUrls;
  }

  /** Of the forward proxy, without its password; null where there is none. */
  get forwardUrl(): string | null {
    return this.#forwardUrl;
  }

  /** From now on traffic passes, and is recorded by `commit`; bodies that memory does not hold go where `openBody` says. */
  record(commit: CommitCaptured, openBody: ProxyContext['openBody'] | null = null): void {
    this.#commit = commit;
    this.#openBody = openBody;
  }

  /** Takes no more requests, lets running answers end (for a bounded time), records how each ended. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const server of this.#servers) server.stopListening();
    this.#forward?.stopListening();
    await this.#drained(this.#context.limits.closingGrace);
    for (const breakOff of this.#context.running) breakOff();
    for (const server of this.#servers) server.closeConnections();
    for (const agent of this.#agents) agent.destroy();
    this.#forward?.close();
    await this.#drained(500);
    await Promise.all(this.#context.finishing);
    this.#context.queue.flush();
  }

  async #open(upstream: Upstream, port: number): Promise<void> {
    if (this.#localUrls.has(upstream.origin)) throw new UsageError(`--to ${upstream.origin} is named twice.`);
    const { host } = this.#options;
    const agent = new (upstream.secure ? SecureAgent : Agent)({
      keepAlive: true,
      maxFreeSockets: 256,
      timeout: IDLE_UPSTREAM_MS,
    });
    const server = this.#createServer({ upstream, agent });
    this.#servers.push(server);
    this.#agents.push(agent);
    const bound = await server.listen(port, host);
    const local = `http://${reachableName(host)}:${bound}`;
    if (
      this.#options.upstreams.some(
        (other) => other.origin === local || (isLoopback(other.hostname) && other.port === bound),
      )
    ) {
      throw new UsageError(
        `--to ${upstream.origin} is the proxy's own address; it would call itself for ever.`,
        'Name the API to record, or another --port.',
      );
    }
    this.#localUrls.set(upstream.origin, local);
  }

  async #openForward(rules: ForwardRules): Promise<void> {
    const { host, port, upstreams, onRefused = () => {} } = this.#options;
    this.#forward = new ForwardProxy(
      { ...rules, host, port: port === 0 ? 0 : port + upstreams.length, onRefused },
      this.#context,
    );
    this.#forwardUrl = `http://${reachableName(host)}:${await this.#forward.listen()}`;
  }

  #createServer(route: Route): ClientServer {
    const { limits } = this.#context;
    const rules: RefusalRules = { upstream: route.upstream, limits, knownHosts: this.#knownHosts(route.upstream) };
    return new ClientServer(limits, {
      onRequest: (request, response) => {
        if (!this.#refuse(request, response, rules)) new Exchange(request, response, route, this.#context).start();
      },
      onUpgrade: (request, socket, head) => {
        const refusal = this.#unavailable() ?? refusalOf(request, rules);
        if (refusal === null) return passUpgrade(request, socket, head, route, this.#context);
        this.#refuseSocket(socket, refusal);
      },
      onConnect: (_request, socket) =>
        this.#refuseSocket(socket, {
          status: 403,
          reason: `This port records ${route.upstream.origin} and tunnels to nowhere.`,
        }),
    });
  }

  #refuse(request: IncomingMessage, response: ServerResponse, rules: RefusalRules): boolean {
    const refusal = this.#unavailable() ?? refusalOf(request, rules);
    if (refusal === null) return false;
    request.resume();
    writeRefusal(response, refusal.status, 'offscript_refused', refusal.reason);
    this.#options.onRefused?.(refusal.reason);
    return true;
  }

  #refuseSocket(socket: Duplex, { status, reason }: { readonly status: number; readonly reason: string }): void {
    socket.on('error', () => {});
    socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    this.#options.onRefused?.(reason);
  }

  #unavailable(): { readonly status: 503; readonly reason: string } | null {
    if (this.#closing) return { status: 503, reason: 'The recording is closing.' };
    return this.#commit === null ? { status: 503, reason: 'The recording is not open yet.' } : null;
  }

  #knownHosts(upstream: Upstream): ReadonlySet<string> | null {
    if (!isLoopback(this.#options.host)) return null;
    return new Set([upstream.host, upstream.hostname, 'host.docker.internal']);
  }

  async #drained(patience: number): Promise<void> {
    const deadline = this.#context.clock.steady() + patience;
    while (this.#context.running.size > 0 && this.#context.clock.steady() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** The name a client on this machine can use for what the server is bound to. */
function reachableName(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
