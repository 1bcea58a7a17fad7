import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '../exchange.ts';
import { seenOf } from '../seen.ts';

export const viaUrllib: Client = async ({ origin, proxy, trust }, requests) => {
  const folder = mkdtempSync(join(tmpdir(), 'offscript-urllib-'));
  const plan = join(folder, 'plan.json');
  const encoded = requests.map((sent) => ({ ...sent, body: sent.body?.toString('base64') ?? null }));
  writeFileSync(plan, JSON.stringify({ origin, proxy, trust, requests: encoded }));
  const lines = await new Promise<readonly string[]>((resolve, reject) => {
    const child = spawn('python3', [join(import.meta.dirname, 'urllib.py'), plan], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, said]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('close', (code) =>
      code === 0
        ? resolve(Buffer.concat(out).toString().trim().split('\n'))
        : reject(new Error(Buffer.concat(said).toString().slice(-800))),
    );
  });
  rmSync(folder, { recursive: true, force: true });
  return lines.map((line) => {
    const { status, headers, body } = JSON.parse(line) as { status: number; headers: [string, string][]; body: string };
    return seenOf(status, headers, Buffer.from(body, 'base64'));
  });
};
