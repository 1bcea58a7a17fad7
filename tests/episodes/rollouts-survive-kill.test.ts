/**
 * One server process plays many rollouts for a trainer and is killed on the way: none is lost, none is played twice.
 * OFFSCRIPT_ROLLOUTS sets how many; `npm run soak:rollouts` plays 20,000.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectTrainer, type Agent, type Trainer, type Verdict } from '../../src/index.ts';
import { RunStore } from '../../src/store/run-store.ts';
import { compiled } from '../support/compiled.ts';
import { helpdeskSet } from '../support/helpdesk-set.ts';

const ROLLOUTS = Number(process.env['OFFSCRIPT_ROLLOUTS'] ?? 500);
const AT_ONCE = 16;
const EPISODES = 20;
/** Of resident memory, from when the caches are warm to the end. */
const GROWTH_MB = 120;

let folder = '';
let server: ChildProcess | null = null;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollouts-'));
  await helpdeskSet(join(folder, 'set.sqlite'), { count: EPISODES, interfaces: ['tools'] });
}, 120_000);
afterAll(() => {
  server?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function serve(...words: readonly string[]): Promise<Trainer> {
  const cli = join(compiled(), 'src/cli.js');
  const child = spawn(
    process.execPath,
    [cli, 'serve', join(folder, 'set.sqlite'), '--out', join(folder, 'run.sqlite'), ...words],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  server = child;
  const first = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('\n')) resolve(said.slice(0, said.indexOf('\n')));
    });
    let wrong = '';
    child.stderr.on('data', (text: Buffer) => (wrong += text.toString()));
    child.on('exit', () => reject(new Error(wrong)));
  });
  const { url, token } = JSON.parse(first) as { readonly url: string; readonly token: string };
  return connectTrainer(url, token);
}

function residentMb(): number {
  const status = readFileSync(`/proc/${server?.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** Looks at what it was given, and ends: cheap, and never the same verdict for all. */
const glance: Agent = async ({ tools, inputs, call, finish }) => {
  const read = tools.find(
    ({ name, parameters }) => name.startsWith('get_') && JSON.stringify(parameters).includes('ticket_id'),
  );
  if (read !== undefined && inputs['ticket_id'] !== undefined)
    await call(read.name, { ticket_id: inputs['ticket_id'] });
  await finish('open');
};

interface Job {
  readonly episode: string;
  readonly trial: number;
}

/** Plays what is left; gives up quietly where the server goes away. */
async function playSome(
  trainer: Trainer,
  jobs: Job[],
  told: Map<string, Verdict>,
  after: (done: number) => void,
): Promise<void> {
  const play = async (): Promise<void> => {
    for (let job = jobs.pop(); job !== undefined; job = jobs.pop()) {
      try {
        const rollout = await trainer.start(job.episode, { trial: job.trial });
        await glance(rollout);
        told.set(`${job.episode}.${job.trial}`, await rollout.close());
      } catch (error) {
        // What was under way when the server died is asked for again; what it had kept is said so.
        if (String(error).includes('already_played')) continue;
        jobs.push(job);
        if (error instanceof TypeError) return;
        throw error;
      }
      after(told.size);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, play));
}

it(`plays ${ROLLOUTS} rollouts through a kill -9, with flat memory`, { timeout: 3_600_000 }, async () => {
  let trainer = await serve();
  const rows = await trainer.episodes();
  const trials = Math.ceil(ROLLOUTS / rows.length);
  const jobs = rows.flatMap(({ id }) =>
    Array.from({ length: trials }, (_, index) => ({ episode: id, trial: index + 1 })),
  );
  const all = jobs.map(({ episode, trial }) => `${episode}.${trial}`).toSorted();
  const told = new Map<string, Verdict>();

  const dying = server;
  await playSome(trainer, jobs, told, (done) => {
    if (done === Math.floor(all.length / 4)) dying?.kill('SIGKILL');
  });
  expect(jobs.length).toBeGreaterThan(0);

  trainer = await serve('--resume');
  const warm = Math.floor(all.length / 2);
  let before = 0;
  await playSome(trainer, jobs, told, (done) => {
    if (done === warm) before = residentMb();
  });
  const grown = residentMb() - before;
  const ended = new Promise((resolve) => server?.on('exit', resolve));
  server?.kill('SIGINT');
  await ended;

  const run = RunStore.open(join(folder, 'run.sqlite'));
  const kept = new Map([...run.rollouts()].map(({ id, verdict }) => [id, verdict]));
  expect([...kept.keys()].toSorted()).toEqual(all);
  for (const [id, verdict] of told) expect(kept.get(id)).toEqual(verdict);
  expect([...kept.values()].filter(({ tainted }) => tainted !== null)).toEqual([]);
  expect(told.size).toBeGreaterThan(all.length - 2 * AT_ONCE);
  run.close();
  console.log(
    `${all.length} rollouts; resident memory ${before.toFixed(0)} MB half-way, ${(before + grown).toFixed(0)} MB at the end.`,
  );
  expect(grown).toBeLessThan(GROWTH_MB);
});
