import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiled } from '../support/compiled.ts';

interface Call {
  readonly method: string;
  readonly target: string;
  readonly body?: string;
}

interface Answer {
  readonly status: number;
  readonly encoding: string | undefined;
  readonly etag: string | undefined;
  readonly body: Buffer;
}

/** 200 requests: items, lists under them, pages, searches, orders made, parts changed, read again and deleted. */
const CALLS: readonly Call[] = [
  ...range(50).map((n) => ({ method: 'GET', target: `/v2/parts/${100 + n}` })),
  ...range(20).map((n) => ({ method: 'GET', target: `/v2/parts/${100 + n}/offers` })),
  ...range(40).map((n) => ({ method: 'GET', target: `/v2/catalogue?page=${n + 1}&sort=${n % 2 ? 'price' : 'name'}` })),
  ...range(20).map((n) => ({
    method: 'POST',
    target: '/v2/find',
    body: JSON.stringify({ text: `bolt ${n}`, top: n + 3 }),
  })),
  ...range(20).map((n) => ({
    method: 'POST',
    target: '/v2/orders',
    body: JSON.stringify({ part: 100 + n, pieces: n + 1 }),
  })),
  ...range(10).map((n) => ({ method: 'GET', target: `/v2/orders/${9000 + n}` })),
  ...range(10).map((n) => ({
    method: 'PUT',
    target: `/v2/parts/${110 + n}`,
    body: JSON.stringify({ label: `new ${n}` }),
  })),
  ...range(10).map((n) => ({ method: 'GET', target: `/v2/parts/${110 + n}` })),
  ...range(10).map((n) => ({ method: 'DELETE', target: `/v2/parts/${120 + n}` })),
  ...range(10).map((n) => ({ method: 'GET', target: n % 2 ? `/v2/parts/${120 + n}` : '/v2/counter' })),
];

const folder = mkdtempSync(join(tmpdir(), 'offscript-bytes-'));
const recording = join(folder, 'rec.sqlite');
const upstream = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => shop(incoming.method ?? '', incoming.url ?? '', Buffer.concat(chunks).toString(), outgoing));
});
const children = new Set<ChildProcess>();
let recorded: readonly Answer[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => void upstream.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  const { first, stop } = await started(['capture', '--to', origin, '--out', recording, '--redact', 'off', '--json']);
  const proxy = String(first['url'] ?? Object.values(first['origins'] as object)[0]);
  recorded = await all(CALLS, proxy);
  await stop();
}, 60_000);

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  upstream.closeAllConnections();
  upstream.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a recording served from its start', () => {
  it('gives all 200 answers byte for byte, compressed ones as they were', async () => {
    expect(CALLS).toHaveLength(200);
    expect(new Set(recorded.map(({ encoding }) => encoding))).toEqual(new Set([undefined, 'gzip', 'br']));
    const { first, stop } = await started(['serve', recording, '--at', 'start', '--json']);
    const served = await all(CALLS, String(first['url']));
    const wrong = CALLS.filter((_, at) => !same(served[at], recorded[at]));
    expect(wrong).toEqual([]);
    await stop();
  }, 60_000);

  it('gives reads in any order, and goes its own way after a write nobody recorded', async () => {
    const { first, stop } = await started(['serve', recording, '--at', 'start', '--json']);
    const base = String(first['url']);
    const reads = CALLS.slice(0, 110)
      .map((call, at) => ({ call, expected: recorded[at] }))
      .reverse();
    const answers = await all(
      reads.map(({ call }) => call),
      base,
    );
    expect(reads.filter(({ expected }, at) => !same(answers[at], expected)).map(({ call }) => call)).toEqual([]);
    const [changed, read, other] = await all(
      [
        { method: 'PUT', target: '/v2/parts/110', body: '{"label":"of my own"}' },
        { method: 'GET', target: '/v2/parts/110' },
        { method: 'GET', target: '/v2/parts/111' },
      ],
      base,
    );
    expect(changed?.status).toBe(200);
    expect(JSON.parse(text(read))).toMatchObject({ id: 110, label: 'of my own' });
    expect(same(other, recorded[11])).toBe(true);
    await stop();
  }, 60_000);

  it('unpacks an answer for a client that takes no compressed ones', async () => {
    const { first, stop } = await started(['serve', recording, '--at', 'start', '--json']);
    const at = recorded.findIndex(({ encoding }) => encoding === 'gzip');
    const plain = await ask(CALLS[at] ?? { method: '', target: '' }, String(first['url']), 'identity');
    expect(plain.encoding).toBeUndefined();
    expect(plain.body.equals(gunzipSync(recorded[at]?.body ?? Buffer.alloc(0)))).toBe(true);
    await stop();
  }, 60_000);
});

function same(left: Answer | undefined, right: Answer | undefined): boolean {
  return (
    left !== undefined &&
    right !== undefined &&
    left.status === right.status &&
    left.encoding === right.encoding &&
    left.etag === right.etag &&
    left.body.equals(right.body)
  );
}

function text(answer: Answer | undefined): string {
  const body = answer?.body ?? Buffer.alloc(0);
  return (answer?.encoding === 'gzip' ? gunzipSync(body) : body).toString();
}

async function all(calls: readonly Call[], base: string): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const call of calls) answers.push(await ask(call, base));
  return answers;
}

function ask({ method, target, body }: Call, base: string, encodings = 'gzip, br'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': encodings, ...(body !== undefined && { 'content-type': 'application/json' }) };
    const sent = httpRequest(`${base}${target}`, { method, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const { 'content-encoding': encoding, etag } = incoming.headers;
        resolve({ status: incoming.statusCode ?? 0, encoding, etag, body: Buffer.concat(chunks) });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function started(words: readonly string[]): Promise<{ first: Record<string, unknown>; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [join(compiled(), 'src/cli.js'), ...words], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = JSON.parse(String((await lines.next()).value)) as Record<string, unknown>;
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.on('exit', resolve));
    children.delete(child);
  };
  return { first, stop };
}

const labels = new Map<number, string>();
const orders = new Map<number, unknown>();
const gone = new Set<number>();
let counter = 0;

/** Writes its JSON as no serializer of ours would: spaces, `1.0`, escaped slashes. */
function shop(method: string, url: string, body: string, outgoing: ServerResponse): void {
  const [, kind = '', id = '', below = ''] = /^\/v2\/(\w+)\/?(\d*)\/?(\w*)/.exec(url) ?? [];
  const number = Number(id);
  const send = (status: number, json: string): void => {
    const plain = Buffer.from(json);
    const way = plain.length % 3;
    const coded = way === 0 ? gzipSync(plain) : way === 1 ? plain : brotliCompressSync(plain);
    const coding = way === 0 ? { 'content-encoding': 'gzip' } : way === 2 ? { 'content-encoding': 'br' } : {};
    outgoing.writeHead(status, { 'content-type': 'application/json', etag: `"${plain.length}-${status}"`, ...coding });
    outgoing.end(coded);
  };
  const missing = (): void => send(404, `{ "error": "no such ${kind}" , "path": "${url.replaceAll('/', '\\/')}" }`);
  const part = (key: number): string =>
    `{ "id": ${key}, "label": "${labels.get(key) ?? `part ${key}`}", "weight": ${key % 7}.0, "url": "\\/v2\\/parts\\/${key}", "tags": [ "${'x'.repeat(key % 11)}" ] }`;
  if (kind === 'counter') return send(200, `{"n": ${++counter}}`);
  if (kind === 'catalogue') return send(200, `{"rows": [ {"name": "${url}", "price": ${url.length}.50} ], "of": 1e2}`);
  if (kind === 'find') return send(200, `{"hits": [], "asked": ${body}, "score": 0.10}`);
  if (kind === 'orders' && method === 'POST') {
    const key = 9000 + orders.size;
    orders.set(key, `{"id": ${key}, "state": "open", "lines": ${body}}`);
    return send(201, String(orders.get(key)));
  }
  if (kind === 'orders') return orders.has(number) ? send(200, String(orders.get(number))) : missing();
  if (gone.has(number)) return missing();
  if (below === 'offers')
    return send(200, `[ {"seller": "s${number % 3}", "part": ${number}, "price": ${number}.10} ]`);
  if (method === 'PUT') labels.set(number, (JSON.parse(body) as { label: string }).label);
  if (method === 'DELETE') {
    gone.add(number);
    outgoing.writeHead(204);
    return void outgoing.end();
  }
  return send(200, part(number));
}

function range(count: number): readonly number[] {
  return [...Array(count).keys()];
}
