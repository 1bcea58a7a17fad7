/**
 * One deterministic agent on every road into the same episodes: per interface the verdicts are the same to the letter.
 * OFFSCRIPT_EPISODES sets how many of each interface; `npm run verdicts` plays 200.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import careful from '../../src/agents/careful.ts';
import { connectTrainer, openSet, type Agent, type Verdict } from '../../src/index.ts';
import { playSet } from '../../src/pipeline/play-set.ts';
import { serveSet } from '../../src/pipeline/serve.ts';
import { RunStore } from '../../src/store/run-store.ts';
import { compiled } from '../support/compiled.ts';
import { fakeModelServer } from '../support/fake-model-server.ts';
import { helpdeskSet } from '../support/helpdesk-set.ts';

const EPISODES = Number(process.env['OFFSCRIPT_EPISODES'] ?? 5);
const TIMEOUT = 60_000 + EPISODES * 5_000;

let folder = '';
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'verdicts-'));
  for (const by of ['http', 'tools'] as const)
    await helpdeskSet(at(`${by}.sqlite`), { count: EPISODES, interfaces: [by] });
}, TIMEOUT);
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

type Verdicts = Readonly<Record<string, Verdict>>;

/** As it reads after a journey through JSON, in the order of the ids. */
function plain(verdicts: Iterable<readonly [string, Verdict]>): Verdicts {
  const sorted = [...verdicts].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return JSON.parse(JSON.stringify(Object.fromEntries(sorted))) as Verdicts;
}

async function asModule(set: string): Promise<Verdicts> {
  const opened = openSet(at(set));
  const verdicts: [string, Verdict][] = [];
  for (const episode of opened.episodes()) verdicts.push([episode.id, await episode.play(careful)]);
  opened.close();
  return plain(verdicts);
}

/** Its own code calls `fetch` by itself: nothing of the episode's is used to send. */
async function asUnmodifiedCode(set: string): Promise<Verdicts> {
  const opened = openSet(at(set));
  const unmodified: Agent = (episode) => careful({ ...episode, fetch: (...words) => globalThis.fetch(...words) });
  const verdicts: [string, Verdict][] = [];
  for (const episode of opened.episodes()) verdicts.push([episode.id, await episode.play(unmodified)]);
  opened.close();
  return plain(verdicts);
}

async function asProgram(set: string): Promise<Verdicts> {
  const out = at(`program-${set}`);
  await playSet({
    set: at(set),
    agent: { command: [process.execPath, join(compiled(), 'src/agents/as-process.js'), 'careful'] },
    trials: 1,
    concurrency: 2,
    out,
    resume: false,
    overwrite: false,
    filter: {},
    timeoutMs: 120_000,
    maxCalls: null,
    reward: 'strict',
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  const run = RunStore.open(out);
  const verdicts = [...run.rollouts()].map(({ episode, verdict }) => [episode, verdict] as const);
  run.close();
  return plain(verdicts);
}

async function throughTheTrainer(set: string): Promise<Verdicts> {
  const server = await serveSet(at(set), { port: 0, max: 4, idleMs: 120_000 });
  try {
    const trainer = connectTrainer(server.url, server.token);
    const rows = await trainer.episodes();
    const verdicts = await Promise.all(
      rows.map(async ({ id }) => {
        const rollout = await trainer.start(id, { trial: 1 });
        await careful(rollout);
        return [id, await rollout.close()] as const;
      }),
    );
    return plain(verdicts);
  } finally {
    await server.close();
  }
}

/** A Python trainer asks a model that thinks as the agent thinks. */
async function throughPython(set: string): Promise<Verdicts> {
  const server = await serveSet(at(set), { port: 0, max: 4, idleMs: 120_000 });
  const model = await fakeModelServer(careful);
  try {
    const script = join(import.meta.dirname, '../support/python/play_with_model.py');
    const child = spawn('python3', ['-B', script, server.url, server.token, model.url], {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(0);
    const lines = out.trim().split('\n');
    const told = lines.map((line) => JSON.parse(line) as { readonly episode: string; readonly verdict: Verdict });
    return plain(told.map(({ episode, verdict }) => [episode, verdict]));
  } finally {
    await model.close();
    await server.close();
  }
}

describe('one deterministic agent', () => {
  it(
    'earns the same verdicts over HTTP as a module, unmodified, as a program and for a trainer',
    async () => {
      const first = await asModule('http.sqlite');
      expect(Object.keys(first)).toHaveLength(EPISODES);
      expect(await asUnmodifiedCode('http.sqlite')).toEqual(first);
      expect(await asProgram('http.sqlite')).toEqual(first);
      expect(await throughTheTrainer('http.sqlite')).toEqual(first);
    },
    TIMEOUT,
  );

  it(
    'earns the same verdicts by tools as a module, as a program, for a trainer and for one in Python',
    async () => {
      const first = await asModule('tools.sqlite');
      expect(Object.keys(first)).toHaveLength(EPISODES);
      expect(await asProgram('tools.sqlite')).toEqual(first);
      expect(await throughTheTrainer('tools.sqlite')).toEqual(first);
      expect(await throughPython('tools.sqlite')).toEqual(first);
    },
    TIMEOUT,
  );
});
