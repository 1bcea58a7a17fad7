import { spawn } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeAuthority, makeLeaf } from '../../src/capture/proxy/x509.ts';
import type { Interaction } from '../../src/model/recording.ts';
import { RecordingStore } from '../../src/store/recording.ts';
import { compiled } from '../support/compiled.ts';

const UNDICI = join(import.meta.dirname, '../../node_modules/undici/index.js');

describe('offscript capture -- CMD and --proxy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'offscript-program-'));
  const authority = makeAuthority({ name: 'api', from: new Date(Date.now() - 86_400_000), days: 10 });
  const leaf = makeLeaf(
    { name: 'localhost', from: new Date(Date.now() - 86_400_000), days: 5 },
    authority,
    'api',
    createPrivateKey(authority.key),
  );
  const apiAuthority = join(folder, 'api-ca.pem');
  const answer: Parameters<typeof createServer>[1] = (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      if (request.url === '/gone') return void request.socket.destroy();
      if (request.url !== '/stream') return void response.end(JSON.stringify({ url: request.url, body }));
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write('data: 1\n\n');
      setTimeout(() => response.end('data: 2\n\n'), 120);
    });
  };
  const plain = createServer(answer);
  const secure = createSecureServer({ key: leaf.key, cert: leaf.certificate }, answer);
  let dead: string;
  let http: string;
  let https: string;
  let out: string;
  let count = 0;

  beforeAll(async () => {
    writeFileSync(apiAuthority, authority.certificate);
    for (const server of [plain, secure])
      await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve));
    const closing = createServer();
    await new Promise<void>((resolve) => void closing.listen(0, 'localhost', resolve));
    dead = `http://localhost:${(closing.address() as AddressInfo).port}`;
    closing.close();
    http = `http://localhost:${(plain.address() as AddressInfo).port}`;
    https = `https://localhost:${(secure.address() as AddressInfo).port}`;
    compiled();
  }, 120_000);
  beforeEach(() => void (out = join(folder, `${count++}.sqlite`)));
  afterAll(() => {
    for (const server of [plain, secure]) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  function offscript(args: readonly string[]): ReturnType<typeof spawn> {
    return spawn(process.execPath, [join(compiled(), 'src/cli.js'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        XDG_CONFIG_HOME: folder,
        NODE_EXTRA_CA_CERTS: apiAuthority,
        HTTP_PROXY: '',
        HTTPS_PROXY: '',
      },
    });
  }

  async function around(program: readonly string[], options: readonly string[] = []) {
    const child = offscript([
      'capture',
      '--out',
      out,
      '--redact',
      'off',
      '--allow-host',
      'localhost',
      '--json',
      ...options,
      '--',
      ...program,
    ]);
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, lines: stdout.trim().split('\n'), stderr };
  }

  function recorded(): readonly Interaction[] {
    using store = RecordingStore.open(out, { mode: 'read' });
    return [...store.sessions()].flatMap(({ interactions }) => interactions);
  }

  function calls(): readonly string[] {
    return recorded().map(
      ({ request, outcome }) =>
        `${request.method} ${request.origin}${request.target} ${outcome.kind === 'response' ? outcome.response.status : outcome.error.kind}`,
    );
  }

  function script(text: string, name = `${count}.mjs`): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  }

  it('records fetch, undici, http and https of a Node program from inside, without a certificate', async () => {
    const path = script(`
      import http from 'node:http';
      import { request as secureRequest, get } from 'node:https';
      import { request as undiciRequest } from ${JSON.stringify(UNDICI)};
      const said = [];
      const read = (request) => new Promise((resolve, reject) => request.on('error', reject).on('response', (response) => {
        let text = ''; response.on('data', (chunk) => (text += chunk)).on('end', () => resolve([response.statusCode, response.headers['set-cookie'].length, text]));
      }));
      said.push(await (await fetch('${https}/fetch?x=1', { headers: { 'X-Own': 'y' } })).json());
      said.push(await (await fetch(new Request('${http}/fetch-request', { method: 'POST', body: 'sent' }))).json());
      said.push(await (await undiciRequest('${https}/undici')).body.json());
      const posted = secureRequest('${https}/https?q=a%20b', { method: 'POST', headers: { 'Content-Length': 4 } }); const answered = read(posted); posted.end('body');
      said.push(await answered);
      said.push(await read(get('${https}/get')));
      const plain = http.request({ host: 'localhost', port: Number(new URL('${http}').port), path: '/http', headers: ['Host', '${new URL(http).host}', 'X-Raw', '1'] }); plain.end();
      said.push(await read(plain));
      console.log(JSON.stringify(said));
    `);
    const { code, lines, stderr } = await around([process.execPath, path]);
    expect(stderr).toContain('NODE_OPTIONS');
    expect({ code, last: JSON.parse(lines.at(-1) ?? '') as unknown }).toMatchObject({
      code: 0,
      last: { interactions: 6, program: { code: 0, signal: null } },
    });
    expect(JSON.parse(lines[0] ?? '')).toEqual([
      { url: '/fetch?x=1', body: '' },
      { url: '/fetch-request', body: 'sent' },
      { url: '/undici', body: '' },
      [200, 2, '{"url":"/https?q=a%20b","body":"body"}'],
      [200, 2, '{"url":"/get","body":""}'],
      [200, 2, '{"url":"/http","body":""}'],
    ]);
    expect(calls()).toEqual([
      `GET ${https}/fetch?x=1 200`,
      `POST ${http}/fetch-request 200`,
      `GET ${https}/undici 200`,
      `POST ${https}/https?q=a%20b 200`,
      `GET ${https}/get 200`,
      `GET ${http}/http 200`,
    ]);
    const names = recorded().flatMap(({ request }) => request.headers.map(([name]) => name.toLowerCase()));
    expect(names.filter((name) => name.startsWith('proxy-') || name.startsWith('x-offscript'))).toEqual([]);
    expect(
      recorded().map(({ request }) =>
        new Map(request.headers.map(([name, value]) => [name.toLowerCase(), value])).get('host'),
      ),
    ).toEqual([https, http, https, https, https, http].map((origin) => new URL(origin).host));
  }, 60_000);

  it('shows a Node program streams as they come and the errors it would have had', async () => {
    const path = script(`
      import http from 'node:http';
      const began = performance.now();
      const reader = (await fetch('${https}/stream')).body.getReader();
      await reader.read();
      const first = performance.now() - began;
      await reader.read();
      const second = performance.now() - began - first;
      const failed = await fetch('${dead}/none').catch((error) => error.cause?.code);
      const refused = await new Promise((resolve) => http.get('${dead}/none', () => resolve('answer')).on('error', (error) => resolve(error.code)));
      console.log(JSON.stringify({ apart: second > 60, failed, refused }));
    `);
    const { lines } = await around([process.execPath, path]);
    expect(JSON.parse(lines[0] ?? '')).toEqual({ apart: true, failed: 'ECONNREFUSED', refused: 'ECONNREFUSED' });
    expect(calls()).toEqual([`GET ${https}/stream 200`, `GET ${dead}/none refused`, `GET ${dead}/none refused`]);
    expect(recorded()[0]?.timing.chunks?.length).toBe(2);
  }, 60_000);

  it('records what goes round http and the shared dispatcher: http2, an own dispatcher, agents as axios and got use them', async () => {
    const path = script(`
      import http from 'node:http';
      import https from 'node:https';
      import { connect } from 'node:http2';
      import tls from 'node:tls';
      import { Agent, fetch as ownFetch, request } from ${JSON.stringify(UNDICI)};
      const said = [];
      const session = connect('${https}');
      session.on('error', (error) => { console.error(error); process.exit(9); });
      said.push(await new Promise((resolve) => {
        const stream = session.request({ ':path': '/http2', ':method': 'POST' });
        let text = ''; stream.setEncoding('utf8').on('data', (chunk) => (text += chunk)).on('end', () => resolve(JSON.parse(text).url)).end('x');
      }));
      session.close();
      const dispatcher = new Agent({ connections: 1 });
      said.push((await (await ownFetch('${https}/own-dispatcher', { dispatcher })).json()).url);
      said.push((await (await request('${http}/own-plain', { dispatcher })).body.json()).url);
      await dispatcher.close();
      // axios: follow-redirects keeps http.request in an object made at load; got: options with a URL's parts and an agent of its own.
      const kept = { 'http:': http, 'https:': https };
      const via = (options) => new Promise((resolve, reject) => kept[options.protocol].request(options, (response) => {
        let text = ''; response.on('data', (chunk) => (text += chunk)).on('end', () => resolve(JSON.parse(text).url));
      }).on('error', reject).end());
      const { hostname, port } = new URL('${https}');
      said.push(await via({ protocol: 'https:', hostname, port, path: '/axios', method: 'GET', headers: { Accept: 'application/json, text/plain, */*' }, agents: {}, beforeRedirects: {} }));
      said.push(await via({ protocol: 'https:', hostname, port, path: '/got', agent: new https.Agent({ keepAlive: true, maxSockets: 1 }), method: 'GET', headers: {}, timeout: 5000 }));
      const raw = tls.connect({ host: hostname, port: Number(port), ALPNProtocols: ['http/1.1'] }, () => raw.write('GET /raw HTTP/1.1\\r\\nHost: ${new URL(https).host}\\r\\nConnection: close\\r\\n\\r\\n'));
      said.push(await new Promise((resolve) => { let text = ''; raw.on('data', (chunk) => (text += chunk)).on('close', () => resolve(/"url":"([^"]+)/.exec(text)?.[1])); }));
      console.log(JSON.stringify(said));
      process.exit(0);
    `);
    const { lines, stderr } = await around([process.execPath, path]);
    expect({ said: lines[0], stderr }).toMatchObject({
      said: '["/http2","/own-dispatcher","/own-plain","/axios","/got","/raw"]',
    });
    expect(calls()).toEqual([
      `POST ${https}/http2 200`,
      `GET ${https}/own-dispatcher 200`,
      `GET ${http}/own-plain 200`,
      `GET ${https}/axios 200`,
      `GET ${https}/got 200`,
      `GET ${https}/raw 200`,
    ]);
  }, 60_000);

  it('lets a program that brings its own certificates through unopened, and says so', async () => {
    const path = script(`
      import https from 'node:https';
      import { readFileSync } from 'node:fs';
      https.get('${https}/own', { ca: readFileSync(${JSON.stringify(apiAuthority)}) }, (response) => response.resume().on('end', () => console.log(response.statusCode)));
    `);
    const { lines } = await around([process.execPath, path]);
    expect(lines[0]).toBe('200');
    expect(recorded().map(({ incomplete }) => incomplete)).toEqual([
      'not captured: a tunnel; the program has certificates of its own',
    ]);
  }, 60_000);

  it('records programs of other kinds through the proxy, TLS opened with the own authority', async () => {
    const python = script(
      `import urllib.request,json\nprint(urllib.request.urlopen("${https}/python").read().decode())\n`,
      'p.py',
    );
    const shell = `curl -sS ${https}/curl && echo && curl -sS -d a=b ${http}/plain && echo && python3 ${python}`;
    const { code, lines, stderr } = await around(['sh', '-c', shell]);
    expect(stderr).not.toContain('Refused');
    expect(code).toBe(0);
    expect(lines.slice(0, 3).map((line) => (JSON.parse(line) as { url: string }).url)).toEqual([
      '/curl',
      '/plain',
      '/python',
    ]);
    expect(calls()).toEqual([`GET ${https}/curl 200`, `POST ${http}/plain 200`, `GET ${https}/python 200`]);
    expect(statSync(join(folder, 'offscript/ca/ca.key')).mode & 0o777).toBe(0o600);
  }, 60_000);

  it('lets excluded hosts pass unrecorded and says how the program ended', async () => {
    const { code, lines } = await around(
      ['sh', '-c', `curl -sS --cacert ${apiAuthority} ${https}/model; curl -sS ${http}/model; exit 3`],
      ['--exclude-host', 'localhost'],
    );
    expect(code).toBe(1);
    expect(lines.join('')).toContain('{"url":"/model","body":""}{"url":"/model","body":""}');
    expect(JSON.parse(/\{"recording.*$/.exec(lines.at(-1) ?? '')?.[0] ?? '')).toMatchObject({
      interactions: 0,
      program: { code: 3 },
    });
  }, 60_000);

  it('is no open relay', async () => {
    const child = offscript([
      'capture',
      '--proxy',
      '--allow-host',
      new URL(http).host,
      '--allow-host',
      '*.nip.example',
      '--out',
      out,
      '--json',
    ]);
    const first = await new Promise<string>((resolve) =>
      child.stdout?.once('data', (chunk: Buffer) => resolve(String(chunk))),
    );
    const { proxy, authority } = JSON.parse(first) as { proxy: string; authority: string };
    expect(readFileSync(authority, 'utf8')).toContain('BEGIN CERTIFICATE');
    const curl = (...args: string[]): Promise<string> =>
      new Promise((resolve) => {
        const asked = spawn('curl', [
          '-s',
          '-o',
          '/dev/null',
          '-w',
          '%{http_code} %{http_connect}',
          '-x',
          proxy,
          ...args,
        ]);
        let text = '';
        asked.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
        asked.on('close', () => resolve(text));
      });
    expect(await curl(`${http}/a`)).toBe('200 000');
    for (const url of [
      'http://169.254.169.254/latest',
      'http://2130706433/',
      'http://0x7f.1/',
      'http://[::1]/',
      'http://[::ffff:127.0.0.1]/',
      'http://example.com/',
      `http://127.0.0.1:${new URL(proxy).port}/`,
    ])
      expect([url, await curl(url)]).toEqual([url, '403 000']);
    expect(await curl('https://169.254.169.254/')).toBe('000 403');
    expect(await curl('https://127.0.0.1:22/')).toBe('000 403');
    child.kill('SIGTERM');
    await new Promise((resolve) => child.on('close', resolve));
    expect(calls()).toEqual([`GET ${http}/a 200`]);
  }, 60_000);

  it('refuses what leads nowhere', async () => {
    for (const args of [
      ['capture', '--proxy', '--out', out],
      ['capture', '--out', out],
      ['capture', '--out', out, '--'],
    ]) {
      const child = offscript(args);
      expect(await new Promise((resolve) => child.on('close', resolve))).toBe(2);
    }
  }, 60_000);
});
