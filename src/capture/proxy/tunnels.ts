import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer, type Server } from 'node:tls';
import { NO_BODY } from '../../model/http.ts';
import type { AllowedHosts } from './allowed-hosts.ts';
import type { Authority } from './authority.ts';
import { NO_DIRECTIVES } from './directives.ts';
import { firstBytes, isHttp2Preface } from './first-bytes.ts';
import type { ProxyContext } from './proxy-context.ts';
import { parseUpstream, type Upstream } from './upstream.ts';

export interface TunnelOptions {
  readonly context: ProxyContext;
  readonly authority: Authority;
  /** Whose traffic is recorded; says where a tunnel may connect to. */
  readonly recorded: AllowedHosts;
  /** Takes what came out of a tunnel. */
  readonly serve: (socket: Duplex, upstream: Upstream, speaksHttp2: boolean) => void;
  /** Something the user should know. */
  readonly onNote: (text: string) => void;
}

const TLS_HELLO = 0x16;
/** A client of HTTP or TLS speaks first; one that has not by then waits for the other end, as that of SMTP does. */
const SILENCE_MS = 1000;

/** Tunnels through the forward proxy: looked into where that is possible, and recorded as tunnels where it is not. */
export class Tunnels {
  readonly #options: TunnelOptions;
  readonly #sockets = new Set<Duplex>();
  /** Take handshakes in the name of an upstream; never listen. */
  readonly #openers = new Map<string, Server>();

  constructor(options: TunnelOptions) {
    this.#options = options;
  }

  /** Opens a tunnel with a certificate of the local authority, so that what goes through it is recorded. */
  open(socket: Duplex, upstream: Upstream): void {
    this.#keep(socket);
    const silent = (): void => this.#passOn(socket, upstream, 'its client waits to be spoken to');
    const look = (bytes: Buffer): void => {
      if (bytes[0] === TLS_HELLO) this.#openerFor(upstream).emit('connection', socket);
      else if (/^[A-Z]{3,10} /.test(bytes.toString('latin1', 0, 12)))
        this.#options.serve(socket, inTheClear(upstream), isHttp2Preface(bytes));
      else this.#passOn(socket, upstream, 'what goes through it is no HTTP');
    };
    firstBytes(socket, SILENCE_MS, look, silent);
  }

  /** Lets a tunnel through unopened. */
  pass(socket: Duplex, upstream: Upstream, why: string): void {
    this.#keep(socket);
    if (this.#options.recorded.excludes(upstream.hostname, upstream.port)) this.#join(socket, upstream);
    else this.#passOn(socket, upstream, why);
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #openerFor(upstream: Upstream): Server {
    const known = this.#openers.get(upstream.origin);
    if (known !== undefined) return known;
    const { authority, serve, onNote, context } = this.#options;
    const opener = createServer({
      ...authority.leafFor(upstream.hostname),
      SNICallback: (name, done) => {
        try {
          done(null, authority.contextFor(name));
        } catch (error) {
          done(error as Error);
        }
      },
      ALPNProtocols: ['h2', 'http/1.1'],
      handshakeTimeout: context.limits.headersTimeout,
    });
    opener.on('secureConnection', (secured) => {
      this.#keep(secured);
      secured.on('error', () => {});
      serve(secured, upstream, secured.alpnProtocol === 'h2');
    });
    opener.on('tlsClientError', (error: NodeJS.ErrnoException) => {
      onNote(
        `${upstream.origin}: the client closed the tunnel while it was opened (${error.code ?? error.message}). Does it trust ${authority.path}?`,
      );
      this.#record(upstream, 'the client did not accept the local certificate');
    });
    this.#openers.set(upstream.origin, opener);
    return opener;
  }

  #passOn(socket: Duplex, upstream: Upstream, why: string): void {
    this.#record(upstream, why);
    this.#join(socket, upstream);
  }

  #join(socket: Duplex, { hostname, port }: Upstream): void {
    const far = connect({ host: hostname, port, lookup: this.#options.recorded.lookupFor(port) });
    this.#keep(far);
    far.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.on('close', () => far.destroy());
    far.pipe(socket);
    socket.pipe(far);
  }

  /** A tunnel nobody looked into is in the recording as just that. */
  #record(upstream: Upstream, why: string): void {
    const { context } = this.#options;
    const requestAt = context.clock.now();
    const request = {
      method: 'CONNECT',
      origin: upstream.origin,
      target: '/',
      headers: [['Host', upstream.host]] as const,
      body: NO_BODY,
    };
    context.queue.add(
      {
        request,
        outcome: { kind: 'response', response: { status: 200, headers: [], body: NO_BODY }, trailers: [] },
        timing: { requestAt, firstByteAfter: null, lastByteAfter: null, chunks: null },
        incomplete: `not captured: a tunnel; ${why}`,
        directives: NO_DIRECTIVES,
        place: context.arrive({ request, directives: NO_DIRECTIVES, requestAt, client: '' }),
      },
      () => {},
    );
  }

  #keep(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
  }
}

function inTheClear({ hostname, port }: Upstream): Upstream {
  return parseUpstream(`http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`);
}
