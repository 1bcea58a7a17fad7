import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RecordingStore } from '../../src/store/recording.ts';
import { compiled } from '../support/compiled.ts';

/** `npm run soak:capture` asks for more. */
const KILLS = Number(process.env['OFFSCRIPT_KILLS'] ?? 6);
const CLIENTS = 12;

describe('offscript capture, killed with -9 under load', () => {
  const folder = mkdtempSync(join(tmpdir(), 'offscript-kill-'));
  const recording = join(folder, 'r.sqlite');
  let origin: string;
  const upstream = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      const answer = JSON.stringify({
        echo: body,
        path: incoming.url,
        filler: 'x'.repeat(Math.floor(Math.random() * 4000)),
      });
      if (incoming.url?.startsWith('/chunked') === true) {
        response.write(answer.slice(0, 20));
        setImmediate(() => response.end(answer.slice(20)));
      } else {
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': answer.length });
        response.end(answer);
      }
    });
  });
  let capture: ChildProcess | null = null;

  beforeAll(async () => {
    await new Promise<void>((resolve) => void upstream.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
    compiled();
  });
  afterAll(() => {
    capture?.kill('SIGKILL');
    upstream.closeAllConnections();
    upstream.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    'loses no interaction whose answer a client had in full',
    async () => {
      const had: string[] = [];
      let kills = 0;
      while (kills < KILLS) {
        const running = await startCapture();
        const clients = Array.from({ length: CLIENTS }, (_, index) =>
          keepAsking(running.url, `${kills}-${index}`, had),
        );
        await pause(40 + Math.random() * 250);
        running.child.kill('SIGKILL');
        kills++;
        await Promise.all(clients);
        const db = new Database(recording);
        expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
        db.close();
      }
      expect(had.length).toBeGreaterThan(KILLS * CLIENTS);

      using store = RecordingStore.open(recording, { mode: 'append' });
      expect(store.afterCrash).toBe(true);
      const kept = new Set<string>();
      for (const session of store.sessions()) {
        for (const { request: asked, outcome } of session.interactions) {
          if (outcome.kind !== 'response') continue;
          const answer = JSON.parse(Buffer.from(outcome.response.body).toString()) as { echo: string };
          expect(answer.echo).toBe(Buffer.from(asked.body).toString());
          kept.add(answer.echo);
        }
      }
      expect(had.filter((id) => !kept.has(id))).toEqual([]);
    },
    60_000 + KILLS * 10_000,
  );

  async function startCapture(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
    const cli = join(compiled(), 'src/cli.js');
    const child = spawn(
      process.execPath,
      [cli, 'capture', '--to', origin, '--out', recording, '--redact', 'off', '--json'],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    capture = child;
    let problems = '';
    child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()));
    for await (const line of createInterface(child.stdout))
      return { child, url: (JSON.parse(line) as { url: string }).url };
    throw new Error(`capture did not start: ${problems}`);
  }
});

/** Asks until the connection fails; notes each question whose answer came whole. */
async function keepAsking(url: string, name: string, had: string[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let turn = 0; ; turn++) {
    const id = `${name}-${turn}`;
    try {
      await ask(`${url}/${turn % 2 === 0 ? 'chunked' : 'plain'}`, id, agent);
    } catch {
      agent.destroy();
      return;
    }
    had.push(id);
  }
}

function ask(url: string, id: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method: 'POST', agent }, (response) => {
      response
        .on('error', reject)
        .on('end', () =>
          response.complete && response.statusCode === 200 ? resolve() : reject(new Error('not whole')),
        );
      response.resume();
    });
    asking.on('error', reject);
    asking.end(id);
  });
}
