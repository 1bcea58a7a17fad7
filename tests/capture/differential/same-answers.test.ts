/** The same requests, made directly and through offscript, by clients of five kinds: what comes back is the same. */
import { spawnSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureServer, createServer as createHttp2Server } from 'node:http2';
import { createServer as createNetServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AllowedHosts } from '../../../src/capture/proxy/allowed-hosts.ts';
import { Authority } from '../../../src/capture/proxy/authority.ts';
import { makeAuthority, makeLeaf } from '../../../src/capture/proxy/x509.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startCapture, type RunningCapture } from '../proxy/support/start-capture.ts';
import { viaCurl } from './clients/curl.ts';
import { viaFetch } from './clients/fetch.ts';
import { viaHttp2 } from './clients/http2.ts';
import { viaHttp } from './clients/http.ts';
import { viaUrllib } from './clients/urllib.ts';
import { CLIENTS, type AnyClient, type Client, type Road, type Seen, type Sent } from './exchange.ts';
import { answerAny, KINDS, requestsFor } from './exchanges.ts';
import { readFileSync } from 'node:fs';

const MAKE: Readonly<Record<AnyClient, Client>> = {
  fetch: viaFetch,
  http: viaHttp,
  http2: viaHttp2,
  curl: viaCurl,
  urllib: viaUrllib,
};
const absent = (client: AnyClient): boolean =>
  client === 'curl' || client === 'urllib'
    ? spawnSync(client === 'curl' ? 'curl' : 'python3', ['--version']).status !== 0
    : false;
const day = new Date(Date.now() - 86_400_000);
const signer = makeAuthority({ name: 'api', from: day, days: 10 });
const leaf = makeLeaf({ name: 'localhost', from: day, days: 5 }, signer, 'api', createPrivateKey(signer.key));

describe('what comes through offscript is what comes directly', () => {
  const answer = (request: IncomingMessage, response: ServerResponse): void => void answerAny(request, response);
  const http1 = createServer(answer);
  const clear = createHttp2Server((request, response) => answer(request as never, response as never));
  const secure = createSecureServer({ key: leaf.key, cert: leaf.certificate, allowHTTP1: true }, (request, response) =>
    answer(request as never, response as never),
  );
  /** One port for both protocols in the clear, as the proxy has it. */
  const plain = createNetServer((socket) => {
    socket.once('data', (first) => {
      socket.pause();
      socket.unshift(first);
      (first.toString('latin1', 0, 3) === 'PRI' ? clear : http1).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  let capture: RunningCapture;
  let reverse: RunningCapture;
  let authority: Authority;
  let origins: { readonly plain: string; readonly secure: string };

  beforeAll(async () => {
    for (const server of [plain, secure])
      await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const portOf = (server: Server): number => (server.address() as AddressInfo).port;
    origins = {
      plain: `http://127.0.0.1:${portOf(plain)}`,
      secure: `https://localhost:${portOf(secure as unknown as Server)}`,
    };
    // The proxy reads the authorities of this machine, which the API's is not among.
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    authority = Authority.open({ XDG_CONFIG_HOME: temporaryFolder() }, Date.now);
    reverse = await startCapture([origins.plain]);
    capture = await startCapture([], {
      forward: {
        recorded: new AllowedHosts(['localhost', '127.0.0.1'], false),
        passed: new AllowedHosts([], false),
        authority,
        password: null,
      },
    });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await reverse.proxy.close();
    await capture.proxy.close();
    for (const server of [plain, secure]) server.close();
  });

  it('for 300 requests of all kinds', () => {
    expect(requestsFor('http').length).toBeGreaterThanOrEqual(300);
    expect(Object.keys(KINDS).length).toBeGreaterThanOrEqual(25);
  });

  describe.each(CLIENTS)('%s', (name) => {
    it.skipIf(absent(name))('through the reverse proxy', { timeout: 60_000 }, async () => {
      const requests = requestsFor(name);
      const direct = await MAKE[name]({ origin: origins.plain, proxy: null, trust: null }, requests);
      reverse.captured.length = 0;
      const through = await MAKE[name]({ origin: reverse.url, proxy: null, trust: null }, requests);
      expectSame(requests, direct, through, [reverse.url, origins.plain]);
      expect(reverse.captured.length).toBe(requests.length);
    });
  });

  describe.each(['http2', 'curl', 'urllib'] as const)('%s', (name) => {
    it.skipIf(absent(name))('through an opened tunnel', { timeout: 60_000 }, async () => {
      const requests = requestsFor(name);
      const { secure: origin } = origins;
      const direct = await MAKE[name]({ origin, proxy: null, trust: signer.certificate }, requests);
      capture.captured.length = 0;
      const road: Road = { origin, proxy: capture.proxy.forwardUrl, trust: readFileSync(authority.path, 'utf8') };
      const through = await MAKE[name](road, requests);
      expectSame(requests, direct, through, null);
      expect(capture.captured.length).toBe(requests.length);
      expect(capture.captured.every(({ request }) => request.origin === origin)).toBe(true);
    });
  });
});

function expectSame(
  requests: readonly Sent[],
  direct: readonly Seen[],
  through: readonly Seen[],
  renamed: readonly [string, string] | null,
): void {
  expect(through.length).toBe(requests.length);
  for (const [at, { method, path }] of requests.entries()) {
    const back = renamed === null ? through[at] : withOrigin(through[at] as Seen, renamed);
    expect({ what: `${method} ${path}`, ...back }).toEqual({ what: `${method} ${path}`, ...direct[at] });
  }
}

/** Redirects to the API lead back through the proxy: that is the one thing it changes. */
function withOrigin(seen: Seen, [from, to]: readonly [string, string]): Seen {
  return {
    ...seen,
    headers: seen.headers.map(
      ([name, value]) => [name, name === 'location' ? value.replace(from, to) : value] as const,
    ),
  };
}
