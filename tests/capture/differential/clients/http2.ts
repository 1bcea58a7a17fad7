import { connect as connectHttp2, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2';
import { request as ask } from 'node:http';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Client, Road, Seen, Sent } from '../exchange.ts';
import { seenOf } from '../seen.ts';

/** Over one connection: in the clear by prior knowledge, over TLS by ALPN, through a proxy by a tunnel. Eight at a time. */
export const viaHttp2: Client = async (road, requests) => {
  const session = await open(road);
  const seen: Seen[] = [];
  for (let at = 0; at < requests.length; at += 8)
    seen.push(...(await Promise.all(requests.slice(at, at + 8).map((sent) => one(session, sent)))));
  session.close();
  return seen;
};

async function open({ origin, proxy, trust }: Road): Promise<ClientHttp2Session> {
  const { protocol, hostname, host } = new URL(origin);
  if (protocol === 'http:') return connectHttp2(origin);
  const socket = proxy === null ? null : await tunnel(proxy, host);
  const secured = connectTls({
    ...(socket === null ? { host: hostname, port: Number(new URL(origin).port) } : { socket }),
    servername: hostname,
    ca: trust ?? '',
    ALPNProtocols: ['h2'],
  });
  await new Promise((resolve, reject) => secured.once('secureConnect', resolve).once('error', reject));
  return connectHttp2(origin, { createConnection: () => secured });
}

function tunnel(proxy: string, host: string): Promise<Socket> {
  const { hostname, port } = new URL(proxy);
  return new Promise((resolve, reject) =>
    ask({ host: hostname, port, method: 'CONNECT', path: host })
      .on('connect', (_answer, socket) => resolve(socket))
      .on('error', reject)
      .end(),
  );
}

function one(session: ClientHttp2Session, { method, path, headers, body, chunked }: Sent): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const own: Record<string, string> = { ':method': method, ':path': path };
    for (const [name, value] of headers) own[name.toLowerCase()] = value;
    if (body !== null && !chunked) own['content-length'] = String(body.length);
    const stream = session.request(own, { endStream: body === null });
    const chunks: Buffer[] = [];
    const interim: number[] = [];
    let head: IncomingHttpHeaders = {};
    let trailers: IncomingHttpHeaders = {};
    stream.on('headers', ({ ':status': status }) => interim.push(Number(status)));
    stream.on('response', (got) => (head = got));
    stream.on('trailers', (got) => (trailers = got));
    stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
    stream.on('close', () =>
      resolve(
        seenOf(Number(head[':status']), pairs(head), Buffer.concat(chunks), { trailers: pairs(trailers), interim }),
      ),
    );
    if (body !== null) stream.end(body);
  });
}

function pairs(headers: IncomingHttpHeaders): readonly (readonly [string, string])[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((text) => [name, String(text)] as const),
  );
}
