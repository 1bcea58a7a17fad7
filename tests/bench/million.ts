/**
 * A million interactions into one recording, by import and through the proxy: pace and memory by quarters of the run,
 * then what `inspect` takes on it. `npm run soak:million`; OFFSCRIPT_INTERACTIONS=50000 for a short one, arguments
 * `import`, `capture` for one of the two.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { Agent, createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { har } from '../../src/export/recordings/har.ts';
import type { Interaction, Session } from '../../src/model/recording.ts';
import { importRecording } from '../../src/pipeline/import-recording.ts';
import { deskTraffic } from '../support/desk-traffic.ts';

const WANTED = Number(process.env['OFFSCRIPT_INTERACTIONS'] ?? 1_000_000);
const CALLS_A_SESSION = 6.74;
const SESSIONS_A_FILE = 300;
const CLI = join(import.meta.dirname, '../../src/cli.js');
const [way, ...rest] = process.argv.slice(2);

async function measureImport(folder: string): Promise<void> {
  const traffic = join(folder, 'traffic');
  mkdirSync(traffic);
  const ends: number[] = [];
  for (const sessions of filesOf(clients())) {
    const { document, interactions } = har.write(sessions);
    writeFileSync(join(traffic, `${String(ends.length).padStart(6, '0')}.har`), JSON.stringify(document));
    ends.push((ends.at(-1) ?? 0) + interactions);
  }
  const recording = join(folder, 'imported.sqlite');
  writeFileSync(join(folder, 'ends.json'), JSON.stringify(ends));
  await ended(run([import.meta.filename, '--importing', folder, traffic, recording]));
  inspect(folder, recording);
}

/** In a process of its own: what making the files took is not in it. */
function importing([folder = '', traffic = '', recording = '']: readonly string[]): void {
  const ends = JSON.parse(readFileSync(join(folder, 'ends.json'), 'utf8')) as number[];
  const quarters = new Quarters(process.pid, ends.at(-1) ?? 0);
  const { interactions } = importRecording({
    files: [traffic],
    out: recording,
    format: 'auto',
    join: true,
    key: null,
    redact: 'default',
    env: { XDG_CONFIG_HOME: folder },
    onFile: (_path, done) => quarters.reached(ends[done - 2] ?? 0),
  });
  quarters.reached(interactions);
  quarters.print('imported');
}

async function measureCapture(folder: string): Promise<void> {
  const recording = join(folder, 'captured.sqlite');
  const answers = new Map<string, Interaction>();
  const upstream = createServer((request, response) => {
    const key = String(request.headers['x-call']);
    const outcome = answers.get(key)?.outcome;
    answers.delete(key);
    if (outcome?.kind !== 'response') return void response.writeHead(500).end();
    response.writeHead(outcome.response.status, outcome.response.headers.flat());
    response.end(outcome.response.body);
  });
  upstream.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => void upstream.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  const child = run([CLI, 'capture', '--to', origin, '--out', recording, '--json'], folder);
  const url = await new Promise<string>((resolve) =>
    child.stdout?.once('data', (line: Buffer) =>
      resolve((JSON.parse(String(line).split('\n')[0] as string) as { url: string }).url),
    ),
  );
  const quarters = new Quarters(child.pid ?? 0, WANTED);
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const sessions = clients();
  let done = 0;
  await Promise.all(
    Array.from({ length: 16 }, async (_, lane) => {
      for (const session of sessions) {
        for (const call of session.interactions) {
          const key = `${lane}`;
          answers.set(key, call);
          await send(url, call, key, agent);
          quarters.reached(++done);
        }
      }
    }),
  );
  agent.destroy();
  child.kill('SIGTERM');
  await ended(child);
  upstream.close();
  upstream.closeAllConnections();
  quarters.print('captured');
  inspect(folder, recording);
}

function send(url: string, { request }: Interaction, key: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { ...Object.fromEntries(request.headers), 'X-Call': key, 'Content-Length': request.body.length };
    const sent = ask(`${url}${request.target}`, { method: request.method, headers, agent }, (answer) => {
      answer.resume().once('end', resolve).once('error', reject);
    });
    sent.once('error', reject);
    sent.end(request.body);
  });
}

/** One iterator for all who read: clients with a token, a name and an address of their own. */
function clients(): Generator<Session> {
  return (function* () {
    for (const session of deskTraffic(Math.ceil(WANTED / CALLS_A_SESSION))) {
      const token = `dsk_${Buffer.from(`${session.id} of the desk`).toString('hex')}`;
      const interactions = session.interactions.map((call) => ({
        ...call,
        request: {
          ...call.request,
          headers: [['Authorization', `Bearer ${token}`], ...call.request.headers.slice(1)] as const,
        },
      }));
      yield { ...session, interactions };
    }
  })();
}

function* filesOf(sessions: Iterable<Session>): Generator<readonly Session[]> {
  let file: Session[] = [];
  for (const session of sessions) {
    if (file.push(session) < SESSIONS_A_FILE) continue;
    yield file;
    file = [];
  }
  if (file.length > 0) yield file;
}

function inspect(folder: string, recording: string): void {
  const before = performance.now();
  const { stdout, status } = spawnSync(process.execPath, [CLI, 'inspect', recording, '--json'], {
    encoding: 'utf8',
    env: { ...process.env, XDG_CONFIG_HOME: folder },
    maxBuffer: 1 << 28,
  });
  const seconds = (performance.now() - before) / 1000;
  const { interactions } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as { interactions?: number };
  const mib = Math.round(statSync(recording).size / 1024 / 1024);
  process.stdout.write(`inspect: ${seconds.toFixed(1)} s for ${interactions} in ${mib} MiB (exit ${status})\n`);
}

function run(args: readonly string[], config?: string): ChildProcess {
  const env = { ...process.env, ...(config !== undefined && { XDG_CONFIG_HOME: config }) };
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
}

function ended(child: ChildProcess): Promise<void> {
  child.stdout?.pipe(process.stdout, { end: false });
  return new Promise((resolve) => void child.once('exit', () => resolve()));
}

/** What a process has used at each quarter of its work. */
class Quarters {
  readonly #pid: number;
  readonly #total: number;
  readonly #marks: { readonly done: number; readonly cpu: number; readonly at: number; readonly rss: number }[] = [];

  constructor(pid: number, total: number) {
    this.#pid = pid;
    this.#total = total;
    this.#mark(0);
  }

  reached(done: number): void {
    if (done >= (this.#total * this.#marks.length) / 4 && this.#marks.length < 5) this.#mark(done);
  }

  print(what: string): void {
    for (const [index, mark] of this.#marks.entries()) {
      const before = this.#marks[index - 1];
      if (before === undefined) continue;
      const count = mark.done - before.done;
      process.stdout.write(
        `${what} ${mark.done} of ${this.#total}: ${Math.round(count / ((mark.at - before.at) / 1000))} a second, ` +
          `${Math.round(((mark.cpu - before.cpu) * 1e6) / count)} CPU us each, ${mark.rss} MiB resident\n`,
      );
    }
  }

  #mark(done: number): void {
    const stat = readFileSync(`/proc/${this.#pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.#pid}/status`, 'utf8'))?.[1];
    this.#marks.push({
      done,
      cpu: (Number(stat[11]) + Number(stat[12])) / 100,
      at: performance.now(),
      rss: Math.round(Number(rss) / 1024),
    });
  }
}

if (way === '--importing') importing(rest);
else {
  const folder = mkdtempSync(join(process.env['OFFSCRIPT_BENCH_FOLDER'] ?? tmpdir(), 'offscript-million-'));
  try {
    if (way !== 'capture') await measureImport(folder);
    if (way !== 'import') await measureCapture(folder);
  } finally {
    if (process.env['OFFSCRIPT_BENCH_KEEP'] === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
