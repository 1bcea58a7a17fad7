/** What recording costs: `offscript capture` beside a bare Node proxy that appends JSON lines, and beside no proxy at all. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from './finding.ts';

const ROUNDS = 3;
const SECONDS = 3;
const CLI = join(import.meta.dirname, '../../src/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'offscript-bench-'));

interface Target {
  readonly name: string;
  readonly port: number;
  readonly process: ChildProcess | null;
}

interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpuMicros: number;
}

const UPSTREAM = `
const bodies = new Map();
for (let i = 0; i < 160; i++) {
  const rows = Array.from({ length: 12 }, (_, j) => ({ sku: i * 1000 + j, name: 'item ' + i + ' ' + j, tags: ['red', 'small', 'n' + (i * j) % 97], price: (i * 7919 + j * 104729) % 100000 / 100, note: 'Left at the door ' + (i * 31 + j) }));
  bodies.set('/v1/items/' + i, Buffer.from(JSON.stringify({ id: 'k' + i, ok: true, rows })));
}
require('node:http').createServer((request, response) => {
  const body = bodies.get(request.url) ?? Buffer.from('{}');
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'X-Request-Id': 'r1', 'Content-Length': body.length });
  response.end(body);
}).listen(0, '127.0.0.1', function () { console.log(JSON.stringify({ url: 'http://127.0.0.1:' + this.address().port })); }).keepAliveTimeout = 60000;
`;

const BARE_PROXY = `
const http = require('node:http');
const up = new URL(process.argv[1]), agent = new http.Agent({ keepAlive: true, maxSockets: 64 }), log = require('node:fs').createWriteStream(process.argv[2], { flags: 'a' });
const HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'date', 'content-length']);
http.createServer((req, res) => {
  const sent = [];
  const out = http.request({ host: up.hostname, port: up.port, method: req.method, path: req.url, headers: { ...req.headers, host: up.host, connection: 'keep-alive' }, agent }, (answer) => {
    const got = [];
    answer.on('data', (chunk) => got.push(chunk));
    answer.on('end', () => {
      const body = Buffer.concat(got), headers = {};
      for (const name in answer.headers) if (!HOP.has(name)) headers[name] = answer.headers[name];
      res.writeHead(answer.statusCode, { ...headers, 'content-length': body.length });
      res.end(body);
      log.write(JSON.stringify({ method: req.method, url: req.url, reqBody: Buffer.concat(sent).toString(), status: answer.statusCode, headers, body: body.toString() }) + '\\n');
    });
  });
  out.on('error', (error) => { res.writeHead(502); res.end(String(error)); });
  req.on('data', (chunk) => { sent.push(chunk); out.write(chunk); });
  req.on('end', () => out.end());
}).listen(0, '127.0.0.1', function () { console.log(JSON.stringify({ url: 'http://127.0.0.1:' + this.address().port })); });
`;

export async function measure(): Promise<readonly Finding[]> {
  const upstream = await started('direct', ['-e', UPSTREAM]);
  const origin = `http://127.0.0.1:${upstream.port}`;
  const recording = (name: string): string => join(folder, `${name}.sqlite`);
  const capture = (name: string, redact: string): Promise<Target> =>
    started(name, [CLI, 'capture', '--to', origin, '--out', recording(name), '--redact', redact, '--json'], {
      XDG_CONFIG_HOME: folder,
    });
  const targets = [
    upstream,
    await started('bare', ['-e', BARE_PROXY, origin, join(folder, 'bare.jsonl')]),
    await capture('capture', 'default'),
    await capture('capture-raw', 'off'),
  ];
  const found = new Map(targets.map(({ name }) => [name, { one: [] as Load[], many: [] as Load[] }]));
  for (const target of targets) await load(target, 16, 0.7);
  for (let round = 0; round < ROUNDS; round++) {
    for (const target of targets) {
      found.get(target.name)?.one.push(await load(target, 1, SECONDS / 2));
      found.get(target.name)?.many.push(await load(target, 16, SECONDS));
    }
  }
  const directOne = median(found.get('direct')?.one, 'p50');
  const bareMany = median(found.get('bare')?.many, 'perSecond');
  for (const { name } of targets) {
    const { one, many } = found.get(name) ?? { one: [], many: [] };
    const perSecond = median(many, 'perSecond');
    const added = median(one, 'p50') - directOne;
    const columns = [
      name.padEnd(12),
      `${perSecond.toFixed(0).padStart(6)}/s at 16`,
      `x bare ${(perSecond / bareMany).toFixed(2)}`,
      `p99 ${median(many, 'p99').toFixed(2)} ms`,
      `p50 at 1: ${median(one, 'p50').toFixed(3)} ms (added ${added.toFixed(3)})`,
      `CPU ${median(many, 'cpuMicros').toFixed(0)} us a request`,
    ];
    process.stderr.write(`${columns.join('   ')}\n`);
  }
  for (const { process: child } of targets) child?.kill('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  rmSync(folder, { recursive: true, force: true });
  const added = median(found.get('capture')?.one, 'p50') - directOne;
  const share = median(found.get('capture')?.many, 'perSecond') / bareMany;
  return [
    {
      promise: 'capture through the reverse proxy, redacting: added p50 < 1 ms',
      measured: `${added.toFixed(3)} ms`,
      reference: `${(median(found.get('bare')?.one, 'p50') - directOne).toFixed(3)} ms by a bare proxy`,
      holds: added < 1,
    },
    {
      promise: 'capture throughput: 0.6 x a bare proxy that appends JSON lines',
      measured: `${share.toFixed(2)} x`,
      reference: `${Math.round(bareMany).toLocaleString('en')}/s bare`,
      holds: share >= 0.6,
    },
  ];
}

function started(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Target> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
    child.stdout.once('data', (line: Buffer) =>
      resolve({
        name,
        port: Number(new URL((JSON.parse(String(line).split('\n')[0] as string) as { url: string }).url).port),
        process: child,
      }),
    );
  });
}

/** Keep-alive clients in a closed loop, on bare sockets so that they cost little themselves. */
async function load(target: Target, clients: number, duration: number): Promise<Load> {
  const latencies: number[] = [];
  const before = cpuOf(target);
  const began = performance.now();
  const until = began + duration * 1000;
  await Promise.all(Array.from({ length: clients }, (_, index) => client(target.port, index * 10, until, latencies)));
  const elapsed = performance.now() - began;
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0;
  return {
    perSecond: (latencies.length / elapsed) * 1000,
    p50: at(0.5),
    p99: at(0.99),
    cpuMicros: ((cpuOf(target) - before) * 1e6) / latencies.length,
  };
}

function client(port: number, from: number, until: number, latencies: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let turn = from;
    let sentAt = 0;
    let pending = 0;
    const socket = connect(port, '127.0.0.1', next);
    socket.setNoDelay(true);
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      if (pending === 0) {
        const head = chunk.indexOf('\r\n\r\n');
        const length = /content-length: (\d+)/i.exec(chunk.toString('latin1', 0, head));
        if (head < 0 || length === null || chunk.toString('latin1', 9, 12) !== '200')
          return void socket.destroy(new Error(`odd answer: ${chunk.toString().slice(0, 200)}`));
        pending = head + 4 + Number(length[1]);
      }
      pending -= chunk.length;
      if (pending > 0) return;
      latencies.push(performance.now() - sentAt);
      next();
    });
    function next(): void {
      if (performance.now() >= until) {
        socket.destroy();
        return resolve();
      }
      sentAt = performance.now();
      socket.write(
        `GET /v1/items/${turn++ % 160} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nAuthorization: Bearer 0123456789abcdef\r\n\r\n`,
      );
    }
  });
}

/** Seconds of processor time the target has used. */
function cpuOf({ process: child }: Target): number {
  const fields = readFileSync(`/proc/${child?.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function median(loads: readonly Load[] | undefined, figure: keyof Load): number {
  const sorted = (loads ?? []).map((item) => item[figure]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
