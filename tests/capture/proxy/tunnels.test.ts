import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import { request as ask } from 'node:http';
import { connect as connectPlain, createServer as createNetServer, type AddressInfo, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AllowedHosts } from '../../../src/capture/proxy/allowed-hosts.ts';
import { Authority } from '../../../src/capture/proxy/authority.ts';
import { makeAuthority, makeLeaf } from '../../../src/capture/proxy/x509.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startCapture, type RunningCapture } from './support/start-capture.ts';

const UPGRADE =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\nSec-WebSocket-Version: 13\r\n\r\n';

describe('what goes through the forward proxy', () => {
  const day = new Date(Date.now() - 86_400_000);
  const signer = makeAuthority({ name: 'api', from: day, days: 10 });
  const leaf = makeLeaf({ name: 'localhost', from: day, days: 5 }, signer, 'api', createPrivateKey(signer.key));
  const authority = Authority.open({ XDG_CONFIG_HOME: temporaryFolder() }, Date.now);
  const api = createHttpsServer({ key: leaf.key, cert: leaf.certificate }, (_request, response) => response.end('ok'));
  api.on('upgrade', (_request, socket: Socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhello');
    socket.on('data', (chunk) => void socket.write(`echo ${chunk.toString()}`)).on('error', () => {});
  });
  /** Answers bytes that are no HTTP. */
  const other = createNetServer((socket) => {
    socket.on('error', () => {}).on('data', (chunk) => void socket.write(`raw ${chunk.toString()}`));
  });
  /** Speaks first, as SMTP does. */
  const greeter = createNetServer((socket) => void socket.on('error', () => {}).write('220 ready\r\n'));
  let greeterPort: number;
  let capture: RunningCapture;
  let port: number;
  let otherPort: number;

  beforeAll(async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    for (const server of [api, other, greeter])
      await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    [port, otherPort, greeterPort] = [api, other, greeter].map((server) => (server.address() as AddressInfo).port) as [
      number,
      number,
      number,
    ];
    capture = await startCapture([], {
      forward: {
        recorded: new AllowedHosts(['localhost', '127.0.0.1'], false),
        passed: new AllowedHosts(['unseen.localhost'], false),
        authority,
        password: null,
      },
      limits: { closingGrace: 200, headersTimeout: 400 },
    });
  });
  beforeEach(() => void (capture.captured.length = 0));
  afterAll(async () => {
    vi.unstubAllEnvs();
    await capture.proxy.close();
    api.closeAllConnections();
    for (const server of [api, other, greeter]) server.close();
  });

  function tunnel(host: string): Promise<Socket> {
    return new Promise((resolve, reject) =>
      ask({ host: '127.0.0.1', port: Number(new URL(capture.url).port), method: 'CONNECT', path: host })
        .on('connect', (_answer, socket) => resolve(socket))
        .on('error', reject)
        .end(),
    );
  }

  function heard(socket: Socket, until: string): Promise<string> {
    return new Promise((resolve) => {
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString();
        if (text.includes(until)) resolve(text);
      });
      socket.on('close', () => resolve(text)).on('error', () => resolve(text));
    });
  }

  it('is a WebSocket over TLS: it works, and is recorded as not captured', async () => {
    const secured = connectTls({
      socket: await tunnel(`localhost:${port}`),
      servername: 'localhost',
      ca: readFileSync(authority.path),
    });
    secured.write(`GET /ws HTTP/1.1\r\nHost: localhost:${port}\r\n${UPGRADE}`);
    expect(await heard(secured, 'hello')).toMatch(/^HTTP\/1\.1 101 /);
    secured.write('frame');
    expect(await heard(secured, 'echo frame')).toContain('echo frame');
    secured.destroy();
    expect(capture.captured).toMatchObject([
      {
        request: { origin: `https://localhost:${port}`, target: '/ws' },
        incomplete: expect.stringContaining('not captured'),
        outcome: { kind: 'response', response: { status: 101 } },
      },
    ]);
  });

  it('is no HTTP at all: it passes, and is recorded as a tunnel', async () => {
    const socket = await tunnel(`localhost:${otherPort}`);
    socket.write('\u0001\u0002 something else');
    expect(await heard(socket, 'raw')).toContain('something else');
    socket.destroy();
    expect(capture.captured).toMatchObject([
      {
        request: { method: 'CONNECT', origin: `https://localhost:${otherPort}` },
        incomplete: expect.stringContaining('no HTTP'),
      },
    ]);
  });

  it('begins at the other end: it passes, and is recorded as a tunnel', async () => {
    const socket = await tunnel(`localhost:${greeterPort}`);
    expect(await heard(socket, '220')).toContain('220 ready');
    socket.destroy();
    expect(capture.captured).toMatchObject([{ incomplete: expect.stringContaining('waits to be spoken to') }]);
  });

  it('is TLS of a client that does not trust us: it fails there, and is recorded as a tunnel', async () => {
    const secured = connectTls({
      socket: await tunnel(`localhost:${port}`),
      servername: 'localhost',
      rejectUnauthorized: true,
    });
    const problem = await new Promise<Error>((resolve) => secured.on('error', resolve));
    expect(String(problem)).toMatch(/self-signed|unable to|certificate/);
    await vi.waitFor(() =>
      expect(capture.captured).toMatchObject([{ incomplete: expect.stringContaining('did not accept') }]),
    );
  });

  it('is not recorded where the host is not to be recorded, but for that it was there', async () => {
    const asked = await tunnel(`unseen.localhost:${port}`).catch(() => null);
    asked?.destroy();
    expect(capture.captured.map(({ incomplete }) => incomplete)).toEqual([
      'not captured: a tunnel; its host is not among those to record',
    ]);
  });

  it('is silence: it is closed in time', async () => {
    const socket = connectPlain(Number(new URL(capture.url).port), '127.0.0.1');
    const began = performance.now();
    await new Promise((resolve) => socket.on('close', resolve));
    expect(performance.now() - began).toBeGreaterThan(300);
    expect(capture.captured).toEqual([]);
  });
});
