/** A trainer that owns the loop, in Python and in TypeScript, on `offscript serve SET`: the verdicts of the agent in process. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import careful from '../../src/agents/careful.ts';
import { connectTrainer, openSet, type Agent, type Verdict } from '../../src/index.ts';
import { serveSet, type ServedSet } from '../../src/pipeline/serve.ts';
import { writeEpisodeSet } from '../../src/store/set-store.ts';
import { fakeModelServer, type FakeModelServer } from '../support/fake-model-server.ts';
import { helpdeskSet } from '../support/helpdesk-set.ts';
import { notesEpisode } from '../support/notes-episode.ts';
import { NOTES_MODEL, NOTES_TOOLS } from '../support/notes-model.ts';

let folder = '';
let model: FakeModelServer;
const servers: ServedSet[] = [];
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trainer-'));
  await helpdeskSet(at('desk.sqlite'), { count: 16, interfaces: ['tools'] });
  await helpdeskSet(at('http.sqlite'), { count: 16, interfaces: ['http'] });
  const facts = {
    model: NOTES_MODEL,
    tools: NOTES_TOOLS,
    seed: 1,
    recording: { name: 'n', digest: 'd' },
    options: null,
  };
  await writeEpisodeSet(at('notes.sqlite'), facts, [notesEpisode()], { overwrite: false });
  model = await fakeModelServer(careful);
}, 120_000);
afterAll(async () => {
  for (const server of servers) await server.close();
  await model.close();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(name: string, max = 8): Promise<ServedSet> {
  const server = await serveSet(at(name), { port: 0, max, idleMs: 60_000 });
  servers.push(server);
  return server;
}

/** The agent in process, as the program would say it. */
async function direct(name: string, agent: Agent): Promise<Record<string, unknown>> {
  const set = openSet(at(name));
  const verdicts: Record<string, Verdict> = {};
  for (const episode of set.episodes()) verdicts[episode.id] = await episode.play(agent, { trial: 1 });
  set.close();
  return JSON.parse(JSON.stringify(verdicts)) as Record<string, unknown>;
}

async function python(...words: readonly string[]): Promise<Record<string, unknown>> {
  const script = join(import.meta.dirname, '../support/python/play_with_model.py');
  const child = spawn('python3', ['-B', script, ...words], { env: { PATH: process.env['PATH'] } });
  let out = '';
  let wrong = '';
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (wrong += text.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(wrong).toBe('');
  expect(code).toBe(0);
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly episode: string; readonly verdict: unknown });
  return Object.fromEntries(lines.map(({ episode, verdict }) => [episode, verdict]));
}

describe('the Python client, with the standard library only', () => {
  it('plays by tools with a model, and earns what the agent earns in process', async () => {
    const { url, token } = await serve('desk.sqlite');
    expect(await python(url, token, model.url)).toEqual(await direct('desk.sqlite', careful));
  }, 60_000);

  it('plays over HTTP, and earns what the same requests earn in process', async () => {
    const { url, token } = await serve('http.sqlite');
    const agent: Agent = async ({ baseUrls, credentials, fetch, wait, finish }) => {
      const [origin = ''] = Object.keys(baseUrls);
      const headers = Object.fromEntries(credentials[origin]?.[0]?.headers ?? []);
      const body = JSON.stringify({ subject: 'made by a client' });
      await fetch(`${origin}/v1/tickets`, { headers }).catch(() => {});
      await wait(2);
      const type = { 'content-type': 'application/json' };
      await fetch(`${origin}/v1/tickets`, { method: 'POST', headers: { ...headers, ...type }, body }).catch(() => {});
      await finish();
    };
    expect(await python(url, token, model.url)).toEqual(await direct('http.sqlite', agent));
  }, 60_000);
});

describe('the TypeScript client', () => {
  it.each(['desk.sqlite', 'http.sqlite'])(
    'plays any agent on %s, many at once, more than the server has room for',
    async (name) => {
      const { url, token } = await serve(name, 3);
      const trainer = connectTrainer(url, token);
      const rows = await trainer.episodes();
      expect(rows.length).toBeGreaterThan(10);
      const verdicts = await Promise.all(
        rows.map(async ({ id }) => {
          const rollout = await trainer.start(id, { trial: 1 });
          await careful(rollout);
          return [id, await rollout.close()] as const;
        }),
      );
      expect(JSON.parse(JSON.stringify(Object.fromEntries(verdicts)))).toEqual(await direct(name, careful));
    },
    60_000,
  );

  it('says what the server says', async () => {
    const { url, token } = await serve('notes.sqlite');
    await expect(connectTrainer(url, 'guess').episodes()).rejects.toThrow('401');
    await expect(connectTrainer(url, token).start('nope')).rejects.toThrow('There is no episode "nope"');
    const rollout = await connectTrainer(url, token).start('e0123456789');
    await rollout.finish();
    expect(rollout.signal.aborted).toBe(true);
    await expect(rollout.wait(1)).rejects.toThrow('410');
    expect(await rollout.close()).toMatchObject({ pass: false, reward: 0 });
    await rollout.drop();
    await expect(rollout.close()).rejects.toThrow('404');
  });
});
