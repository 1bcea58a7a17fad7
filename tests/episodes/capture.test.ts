import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Session } from '../../src/model/recording.ts';
import { RecordingStore } from '../../src/store/recording.ts';
import { compiled } from '../support/compiled.ts';

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly origins: Readonly<Record<string, string>>;
  /** Sends SIGTERM and waits. */
  stop(): Promise<Ended>;
}

interface Ended {
  readonly code: number | null;
  readonly lines: readonly Record<string, unknown>[];
  readonly stderr: string;
}

describe('offscript capture', () => {
  const folder = mkdtempSync(join(tmpdir(), 'offscript-capture-'));
  let origin: string;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const upstream = createServer((request, response) => answer(request, response));
  let count = 0;
  let out: string;
  const children = new Set<ChildProcess>();

  beforeAll(async () => {
    await new Promise<void>((resolve) => void upstream.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
    compiled();
  });
  beforeEach(() => {
    out = join(folder, `${count++}.sqlite`);
    answer = (request, response) => void response.end(JSON.stringify({ url: request.url }));
  });
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    upstream.closeAllConnections();
    upstream.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says where it listens, records, and ends on SIGTERM with its summary', async () => {
    const running = await start(['--to', origin, '--out', out, '--json']);
    expect(running.origins).toEqual({ [origin]: running.url });
    expect(await (await fetch(`${running.url}/a`)).json()).toEqual({ url: '/a' });
    await fetch(`${running.url}/b`, { method: 'POST', body: 'x' });
    const { code, lines } = await running.stop();
    expect(code).toBe(143);
    expect(lines.at(-1)).toEqual({
      recording: out,
      sessions: 1,
      interactions: 2,
      redacted: expect.any(Number),
      incomplete: 0,
    });
    expect(
      recorded().map(({ interactions }) =>
        interactions.map(({ seq, request }) => [seq, request.target, request.origin]),
      ),
    ).toEqual([
      [
        [0, '/a', origin],
        [1, '/b', origin],
      ],
    ]);
  });

  it('gives each upstream a port, and joins what names one session', async () => {
    const second = createServer((_request, response) => void response.end('second'));
    await new Promise<void>((resolve) => void second.listen(0, '127.0.0.1', resolve));
    const other = `http://127.0.0.1:${(second.address() as AddressInfo).port}`;
    const running = await start(['--to', origin, '--to', other, '--out', out, '--trust-time']);
    const headers = {
      'X-Offscript-Session': 'case-7',
      'X-Offscript-Workflow': 'refund',
      'X-Offscript-Task': 'Refund order 7.',
      'X-Offscript-At': '1700000000000',
    };
    await fetch(`${running.origins[origin]}/one`, { headers });
    await fetch(`${running.origins[other]}/two`, {
      headers: { ...headers, 'X-Offscript-At': '1700000005000', 'X-Offscript-Label': 'bad' },
    });
    await running.stop();
    second.close();
    expect(recorded()).toMatchObject([
      {
        id: 'case-7',
        workflow: 'refund',
        task: 'Refund order 7.',
        label: 'bad',
        startedAt: 1_700_000_000_000,
        interactions: [
          { request: { origin }, timing: { requestAt: 1_700_000_000_000 } },
          { request: { origin: other }, timing: { requestAt: 1_700_000_005_000 } },
        ],
      },
    ]);
  });

  it('lets an answer that has begun end before it stops', async () => {
    answer = (_request, response) => {
      response.write('begun, ');
      setTimeout(() => response.end('ended'), 600);
    };
    const running = await start(['--to', origin, '--out', out, '--json']);
    const answering = fetch(`${running.url}/slow`);
    await pause(150);
    const ended = running.stop();
    expect(await (await answering).text()).toBe('begun, ended');
    expect((await ended).lines.at(-1)).toMatchObject({ interactions: 1, incomplete: 0 });
  });

  it('refuses a recording that another capture writes, and leaves that one alone', async () => {
    const running = await start(['--to', origin, '--out', out, '--json']);
    const second = await ended(spawnCapture(['--to', origin, '--out', out, '--json']));
    expect(second.code).toBe(3);
    expect(second.lines).toMatchObject([{ error: { code: 'OFFSCRIPT_LOCKED' } }]);
    await fetch(`${running.url}/still`);
    expect((await running.stop()).lines.at(-1)).toMatchObject({ interactions: 1 });
  });

  it('stops recording but not traffic when the disk is full, says so, and ends with 3', async () => {
    const blob = (): string => Array.from({ length: 3000 }, () => Math.random().toString(36).slice(2, 12)).join('');
    answer = (_request, response) => void response.end(blob());
    const running = await start(
      ['--to', origin, '--out', out, '--redact', 'off', '--json'],
      'trap "" XFSZ; ulimit -f 400; exec "$@"',
    );
    for (let turn = 0; turn < 40; turn++) {
      const response = await fetch(`${running.url}/${turn}`);
      expect(response.status).toBe(200);
      expect((await response.text()).length).toBeGreaterThan(20_000);
    }
    const { code, lines, stderr } = await running.stop();
    expect(stderr).toContain('RECORDING STOPPED');
    expect(code).toBe(3);
    expect(lines.at(-1)).toMatchObject({
      error: {
        code: 'OFFSCRIPT_RECORDING_STOPPED',
        message: expect.stringMatching(/stopped after \d+ interactions, \d+ passed unrecorded/),
      },
    });
    const kept = recorded().flatMap(({ interactions }) => interactions);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.map(({ request }) => request.target)).toEqual(kept.map((_, index) => `/${index}`));
  });

  it.each([
    [['--to', 'nowhere'], 2],
    [['--to', 'https://a.invalid/path'], 2],
    [['--to', 'http://a.invalid', '--port', '99999'], 2],
    [['--to', 'http://a.invalid', '--port', 'abc'], 2],
    [['--to', 'http://a.invalid', '--session-by', 'magic'], 2],
    [['--to', 'http://a.invalid', '--idle-gap', '0'], 2],
    [['--to', 'http://a.invalid', '--max-body', '-1'], 2],
    [['--to', 'http://a.invalid', '--to', 'http://a.invalid'], 2],
    [['--to', 'http://a.invalid', '--key', '/no/such/key'], 2],
    [['--to', 'http://a.invalid', '--host', '203.0.113.7'], 3],
  ])('refuses %j with exit code %d, before any work', async (args, exitCode) => {
    const { code, lines } = await ended(spawnCapture([...args, '--out', out, '--json']));
    expect(lines).toMatchObject([{ error: { message: expect.any(String), remedy: expect.any(String) } }]);
    expect(code).toBe(exitCode);
    if (!args.includes('--key')) expect(() => recorded()).toThrow(/no file/);
  });

  it('does not write into a file that is no recording', async () => {
    writeFileSync(out, 'my notes');
    const { code, lines } = await ended(spawnCapture(['--to', origin, '--out', out, '--json']));
    expect([code, lines.length]).toEqual([2, 1]);
  });

  function recorded(): readonly Session[] {
    using store = RecordingStore.open(out, { mode: 'read' });
    return [...store.sessions()];
  }

  function spawnCapture(args: readonly string[], shell = 'exec "$@"'): ChildProcess {
    const command = [process.execPath, join(compiled(), 'src/cli.js'), 'capture', ...args];
    const child = spawn('bash', ['-c', shell, 'bash', ...command], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, XDG_CONFIG_HOME: folder },
    });
    children.add(child);
    return child;
  }

  async function start(args: readonly string[], shell?: string): Promise<Running> {
    const child = spawnCapture(args, shell);
    const end = ended(child);
    const first = await new Promise<{ url: string; origins: Record<string, string> }>((resolve, reject) => {
      child.stdout?.once('data', (chunk: Buffer) => resolve(JSON.parse(chunk.toString().split('\n')[0] as string)));
      void end.then(({ stderr }) => reject(new Error(stderr)));
    });
    const stop = (): Promise<Ended> => {
      child.kill('SIGTERM');
      return end;
    };
    return { child, ...first, stop };
  }

  function ended(child: ChildProcess): Promise<Ended> {
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    return new Promise((resolve) => {
      child.on('close', (code) => {
        children.delete(child);
        const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
        resolve({ code, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>), stderr });
      });
    });
  }
});
