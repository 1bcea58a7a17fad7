/** axios and got as they are: recorded from inside, through the forward proxy and through the reverse proxy, with the same bytes. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeAuthority, makeLeaf } from '../../src/capture/proxy/x509.ts';
import { RecordingStore } from '../../src/store/recording.ts';
import { compiled } from '../support/compiled.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const MODULES = join(import.meta.dirname, '../../node_modules');

/** What a program does with the two, and what it saw. */
const PROGRAM = `
  import axios from ${JSON.stringify(join(MODULES, 'axios/index.js'))};
  import got from ${JSON.stringify(join(MODULES, 'got/dist/source/index.js'))};
  import http from 'node:http';
  const base = process.argv[2];
  const said = [];
  const agent = new http.Agent({ keepAlive: true });
  const client = axios.create({ baseURL: base, httpAgent: agent, validateStatus: () => true, timeout: 30000 });
  const a = async (config) => { const { status, data, headers } = await client(config); said.push(['axios', status, data, headers['set-cookie'] ?? null]); };
  await a({ url: '/json', params: { q: 'a b', list: [1, 2] } });
  await a({ url: '/made', method: 'post', data: { name: 'x' } });
  await a({ url: '/form', method: 'post', data: new URLSearchParams({ a: '1', b: 'ü' }) });
  await a({ url: '/gzip' });
  await a({ url: '/br' });
  await a({ url: '/moved' });
  await a({ url: '/missing' });
  await a({ url: '/nothing', method: 'delete' });
  const stream = await client({ url: '/events', responseType: 'stream' });
  let text = ''; for await (const chunk of stream.data) text += chunk;
  said.push(['axios stream', text]);
  await client({ url: '/reset' }).catch((error) => said.push(['axios error', error.code]));
  const g = got.extend({ prefixUrl: base, throwHttpErrors: false, retry: { limit: 1, backoffLimit: 1 }, timeout: { request: 30000 }, agent: { http: agent } });
  said.push(['got', await g('json', { searchParams: { q: 'a b' } }).json()]);
  said.push(['got', await g.post('made', { json: { name: 'y' } }).json()]);
  said.push(['got', await g.post('form', { form: { a: '1' } }).json()]);
  said.push(['got', await g('gzip').json(), await g('br').json()]);
  said.push(['got', (await g('moved')).url.replace(base, '')]);
  said.push(['got', (await g('flaky')).statusCode]);
  let streamed = ''; for await (const chunk of g.stream('events')) streamed += chunk;
  said.push(['got stream', streamed]);
  console.log(JSON.stringify(said));
`;

let flaky = 0;
const upstream = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += String(chunk)));
  request.on('end', () => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    const json = (status: number, value: unknown, headers: Record<string, string | string[]> = {}): void => {
      response.writeHead(status, { 'Content-Type': 'application/json', 'Set-Cookie': ['a=1', 'b=2'], ...headers });
      response.end(Buffer.isBuffer(value) ? value : JSON.stringify(value));
    };
    if (pathname === '/gzip') json(200, gzipSync('{"coded":1}'), { 'Content-Encoding': 'gzip' });
    else if (pathname === '/br') json(200, brotliCompressSync('{"coded":2}'), { 'Content-Encoding': 'br' });
    else if (pathname === '/moved') json(302, {}, { Location: '/json?moved=1' });
    else if (pathname === '/missing') json(404, { error: 'none' });
    else if (pathname === '/nothing') response.writeHead(204).end();
    else if (pathname === '/reset') request.socket.destroy();
    else if (pathname === '/flaky') json(flaky++ % 2 === 0 ? 503 : 200, { flaky });
    else if (pathname === '/events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write('data: 1\n\n');
      setTimeout(() => response.end('data: 2\n\n'), 30);
    } else json(pathname === '/made' ? 201 : 200, { url: request.url, method: request.method, body });
  });
});
const from = new Date(Date.now() - 86_400_000);
const authority = makeAuthority({ name: 'api', from, days: 10 });
const leaf = makeLeaf({ name: 'localhost', from, days: 5 }, authority, 'api', createPrivateKey(authority.key));
const secure = createSecureServer({ key: leaf.key, cert: leaf.certificate }, (request, response) =>
  response.end(JSON.stringify({ url: request.url })),
);
let origin = '';
let program = '';
const children = new Set<ChildProcess>();

beforeAll(async () => {
  await new Promise<void>((resolve) => void upstream.listen(0, 'localhost', resolve));
  await new Promise<void>((resolve) => void secure.listen(0, 'localhost', resolve));
  writeFileSync(join(folder, 'api-ca.pem'), authority.certificate);
  origin = `http://localhost:${(upstream.address() as AddressInfo).port}`;
  program = join(folder, 'program.mjs');
  writeFileSync(program, PROGRAM);
  compiled();
}, 120_000);
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  for (const server of [upstream, secure]) {
    server.closeAllConnections();
    server.close();
  }
});

function started(command: string, args: readonly string[]): ChildProcess {
  flaky = 0;
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      XDG_CONFIG_HOME: folder,
      HTTP_PROXY: '',
      http_proxy: '',
      NO_PROXY: '',
      no_proxy: '',
      NODE_EXTRA_CA_CERTS: join(folder, 'api-ca.pem'),
    },
  });
  children.add(child);
  return child;
}

async function said(child: ChildProcess): Promise<string> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += String(chunk)));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += String(chunk)));
  await new Promise((resolve) => void child.once('close', resolve));
  const line = stdout.split('\n').find((one) => one.startsWith('[['));
  if (line === undefined) throw new Error(stdout + stderr);
  return line;
}

function recordedCalls(name: string): readonly string[] {
  using store = RecordingStore.open(join(folder, name), { mode: 'read' });
  return [...store.sessions()].flatMap(({ interactions }) =>
    interactions.map(
      ({ request, outcome }) =>
        `${request.method} ${request.target} ${outcome.kind === 'response' ? outcome.response.status : outcome.error.kind}`,
    ),
  );
}

const CALLS = [
  'GET /json?q=a+b&list%5B%5D=1&list%5B%5D=2 200',
  'POST /made 201',
  'POST /form 200',
  'GET /gzip 200',
  'GET /br 200',
  'GET /moved 302',
  'GET /json?moved=1 200',
  'GET /missing 404',
  'DELETE /nothing 204',
  'GET /events 200',
  'GET /reset empty',
  'GET /json?q=a+b 200',
  'POST /made 201',
  'POST /form 200',
  'GET /gzip 200',
  'GET /br 200',
  'GET /moved 302',
  'GET /json?moved=1 200',
  'GET /flaky 503',
  'GET /flaky 200',
  'GET /events 200',
];

const around = (name: string, options: readonly string[] = [], path = program, at = origin): ChildProcess =>
  started(process.execPath, [
    join(compiled(), 'src/cli.js'),
    'capture',
    '--out',
    join(folder, name),
    '--allow-host',
    'localhost',
    ...options,
    '--json',
    '--',
    process.execPath,
    path,
    at,
  ]);

it('from inside the program', async () => {
  const direct = await said(started(process.execPath, [program, origin]));
  expect(await said(around('hook.sqlite'))).toBe(direct);
  expect(recordedCalls('hook.sqlite')).toEqual(CALLS);
}, 120_000);

it('through the reverse proxy', async () => {
  const direct = await said(started(process.execPath, [program, origin]));
  const capture = started(process.execPath, [
    join(compiled(), 'src/cli.js'),
    'capture',
    '--to',
    origin,
    '--out',
    join(folder, 'reverse.sqlite'),
    '--json',
  ]);
  const url = await new Promise<string>((resolve) =>
    capture.stdout?.once('data', (line: Buffer) =>
      resolve((JSON.parse(String(line).split('\n')[0] as string) as { url: string }).url),
    ),
  );
  const through = await said(started(process.execPath, [program, url]));
  capture.kill('SIGTERM');
  await new Promise((resolve) => void capture.once('close', resolve));
  // The one thing that differs: our answer where the upstream gave none.
  const [was, is] = [direct, through].map((text) =>
    (JSON.parse(text) as unknown[][]).filter(([who]) => who !== 'axios error'),
  );
  expect(is).toEqual(was);
  expect(recordedCalls('reverse.sqlite')).toEqual(CALLS);
}, 120_000);

it('axios through the forward proxy, which it finds in its environment', async () => {
  await said(around('forward.sqlite', ['--hook=false']));
  // got asks no environment for a proxy: what it says goes by, as its documentation has it.
  expect(recordedCalls('forward.sqlite').slice(0, 10)).toEqual(CALLS.slice(0, 10));
}, 120_000);

it.each([[[]], [['--hook=false']]])(
  'https of axios with %j',
  async (options) => {
    const path = join(folder, 'secure.mjs');
    writeFileSync(
      path,
      `import axios from ${JSON.stringify(join(MODULES, 'axios/index.js'))};
     import got from ${JSON.stringify(join(MODULES, 'got/dist/source/index.js'))};
     const said = [['axios', (await axios.get(process.argv[2] + '/a?b=c')).data]];
     if (${options.length === 0}) said.push(['got', await got(process.argv[2] + '/d').json()]);
     console.log(JSON.stringify(said));`,
    );
    const at = `https://localhost:${(secure.address() as AddressInfo).port}`;
    const name = `secure-${options.length}.sqlite`;
    const both = options.length === 0 ? [['got', { url: '/d' }]] : [];
    expect(JSON.parse(await said(around(name, options, path, at)))).toEqual([['axios', { url: '/a?b=c' }], ...both]);
    expect(recordedCalls(name)).toEqual(['GET /a?b=c 200', ...(both.length === 0 ? [] : ['GET /d 200'])]);
  },
  60_000,
);
