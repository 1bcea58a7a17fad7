/** A small JSON server on loopback: the control channel and the trainer's server speak through it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EnvironmentError } from '../errors.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { BODY_TOO_LARGE, readBody } from './read-body.ts';

export interface JsonRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | null;
  readonly body: JsonObject;
}

export interface JsonAnswer {
  readonly status: number;
  readonly body: Json;
}

export interface JsonServer {
  readonly url: string;
  close(): Promise<void>;
}

/** @throws EnvironmentError OFFSCRIPT_PORT where the port is taken */
export async function serveJson(
  handle: (request: JsonRequest) => JsonAnswer | Promise<JsonAnswer>,
  port = 0,
): Promise<JsonServer> {
  let host = '';
  const server = createServer((incoming, outgoing) => {
    exchange(handle, host, incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new EnvironmentError(
          'OFFSCRIPT_PORT',
          `Port ${port} cannot be used (${error.code}).`,
          'Leave --port out to take any free one.',
        ),
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function exchange(
  handle: Parameters<typeof serveJson>[0],
  host: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { status, body } = await answerTo(handle, host, incoming);
  const text = Buffer.from(JSON.stringify(body), 'utf8');
  outgoing.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': text.length });
  outgoing.end(text);
}

async function answerTo(
  handle: Parameters<typeof serveJson>[0],
  host: string,
  incoming: IncomingMessage,
): Promise<JsonAnswer> {
  const bytes = await readBody(incoming);
  const asked = incoming.headers.host?.toLowerCase();
  if (asked !== undefined && asked !== host && asked !== host.replace('127.0.0.1', 'localhost'))
    return { status: 421, body: { error: 'wrong_host' } };
  if (bytes === BODY_TOO_LARGE) return { status: 413, body: { error: 'too_large' } };
  const body = parsed(bytes);
  if (body === null) return { status: 400, body: { error: 'bad_json', message: 'The body must be one JSON object.' } };
  const url = new URL(incoming.url ?? '/', `http://${host}`);
  return handle({
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    authorization: incoming.headers.authorization ?? null,
    body,
  });
}

function parsed(bytes: Uint8Array): JsonObject | null {
  if (bytes.length === 0) return {};
  try {
    const value = JSON.parse(Buffer.from(bytes).toString('utf8')) as Json;
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
