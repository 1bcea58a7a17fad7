/** Bodies that memory does not hold, below --max-body: in the recording whole and redacted, and memory stays flat. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gunzipSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { secretsIn } from '../../src/pipeline/inspect-recording.ts';
import { RecordingStore } from '../../src/store/recording.ts';
import { compiled } from '../support/compiled.ts';
import { responseOf } from '../support/interactions.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MIB = 1024 * 1024;
/** `npm run soak:large` has 1024. */
const SIZE = Number(process.env['OFFSCRIPT_LARGE_MIB'] ?? 66);
const folder = temporaryFolder();

describe('a large body', () => {
  let child: ChildProcess;
  let answer: () => { readonly type: string; readonly coding?: string; readonly body: Readable };
  let uploaded = createHash('sha256');
  const upstream = createServer((request, response) => {
    uploaded = createHash('sha256');
    request.on('data', (chunk: Buffer) => uploaded.update(chunk));
    request.on('end', () => {
      const { type, coding, body } = answer();
      response.writeHead(200, { 'Content-Type': type, ...(coding !== undefined && { 'Content-Encoding': coding }) });
      const stages = coding === undefined ? [body, response] : [body, createGzip({ level: 1 }), response];
      pipeline(stages as [Readable, Writable]).catch(() => {});
    });
  });
  beforeAll(async () => {
    compiled();
    await new Promise<void>((resolve) => void upstream.listen(0, '127.0.0.1', resolve));
    return () => {
      upstream.closeAllConnections();
      upstream.close();
    };
  }, 120_000);
  afterEach(() => void child.kill('SIGKILL'));

  async function capture(name: string, redact: string): Promise<string> {
    const origin = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
    const out = join(folder, name);
    const args = [
      'capture',
      '--to',
      origin,
      '--out',
      out,
      '--redact',
      redact,
      '--max-body',
      String(8 * 1024 * MIB),
      '--json',
    ];
    child = spawn(process.execPath, [join(compiled(), 'src/cli.js'), ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, XDG_CONFIG_HOME: folder },
    });
    return new Promise((resolve) =>
      child.stdout?.once('data', (line: Buffer) =>
        resolve((JSON.parse(String(line).split('\n')[0] as string) as { url: string }).url),
      ),
    );
  }

  /** The capture's own figures, and the most memory it had. */
  async function stopped(): Promise<{ readonly incomplete: number; readonly mostMib: number }> {
    const mostMib = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024;
    let stdout = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += String(chunk)));
    child.kill('SIGTERM');
    await new Promise((resolve) => void child.once('close', resolve));
    const { incomplete } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as { incomplete: number };
    return { incomplete, mostMib };
  }

  it(`of ${SIZE} MiB each way is kept byte for byte`, { timeout: 300_000 }, async () => {
    const url = await capture('raw.sqlite', 'off');
    answer = () => ({ type: 'application/octet-stream', body: bytes(SIZE) });
    const downloaded = await send(url, 'application/octet-stream', bytes(SIZE));
    const { incomplete, mostMib } = await stopped();
    expect(incomplete).toBe(0);
    expect(mostMib).toBeLessThan(420);
    using store = RecordingStore.open(join(folder, 'raw.sqlite'), { mode: 'read' });
    const kept = store.largeBodies().map(({ size, parts }) => [size, digestOf(parts())]);
    // Up and down are the same bytes, kept once.
    expect(kept).toEqual([[SIZE * MIB, downloaded]]);
    expect(uploaded.digest('hex')).toBe(downloaded);
    const [session] = store.sessions();
    expect(session?.interactions[0]?.incomplete).toContain(`response body of ${SIZE * MIB} bytes is in the file`);
  });

  it(`of ${SIZE} MiB is redacted as it comes, also through gzip`, { timeout: 300_000 }, async () => {
    const url = await capture('redacted.sqlite', 'default');
    for (const coding of [undefined, 'gzip']) {
      answer = () => ({
        type: 'application/json',
        ...(coding && { coding }),
        body: users(coding === undefined ? SIZE / 2 : 8),
      });
      await send(url, 'application/x-ndjson', Readable.from(['{"a":1}\n']));
    }
    const { incomplete, mostMib } = await stopped();
    expect(incomplete).toBe(0);
    expect(mostMib).toBeLessThan(500);
    const path = join(folder, 'redacted.sqlite');
    using store = RecordingStore.open(path, { mode: 'read' });
    let seen = 0;
    for (const { parts } of store.largeBodies()) {
      const body = Buffer.concat([...parts()]);
      const text = (body[0] === 0x1f ? gunzipSync(body) : body).toString('utf8');
      expect(/quackenbush|tok-[0-9a-f]/.test(text)).toBe(false);
      expect(JSON.parse(text.slice(0, text.indexOf('}}') + 2) + ']')).toMatchObject([{ id: 0, about: {} }]);
      seen++;
    }
    expect(seen).toBeGreaterThan(0);
    expect(secretsIn(path).found).toEqual([]);
  });

  it('that breaks off leaves nothing of itself', { timeout: 60_000 }, async () => {
    const url = await capture('broken.sqlite', 'default');
    answer = () => ({
      type: 'application/octet-stream',
      body: Readable.from(
        (function* () {
          for (let at = 0; at < 20; at++) yield Buffer.alloc(MIB, at);
          throw new Error('broken off');
        })(),
      ),
    });
    await expect(send(url, 'text/plain', Readable.from(['x']))).rejects.toThrow();
    await stopped();
    using store = RecordingStore.open(join(folder, 'broken.sqlite'), { mode: 'read' });
    expect(store.largeBodies()).toEqual([]);
    const [session] = store.sessions();
    expect(session?.interactions[0]).toMatchObject({ outcome: { kind: 'error' } });
    expect(() => session && responseOf(session.interactions[0] as never)).toThrow();
  });
});

function* pieces(mib: number): Generator<Buffer> {
  for (let at = 0; at < mib; at++) yield Buffer.alloc(MIB, `piece ${at} \u0000`);
}

const bytes = (mib: number): Readable => Readable.from(pieces(mib));

/** One user in a hundred records, all others are things. */
function users(mib: number): Readable {
  return Readable.from(
    (function* () {
      let id = 0;
      yield '[';
      for (let at = 0; at < mib; at++) {
        const records: string[] = [];
        for (let size = 0; size < MIB; size += records.at(-1)?.length ?? 0) {
          const user = `{"email":"w.${id}@quackenbush.io","access_token":"tok-${(id * 7919).toString(16).padStart(24, 'a')}"}`;
          const thing = `{"sku":"k-${id}","tags":["red","small"],"note":"Left at the door, ${id} of many"}`;
          records.push(`${id === 0 ? '' : ','}{"id":${id},"about":${id % 100 === 0 ? user : thing}}`);
          id++;
        }
        yield records.join('');
      }
      yield ']';
    })(),
  );
}

function digestOf(parts: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** The digest of what came back. */
function send(url: string, type: string, body: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = ask(url, { method: 'POST', headers: { 'Content-Type': type } }, (response) => {
      const hash = createHash('sha256');
      response.on('data', (chunk: Buffer) => hash.update(chunk)).on('error', reject);
      response.on('end', () => resolve(hash.digest('hex')));
    });
    request.on('error', reject);
    pipeline(body, request).catch(reject);
  });
}
