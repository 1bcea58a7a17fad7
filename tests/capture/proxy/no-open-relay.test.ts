import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseUpstream } from '../../../src/capture/proxy/upstream.ts';
import { talk } from './support/raw-client.ts';
import { startCapture, type RunningCapture } from './support/start-capture.ts';

describe('the recording proxy', () => {
  let capture: RunningCapture;
  let origin: string;
  let calls: string[] = [];
  const refused: string[] = [];
  const upstream = createServer((request, response) => {
    calls.push(request.url ?? '');
    response.end('upstream');
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => void upstream.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
    capture = await startCapture([origin], {
      onRefused: (reason) => refused.push(reason),
      limits: { headersTimeout: 500, closingGrace: 100 },
    });
  });
  beforeEach(() => void (calls = []));
  afterAll(async () => {
    await capture.proxy.close();
    upstream.closeAllConnections();
    upstream.close();
  });

  const HOST = 'Host: localhost\r\n';
  it.each([
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['no Host in HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n', 400],
    ['two Hosts', `GET / HTTP/1.1\r\n${HOST}Host: evil.example\r\n\r\n`, 400],
    ['a name rebound to this machine', 'GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n', 403],
    ['a name that looks like an address', 'GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n\r\n', 403],
    ['credentials in the Host', 'GET / HTTP/1.1\r\nHost: evil.example@127.0.0.1\r\n\r\n', 403],
    ['a target elsewhere', `GET http://169.254.169.254/latest HTTP/1.1\r\n${HOST}\r\n`, 403],
    ['a tunnel', 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n', 403],
    ['no path', `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`, 403],
    [
      'a length and chunks',
      `POST / HTTP/1.1\r\n${HOST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ['two lengths', `POST / HTTP/1.1\r\n${HOST}Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd`, 400],
    ['too many headers', `GET / HTTP/1.1\r\n${HOST}${'a: b\r\n'.repeat(3000)}\r\n`, 431],
    ['a header too large', `GET / HTTP/1.1\r\n${HOST}A: ${'a'.repeat(40_000)}\r\n\r\n`, 431],
    ['a target too long', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`, 414],
    ['a NUL in a header', `GET / HTTP/1.1\r\n${HOST}A: \u0000\r\n\r\n`, 400],
    ['TLS on a plain port', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000', 400],
    ['a bad chunk', `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400],
    [
      'a WebSocket for a rebound name',
      'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      403,
    ],
  ])('does not pass on %s', async (what, request, status) => {
    const received = await talk(capture.port, Buffer.from(request, 'latin1'), undefined, 1500);
    expect(received.slice(0, 12)).toBe(`HTTP/1.1 ${status}`);
    if (what !== 'a bad chunk') expect(calls).toEqual([]);
    expect(await (await fetch(`${capture.url}/still`)).text()).toBe('upstream');
  });

  it('passes on an absolute target of its own upstream, and known names', async () => {
    const received = await talk(capture.port, `GET ${origin}/abs?x=1 HTTP/1.1\r\n${HOST}\r\n`, (text) =>
      text.endsWith('upstream'),
    );
    expect(received).toMatch(/^HTTP\/1\.1 200/);
    expect(capture.captured.at(-1)?.request.target).toBe('/abs?x=1');
    for (const host of ['127.0.0.1:80', '[::1]:1', 'api.localhost', 'host.docker.internal', new URL(origin).host]) {
      const answer = await talk(capture.port, `GET /h HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 200/);
    }
  });

  it('gives up on a client that is too slow with its headers, and serves others meanwhile', async () => {
    const slow = talk(capture.port, 'GET / HTTP/1.1\r\nHos', undefined, 4000);
    const began = performance.now();
    expect((await fetch(`${capture.url}/quick`)).status).toBe(200);
    expect(performance.now() - began).toBeLessThan(500);
    expect(await slow).toMatch(/^HTTP\/1\.1 408/);
  });

  it('says why it refuses, without repeating what it was sent', () => {
    expect(refused).toContain('One Host header is needed; there are 2.');
    expect(refused.join()).not.toContain('evil');
  });

  it.each([
    'ftp://a',
    'api.example.com',
    'http://',
    'https://user:secret@api.example.com',
    'https://api.example.com/v2',
  ])('does not take %s for an upstream', (text) => {
    expect(() => parseUpstream(text)).toThrow(/--to/);
    try {
      parseUpstream(text);
    } catch (error) {
      expect(String(error)).not.toContain('secret');
    }
  });

  it('refuses to be its own upstream', async () => {
    const port = await freePort();
    const started = startCapture([`http://localhost:${port}`], { port });
    await expect(started).rejects.toThrow(/own address/);
  });

  it('says which port is taken', async () => {
    await expect(startCapture(['http://a.invalid'], { port: capture.port })).rejects.toThrow(
      `Port ${capture.port} on 127.0.0.1 is taken.`,
    );
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
