import { readFileSync } from 'node:fs';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import net, { type Socket } from 'node:net';
import tls, { type TLSSocket } from 'node:tls';
import { HOOK_HEADER, OPENED, UNOPENED, type HookSettings } from './hook-settings.ts';

type Options = Readonly<Record<string, unknown>>;
type Wants = (hostname: string, port: number) => boolean;
type Connect<T> = (...args: readonly unknown[]) => T;

/** What the recorder cannot show or check in the program's place. */
const OWN_TRUST = ['pfx', 'key', 'cert', 'ca', 'secureContext', 'pskCallback'];

/**
 * `tls.connect` and `net.connect`, for what goes round `http.request` and the shared dispatcher: node:http2, an undici
 * client of its own, WebSockets. Such a connection becomes a tunnel through the recorder, begun without an answer, so
 * that it can be handed out at once.
 */
export function hookSockets(settings: HookSettings, wants: Wants): void {
  const plain = net.connect as unknown as Connect<Socket>;
  const secure = tls.connect as unknown as Connect<TLSSocket>;
  const tunnel = (host: string, port: number, options: Options, how: string): Socket => {
    const { signal, keepAlive, timeout } = options;
    const socket = plain({ host: settings.host, port: settings.port, signal, keepAlive, timeout });
    const authority = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    socket.write(
      `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\nProxy-Authorization: ${settings.authorization}\r\n${HOOK_HEADER}: ${how}\r\n\r\n`,
    );
    return socket;
  };
  const connectPlain: Connect<Socket> = (...args) => {
    const { options, onConnect } = normalized(args);
    const place = placeOf(options);
    const isMeant = place !== null && (place.port === 80 || !settings.any) && wants(place.host, place.port);
    if (!isMeant) return plain(...args);
    const socket = tunnel(place.host, place.port, options, OPENED);
    if (onConnect !== null) socket.once('connect', onConnect);
    return socket;
  };
  const connectSecure: Connect<TLSSocket> = (...args) => {
    const { options, onConnect } = normalized(args);
    const place = placeOf(options);
    const isForHttp = place !== null && (!settings.any || place.port === 443 || offersHttp(options));
    if (!isForHttp || options['socket'] || !wants(place.host, place.port)) return secure(...args);
    const own = OWN_TRUST.some((name) => options[name] !== undefined);
    const socket = tunnel(place.host, place.port, options, own ? UNOPENED : OPENED);
    const servername = options['servername'] ?? (net.isIP(place.host) > 0 ? '' : place.host);
    const trust = own ? {} : { ca: readFileSync(settings.authority) };
    return secure({ ...options, ...trust, servername, socket }, ...(onConnect === null ? [] : [onConnect]));
  };
  Object.assign(net, { connect: connectPlain, createConnection: connectPlain });
  Object.assign(http.Agent.prototype, { createConnection: connectPlain });
  Object.assign(tls, { connect: connectSecure });
  syncBuiltinESMExports();
}

/** Other protocols over TLS may wait for the server to speak first, which a recorder of HTTP does not. */
function offersHttp({ ALPNProtocols: offered }: Options): boolean {
  return /\bh2\b|http\/1\.1/.test(Array.isArray(offered) ? offered.join() : String(offered));
}

function placeOf({ host, hostname, port, path }: Options): { readonly host: string; readonly port: number } | null {
  const number = Number(port);
  if (typeof path === 'string' && port === undefined) return null;
  if (!Number.isInteger(number) || number <= 0) return null;
  return { host: String(host ?? hostname ?? 'localhost').replace(/^\[|\]$/g, ''), port: number };
}

/** `(options, done?)` and `(port, host?, options?, done?)` as one. A path is a socket of this machine. */
function normalized(args: readonly unknown[]): { readonly options: Options; readonly onConnect: (() => void) | null } {
  const onConnect = (args.find((value) => typeof value === 'function') ?? null) as (() => void) | null;
  const given = args.filter((value) => typeof value === 'object' && value !== null) as Options[];
  const [first, second] = args;
  const isPort = typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first));
  const told = isPort ? { port: first, ...(typeof second === 'string' && { host: second }) } : {};
  return { options: Object.assign({}, told, ...given) as Options, onConnect };
}
