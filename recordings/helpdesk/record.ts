/**
 * Makes `recordings/helpdesk.sqlite`: the helpdesk on one side, the workload on the other, `offscript capture` between.
 * Run from the project's root after a build: `node dist/recordings/helpdesk/record.js [OUT]`.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createClock } from './clock.ts';
import { createRandom } from './random.ts';
import { RECORDED_SEED } from './recorded-seed.ts';
import { runWorkload } from './run-workload.ts';
import { FIRST_MORNING } from './seed-data.ts';
import { createHelpdesk } from './server.ts';

/** Fixed, since the upstream's origin becomes part of the recording. */
const PORT = 7080;
const KEY = 'recordings/helpdesk/published.key';

async function record(out: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(out + suffix)) rmSync(out + suffix);
  const clock = createClock(FIRST_MORNING);
  const delay = productionDelay();
  const helpdesk = createHelpdesk({ seed: RECORDED_SEED, clock: clock.now, delay });
  const upstream = await helpdesk.listen(PORT);
  const capture = spawn(
    process.execPath,
    [
      'dist/src/cli.js',
      'capture',
      '--to',
      upstream,
      '--port',
      '0',
      '--out',
      out,
      '--key',
      KEY,
      '--trust-time',
      '--json',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<number | null>((resolve) => capture.once('exit', resolve));
  try {
    const lines = readLines(capture);
    const baseUrl = await Promise.race([lines.url, ended.then((code) => fail(`capture ended early (exit ${code})`))]);
    const transcript = await runWorkload({
      baseUrl,
      clock,
      seed: RECORDED_SEED,
      onSession: (done, total) => {
        if (done % 25 === 0 || done === total) process.stderr.write(`helpdesk: ${done} of ${total} sessions\n`);
      },
    });
    process.stderr.write(`helpdesk: ${transcript.length} interactions sent\n`);
    capture.kill('SIGINT');
    const code = await ended;
    // Stopping on Ctrl-C is how a capture ends; 130 after a clean close is as good as 0.
    if (code !== 0 && code !== 130) fail(`capture ended with exit ${code}`);
    process.stdout.write(`${lines.last()}\n`);
  } finally {
    capture.kill('SIGINT');
    await helpdesk.close();
  }
}

function readLines({ stdout }: ChildProcess): { readonly url: Promise<string>; last(): string } {
  if (stdout === null) throw new Error('capture was started without a pipe');
  let last = '';
  const url = new Promise<string>((resolve, reject) => {
    createInterface(stdout).on('line', (line) => {
      last = line;
      try {
        const start = JSON.parse(line) as { url?: string };
        if (start.url !== undefined) resolve(start.url);
      } catch {
        reject(new Error(`capture printed something that is not JSON: ${line}`));
      }
    });
  });
  return { url, last: () => last };
}

/** Real milliseconds, so that the recording has latencies to learn from: reads are quick, writes and search slower. */
function productionDelay(): (method: string, path: string) => number {
  const random = createRandom(`${RECORDED_SEED}/delay`);
  return (method, path) => {
    const base = path.startsWith('/v1/search') ? 22 : path.startsWith('/oauth') ? 16 : method === 'GET' ? 5 : 12;
    const spread = base * (0.5 - Math.log(1 - random.next()) * 0.6);
    return Math.round(random.chance(0.01) ? spread * 12 : spread);
  };
}

function fail(message: string): never {
  throw new Error(message);
}

await record(process.argv[2] ?? 'recordings/helpdesk.sqlite');
