import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { talk } from './support/raw-client.ts';
import { startRawUpstream } from './support/raw-upstream.ts';
import { startCapture } from './support/start-capture.ts';

describe('a network error', () => {
  it('is recorded and answered with 502: refused', async () => {
    const port = await freePort();
    await using capture = await startCapture([`http://127.0.0.1:${port}`]);
    const response = await fetch(`${capture.url}/x`);
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({
      error: 'offscript_upstream',
      message: expect.stringContaining('refused'),
    });
    expect(capture.captured).toMatchObject([
      { outcome: { kind: 'error', error: { kind: 'refused' } }, timing: { lastByteAfter: null } },
    ]);
  });

  it('is recorded and answered with 502: no such name', async () => {
    await using capture = await startCapture(['http://no-such-host.invalid']);
    expect((await fetch(`${capture.url}/x`)).status).toBe(502);
    expect(capture.captured).toMatchObject([{ outcome: { kind: 'error', error: { kind: 'dns' } } }]);
  });

  it('is recorded and answered with 502: closed without an answer', async () => {
    await using upstream = await startRawUpstream((socket) => socket.end());
    await using capture = await startCapture([upstream.origin]);
    expect((await fetch(`${capture.url}/x`)).status).toBe(502);
    expect(capture.captured).toMatchObject([{ outcome: { kind: 'error', error: { kind: 'empty' } } }]);
  });

  it('is recorded and answered with 502: reset', async () => {
    await using upstream = await startRawUpstream((socket) => void socket.resetAndDestroy());
    await using capture = await startCapture([upstream.origin]);
    expect((await fetch(`${capture.url}/x`, { method: 'POST', body: 'a' })).status).toBe(502);
    expect(capture.captured).toMatchObject([{ outcome: { kind: 'error', error: { kind: 'reset' } } }]);
  });

  it('is recorded and answered with 502: no HTTP', async () => {
    await using upstream = await startRawUpstream((socket) => void socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
    await using capture = await startCapture([upstream.origin]);
    expect((await fetch(`${capture.url}/x`)).status).toBe(502);
    expect(capture.captured).toMatchObject([{ outcome: { kind: 'error', error: { kind: 'garbage' } } }]);
  });

  it('is recorded and answered with 502: no TLS on the other side', async () => {
    const plain = createHttpServer();
    await new Promise<void>((resolve) => void plain.listen(0, '127.0.0.1', resolve));
    await using capture = await startCapture([`https://127.0.0.1:${(plain.address() as AddressInfo).port}`]);
    expect((await fetch(`${capture.url}/x`)).status).toBe(502);
    expect(capture.captured).toMatchObject([{ outcome: { kind: 'error', error: { kind: 'tls' } } }]);
    plain.close();
  });

  it.each([
    ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'],
    ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
  ])('breaks the connection to the client where the answer broke off: %s', async (_what, answer) => {
    await using upstream = await startRawUpstream((socket) => socket.end(answer));
    await using capture = await startCapture([upstream.origin]);
    const received = await talk(capture.port, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(received).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(received).toContain('half');
    expect(received).not.toMatch(/\r\n0\r\n\r\n$/);
    expect(capture.captured).toMatchObject([{ outcome: { kind: 'error', error: { kind: 'truncated' } } }]);
  });

  it('is recorded where the client gives up before the answer (timeout) or in the middle of it (aborted)', async () => {
    await using upstream = await startRawUpstream((socket, request) => {
      if (request !== '') return;
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
    });
    await using silent = await startRawUpstream(() => {});
    await using capture = await startCapture([silent.origin, upstream.origin]);
    await expect(fetch(`${capture.url}/slow`, { signal: AbortSignal.timeout(80) })).rejects.toThrow();
    await until(() => capture.captured.length === 1);
    expect(capture.captured[0]?.outcome).toMatchObject({
      kind: 'error',
      error: { kind: 'timeout', message: expect.stringMatching(/gave up after \d+ ms/) },
    });
    const second = Number(new URL(capture.proxy.localUrls.get(upstream.origin) ?? '').port);
    await talk(second, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n', (text) => text.includes('half'));
    await until(() => capture.captured.length === 2);
    expect(capture.captured[1]?.outcome).toMatchObject({ kind: 'error', error: { kind: 'aborted' } });
  });

  it('of a pooled connection that had gone stale is not passed on: the request is sent once more', async () => {
    let connections = 0;
    await using upstream = await startRawUpstream((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      // Promised to stay open, and then not: the next request on it is reset.
      if (connections++ === 0) socket.once('data', () => void socket.resetAndDestroy());
    });
    await using capture = await startCapture([upstream.origin]);
    expect(await (await fetch(`${capture.url}/1`)).text()).toBe('ok');
    await pause(20);
    expect((await fetch(`${capture.url}/2`)).status).toBe(200);
    expect(capture.captured.map(({ outcome }) => outcome.kind)).toEqual(['response', 'response']);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300 && !condition(); tries++) await pause(10);
}
