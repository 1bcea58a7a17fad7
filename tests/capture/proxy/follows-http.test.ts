import { createServer, request as startRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, createServer as createNetServer, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { headerValue } from '../../../src/model/http.ts';
import { startCapture, type RunningCapture } from './support/start-capture.ts';
import { talk } from './support/raw-client.ts';
import { startRawUpstream } from './support/raw-upstream.ts';

describe('the recording proxy, as RFC 9110 and 9112 have it,', () => {
  let capture: RunningCapture;
  let origin: string;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const upstream = createServer((request, response) => answer(request, response));
  upstream.on('checkContinue', (request, response) => answer(request, response));
  beforeAll(async () => {
    await new Promise<void>((resolve) => void upstream.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
    capture = await startCapture([origin]);
  });
  beforeEach(() => void (capture.captured.length = 0));
  afterAll(async () => {
    await capture.proxy.close();
    upstream.closeAllConnections();
    upstream.close();
  });

  it('keeps headers of one connection to that connection', async () => {
    await using raw = await startRawUpstream(
      (socket) =>
        void socket.write(
          'HTTP/1.1 200 OK\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=9\r\nX-End: 2\r\nContent-Length: 0\r\n\r\n',
        ),
    );
    await using other = await startCapture([raw.origin]);
    const received = await talk(
      other.port,
      'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive, X-Mine\r\nX-Mine: 1\r\nProxy-Connection: x\r\nTE: gzip\r\nX-End: 3\r\n\r\n',
      (text) => text.includes('\r\n\r\n'),
    );
    expect(received).not.toMatch(/X-Hop|timeout=9/);
    expect(received).toMatch(/X-End: 2/);
    const sent = String(raw.received[0]);
    expect(sent).not.toMatch(/X-Mine|Proxy-Connection|TE:/);
    expect(sent).toMatch(/X-End: 3/);
  });

  it('answers HEAD, 204 and 304 without a body, lengths kept', async () => {
    answer = (request, response) => {
      if (request.url === '/204') response.writeHead(204).end();
      else if (request.url === '/304') response.writeHead(304, { ETag: '"a"' }).end();
      else response.writeHead(200, { 'Content-Length': 12 }).end();
    };
    const head = await fetch(`${capture.url}/head`, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe('12');
    expect((await fetch(`${capture.url}/204`)).status).toBe(204);
    const notModified = await fetch(`${capture.url}/304`);
    expect([notModified.status, notModified.headers.get('etag')]).toEqual([304, '"a"']);
    expect(
      capture.captured.map(({ outcome }) =>
        outcome.kind === 'response' ? [outcome.response.status, outcome.response.body.length] : null,
      ),
    ).toEqual([
      [200, 0],
      [204, 0],
      [304, 0],
    ]);
  });

  it('passes and records trailers', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { Trailer: 'X-Sum' });
      response.write('body');
      response.addTrailers({ 'X-Sum': 'abc' });
      response.end();
    };
    const received = await talk(capture.port, 'GET / HTTP/1.1\r\nHost: localhost\r\nTE: trailers\r\n\r\n', (text) =>
      /\r\n0\r\n[^]*\r\n\r\n$/.test(text),
    );
    expect(received).toMatch(/\r\n0\r\nX-Sum: abc\r\n\r\n$/);
    expect(capture.captured).toMatchObject([{ outcome: { kind: 'response', trailers: [['X-Sum', 'abc']] } }]);
  });

  it('lets a client ask first whether to send its body', async () => {
    answer = (request, response) => {
      if (request.url === '/no') return void response.writeHead(417).end();
      response.writeContinue();
      request.resume().on('end', () => response.end('thanks'));
    };
    const ask = (path: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const steps: string[] = [];
        const asking = startRequest(
          `${capture.url}${path}`,
          { method: 'POST', headers: { Expect: '100-continue', 'Content-Length': 4 } },
          (response) => {
            steps.push(String(response.statusCode));
            response.resume().on('end', () => {
              resolve(steps.join(' '));
              asking.destroy();
            });
          },
        );
        asking.on('error', reject);
        asking.on('continue', () => {
          steps.push('continue');
          asking.end('body');
        });
      });
    expect(await ask('/yes')).toBe('continue 200');
    expect(await ask('/no')).toBe('417');
    expect(Buffer.from(capture.captured[0]?.request.body ?? []).toString()).toBe('body');
    expect(capture.captured[1]?.incomplete).toMatch(/request body not kept/);
  });

  it('passes interim answers', async () => {
    await using raw = await startRawUpstream(
      (socket) =>
        void socket.write(
          'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
        ),
    );
    await using other = await startCapture([raw.origin]);
    const received = await talk(other.port, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n', (text) => text.endsWith('ok'));
    expect(received).toMatch(/^HTTP\/1\.1 103 Early Hints\r\nLink: <\/a\.css>; rel=preload\r\n\r\nHTTP\/1\.1 200 OK/i);
    expect(other.captured[0]?.incomplete).toBe('interim answer 103 not kept');
  });

  it('aims redirects to the upstream at itself, and records them as they were', async () => {
    answer = (request, response) => void response.writeHead(302, { Location: String(request.headers['x-to']) }).end();
    const location = async (to: string): Promise<string | null> =>
      (await fetch(`${capture.url}/`, { redirect: 'manual', headers: { 'X-To': to } })).headers.get('location');
    expect(await location(`${origin}/a?b=1#c`)).toBe(`${capture.url}/a?b=1#c`);
    expect(await location(`${origin.replace('http:', '')}/a`)).toBe(`${capture.url}/a`);
    expect(await location('/relative')).toBe('/relative');
    expect(await location('https://elsewhere.example/a')).toBe('https://elsewhere.example/a');
    const [row] = capture.captured;
    expect(row?.outcome.kind === 'response' && headerValue(row.outcome.response.headers, 'location')).toBe(
      `${origin}/a?b=1#c`,
    );
  });

  it('leaves compressed bodies as they are', async () => {
    const packed = gzipSync('{"packed":true}');
    answer = (_request, response) =>
      void response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': packed.length }).end(packed);
    expect(await (await fetch(`${capture.url}/`)).json()).toEqual({ packed: true });
    const [row] = capture.captured;
    expect(row?.outcome.kind === 'response' && packed.equals(Buffer.from(row.outcome.response.body))).toBe(true);
  });

  it('answers pipelined requests in their order, on one connection', async () => {
    answer = (request, response) => void setTimeout(() => response.end(request.url), request.url === '/1' ? 60 : 0);
    const received = await talk(
      capture.port,
      [1, 2, 3].map((n) => `GET /${n} HTTP/1.1\r\nHost: localhost\r\n\r\n`).join(''),
      (text) => text.includes('/3'),
    );
    expect(received.match(/^\/\d/gm)).toEqual(['/1', '/2', '/3']);
    expect(capture.captured).toHaveLength(3);
  });

  it('sends a request without a body as one', async () => {
    answer = (request, response) =>
      void response.end(
        JSON.stringify([request.headers['content-length'] ?? null, request.headers['transfer-encoding'] ?? null]),
      );
    const framing = async (method: string): Promise<unknown> => (await fetch(`${capture.url}/`, { method })).json();
    expect(await framing('GET')).toEqual([null, null]);
    expect(await framing('DELETE')).toEqual([null, null]);
    expect(await framing('POST')).toEqual(['0', null]);
    const received = await talk(capture.port, 'POST / HTTP/1.1\r\nHost: localhost\r\n\r\n', (text) =>
      text.includes(']'),
    );
    expect(received).toContain('["0",null]');
    expect(capture.captured.at(-1)?.request.headers.some(([name]) => /content-length/i.test(name))).toBe(false);
  });

  it('passes a WebSocket through and records that it was not captured', async () => {
    const echo = createNetServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => {
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\nhello',
        );
        socket.on('data', (chunk) => void socket.write(`echo ${chunk.toString()}`));
      });
    });
    await new Promise<void>((resolve) => void echo.listen(0, '127.0.0.1', resolve));
    await using other = await startCapture([`http://127.0.0.1:${(echo.address() as AddressInfo).port}`]);
    const received = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(
        other.port,
        '127.0.0.1',
        () =>
          void socket.write(
            'GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\n\r\n',
          ),
      );
      socket.on('data', (chunk) => {
        text += chunk.toString();
        if (text.endsWith('hello')) socket.write('frame');
        if (!text.endsWith('echo frame')) return;
        resolve(text);
        socket.destroy();
      });
    });
    expect(received).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\nUpgrade: websocket\r\n/);
    expect(other.captured).toMatchObject([
      { incomplete: expect.stringContaining('not captured'), outcome: { kind: 'response', response: { status: 101 } } },
    ]);
    echo.close();
  });

  it('relays the answer of an upstream that declines a WebSocket', async () => {
    answer = (_request, response) => void response.writeHead(404, { 'Content-Length': 4 }).end('none');
    const received = await talk(
      capture.port,
      'GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\n\r\n',
    );
    expect(received).toMatch(/^HTTP\/1\.1 404 Not Found[^]*none$/);
    expect(capture.captured).toMatchObject([
      { incomplete: null, outcome: { kind: 'response', response: { status: 404 } } },
    ]);
  });

  it('takes a request that merely offers HTTP/2 (as Java does) for what it is', async () => {
    answer = (request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk)).on('end', () => response.end(`got ${body}`));
    };
    const offer = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n';
    const received = await talk(
      capture.port,
      `POST /a HTTP/1.1\r\nHost: localhost\r\n${offer}Content-Length: 4\r\n\r\nbodyGET /b HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      (text) => text.split('got').length === 3,
    );
    expect(received).toMatch(/^HTTP\/1\.1 200 OK[^]*got body[^]*HTTP\/1\.1 200 OK[^]*got /);
    expect(capture.captured.map(({ request }) => [request.target, Buffer.from(request.body).toString()])).toEqual([
      ['/a', 'body'],
      ['/b', ''],
    ]);
  });
});
