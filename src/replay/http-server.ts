/**
 * A world over real sockets: one loopback port per recorded origin, so that clients keep absolute paths and only change
 * their base URL. What happens to connections in the world happens to them here; nothing waits in real time.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EnvironmentError } from '../errors.ts';
import type { HeaderList, HttpRequest, HttpResponse, NetworkErrorKind } from '../model/http.ts';
import type { WorldAnswer } from '../model/world.ts';
import { OriginRewriter } from './origin-rewriter.ts';
import { BODY_TOO_LARGE, readBody } from './read-body.ts';
import { sendSlowly } from './send-slowly.ts';
import { wireForm } from './wire-form.ts';

export interface ServedOrigins {
  /** Recorded origin -> local address, without a slash at the end. */
  readonly baseUrls: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface ServeOptions {
  readonly origins: readonly string[];
  /** Answers a request to a recorded origin. */
  readonly answer: (request: HttpRequest) => WorldAnswer['outcome'];
  /** Of the first origin; 0 takes any free one. */
  readonly port?: number;
}

const MOST_HEADER_BYTES = 64 * 1024;
/** Said by the connection, not by the client. */
const OF_TRANSPORT = new Set([
  'host',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'te',
  'upgrade',
  'expect',
  'proxy-connection',
  'sec-fetch-mode',
]);

/** @throws EnvironmentError OFFSCRIPT_PORT where the port is taken */
export async function serveOrigins({ origins, answer, port = 0 }: ServeOptions): Promise<ServedOrigins> {
  const servers: Server[] = [];
  const close = async (): Promise<void> => void (await Promise.all(servers.map(closed)));
  const baseUrls: Record<string, string> = {};
  const shared = { answer, rewriter: new OriginRewriter({}) };
  try {
    for (const [index, origin] of origins.entries()) {
      const hosts = new Set([new URL(origin).host]);
      const server = createServer({ maxHeaderSize: MOST_HEADER_BYTES }, (request, response) => {
        exchange({ origin, hosts, ...shared }, request, response).catch(() => response.destroy());
      });
      servers.push(server);
      const local = await listening(server, index === 0 ? port : 0);
      for (const name of ['127.0.0.1', 'localhost']) hosts.add(`${name}:${new URL(local).port}`);
      baseUrls[origin] = local;
    }
  } catch (error) {
    await close();
    throw error;
  }
  shared.rewriter = new OriginRewriter(baseUrls);
  return { baseUrls, close };
}

interface Place {
  readonly origin: string;
  /**
   * Names this address goes by: loopback and the recorded host. A page in a browser that makes its own name resolve to
   * here must get nowhere.
   */
  readonly hosts: ReadonlySet<string>;
  readonly rewriter: OriginRewriter;
  readonly answer: ServeOptions['answer'];
}

async function exchange(
  { origin, hosts, rewriter, answer }: Place,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  outgoing.sendDate = false;
  const { host } = incoming.headers;
  if (host !== undefined && !hosts.has(host.toLowerCase()))
    return plain(outgoing, 421, 'This address serves one recorded origin on the loopback interface only.');
  const body = await readBody(incoming);
  if (body === BODY_TOO_LARGE) return plain(outgoing, 413, 'The body is larger than 8 MiB.');
  const request: HttpRequest = {
    method: incoming.method ?? 'GET',
    origin,
    target: targetOf(incoming),
    headers: headersOf(incoming),
    body,
  };
  const outcome = answer(rewriter.incoming(request));
  const wired = (response: HttpResponse): HttpResponse => wireForm(response, rewriter, acceptedBy(incoming));
  const { line } = outcome;
  if (outcome.kind === 'error') {
    const cut = line?.cut ?? null;
    if (line === undefined || cut === null) return breakConnection(outgoing, outcome.error.kind);
    return sendSlowly(outgoing, wired(cut), line);
  }
  if (line !== undefined && isWhole(outgoing, outcome.response))
    return sendSlowly(outgoing, wired(outcome.response), line);
  send(outgoing, wired(outcome.response));
}

function acceptedBy({ headers }: IncomingMessage): string | undefined {
  const value = headers['accept-encoding'];
  return Array.isArray(value) ? value.join(',') : value;
}

/** Clients that think they talk to a proxy send the whole address. */
function targetOf(incoming: IncomingMessage): string {
  const target = incoming.url ?? '/';
  if (target.startsWith('/')) return target;
  if (!URL.canParse(target)) return '/';
  const { pathname, search } = new URL(target);
  return `${pathname}${search}`;
}

function headersOf(incoming: IncomingMessage): HeaderList {
  const pairs: (readonly [string, string])[] = [];
  const { rawHeaders } = incoming;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    const value = rawHeaders[at + 1] ?? '';
    if (!OF_TRANSPORT.has(name.toLowerCase())) pairs.push([name, value]);
  }
  return pairs;
}

function send(outgoing: ServerResponse, { status, headers, body }: HttpResponse): void {
  if (status < 200 || status > 999) return breakConnection(outgoing, 'garbage');
  const bare = status === 204 || status === 304;
  const length = bare ? [] : ['Content-Length', String(body.length)];
  outgoing.writeHead(status, [...headers.flatMap(([name, value]) => [name, value]), ...length]);
  outgoing.end(bare || outgoing.req.method === 'HEAD' ? undefined : body);
}

/** Something with a body that can be parted. */
function isWhole({ req }: ServerResponse, { status, body }: HttpResponse): boolean {
  return req.method !== 'HEAD' && status >= 200 && status <= 999 && status !== 204 && status !== 304 && body.length > 0;
}

/** What the client sees on its socket; a port that listens cannot refuse, so refusals come as resets. */
function breakConnection(outgoing: ServerResponse, kind: NetworkErrorKind): void {
  const { socket } = outgoing;
  if (socket === null) return;
  switch (kind) {
    case 'reset':
    case 'refused':
    case 'dns':
    case 'tls':
      return void socket.resetAndDestroy();
    case 'timeout':
    case 'empty':
      return void socket.destroy();
    case 'garbage':
      socket.write('\x16\x03\x01 nothing a client can read\r\n\r\n');
      return void socket.end();
    case 'aborted':
    case 'truncated':
      outgoing.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '4096' });
      outgoing.write('{"', () => void socket.destroy());
  }
}

function plain(outgoing: ServerResponse, status: number, message: string): void {
  outgoing.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
  outgoing.end(`${message}\n`);
}

function listening(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      reject(
        taken
          ? new EnvironmentError(
              'OFFSCRIPT_PORT',
              `Port ${port} cannot be used (${error.code}).`,
              'Leave --port out to take any free one.',
            )
          : error,
      );
    });
    server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
