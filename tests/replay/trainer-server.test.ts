import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Rollout } from '../../src/model/rollout.ts';
import { createStart } from '../../src/replay/run-episode.ts';
import { serveTrainer, type TrainerOptions, type TrainerServer } from '../../src/replay/trainer-server.ts';
import { judgeNotes, notesEpisode } from '../support/notes-episode.ts';
import { NOTES, NOTES_MODEL, NOTES_TOOLS } from '../support/notes-model.ts';
import { createNotesWorld } from '../support/notes-world.ts';

/** The fields of any answer that these tests look at. */
interface Started {
  readonly id: string;
  readonly control: string;
  readonly baseUrls: Readonly<Record<string, string>>;
}

const servers: TrainerServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(more: Partial<TrainerOptions> = {}) {
  const rollouts: Rollout[] = [];
  const server = await serveTrainer({
    ids: () => ['e0123456789'],
    episode: (id) => (id === 'e0123456789' ? notesEpisode() : null),
    start: createStart({ model: NOTES_MODEL, tools: NOTES_TOOLS, createWorld: createNotesWorld() }),
    judge: judgeNotes,
    onRollout: (_episode, rollout) => void rollouts.push(rollout),
    kept: null,
    port: 0,
    max: 2,
    idleMs: 60_000,
    ...more,
  });
  servers.push(server);
  const ask = async (method: string, path: string, body?: object, token = server.token) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Started };
  };
  return { server, rollouts, ask };
}

describe("the trainer's server", () => {
  it('lists episodes, starts a rollout, and pays at its end', async () => {
    const { ask, rollouts } = await serve();
    expect((await ask('GET', '/episodes')).body).toMatchObject({
      episodes: [{ id: 'e0123456789', split: 'train', instruction: 'Write a note that says hello.' }],
    });
    const { status, body } = await ask('POST', '/rollouts', { episode: 'e0123456789' });
    expect(status).toBe(201);
    expect(JSON.stringify(body)).not.toContain('e0123456789');
    expect((await ask('GET', `/rollouts/${body.id}/verdict`)).status).toBe(409);
    await fetch(`${body.baseUrls[NOTES]}/notes`, { method: 'POST', body: '{"text":"hello"}' });
    expect((await ask('POST', `/rollouts/${body.id}/finish`, { answer: 'n1' })).body).toMatchObject({
      pass: true,
      reward: 1,
    });
    expect((await ask('GET', `/rollouts/${body.id}/verdict`)).body).toMatchObject({ pass: true });
    expect(rollouts).toMatchObject([{ id: 'e0123456789.1', trial: 1 }]);
    expect((await ask('DELETE', `/rollouts/${body.id}`)).status).toBe(200);
    expect((await ask('GET', `/rollouts/${body.id}/verdict`)).status).toBe(404);
    await expect(fetch(`${body.baseUrls[NOTES]}/notes`)).rejects.toThrow('fetch failed');
  });

  it('ends a rollout by its control channel too', async () => {
    const { ask } = await serve();
    const { body } = await ask('POST', '/rollouts', { episode: 'e0123456789', trial: 7 });
    await fetch(`${body.control}/report`, { method: 'POST', body: '{"reason":"conflict","evidence":[]}' });
    expect((await ask('GET', `/rollouts/${body.id}/verdict`)).body).toMatchObject({ pass: false, reward: 0 });
  });

  it('is full at its limit, and has room again', async () => {
    const { ask } = await serve({ max: 1 });
    const first = await ask('POST', '/rollouts', { episode: 'e0123456789' });
    expect((await ask('POST', '/rollouts', { episode: 'e0123456789' })).status).toBe(503);
    await ask('DELETE', `/rollouts/${first.body.id}`);
    expect((await ask('POST', '/rollouts', { episode: 'e0123456789' })).status).toBe(201);
  });

  it('ends rollouts that nobody plays', async () => {
    const { ask } = await serve({ idleMs: 200 });
    const { body } = await ask('POST', '/rollouts', { episode: 'e0123456789' });
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect((await ask('GET', `/rollouts/${body.id}/verdict`)).body).toMatchObject({ pass: false, gate: 0 });
  });

  it('judges once, however often and by whomever it is ended', async () => {
    const { ask, rollouts } = await serve();
    const { body } = await ask('POST', '/rollouts', { episode: 'e0123456789' });
    await fetch(`${body.control}/finish`, { method: 'POST', body: '{}' });
    const finish = () => ask('POST', `/rollouts/${body.id}/finish`, { answer: 'other' });
    const answers = await Promise.all([finish(), finish(), ask('GET', `/rollouts/${body.id}/verdict`)]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(rollouts).toHaveLength(1);
    expect((await fetch(`${body.control}/finish`, { method: 'POST', body: '{}' })).status).toBe(404);
  });

  it('judges at its end what agents have ended, and forgets what they have not', async () => {
    const { ask, rollouts, server } = await serve();
    const { body } = await ask('POST', '/rollouts', { episode: 'e0123456789' });
    await ask('POST', '/rollouts', { episode: 'e0123456789' });
    await fetch(`${body.control}/finish`, { method: 'POST', body: '{}' });
    await server.close();
    expect(rollouts.map(({ id }) => id)).toEqual(['e0123456789.1']);
  });

  it.each([
    ['no JSON', '{"episode":', 400, 'bad_json'],
    ['no object', '["e0123456789"]', 400, 'bad_json'],
    ['no episode', '{}', 404, 'no_such_episode'],
    ['no such trial', '{"episode":"e0123456789","trial":0}', 400, 'bad_trial'],
    ['a trial in words', '{"episode":"e0123456789","trial":"first"}', 400, 'bad_trial'],
    ['more than it takes', `{"episode":"${'x'.repeat(9 * 1024 * 1024)}"}`, 413, 'too_large'],
  ])('refuses a start with %s, and goes on', async (_, body, status, error) => {
    const { ask, server } = await serve();
    const answer = await fetch(`${server.url}/rollouts`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${server.token}` },
      body,
    });
    expect([answer.status, await answer.json()]).toMatchObject([status, { error }]);
    expect((await ask('GET', '/episodes')).status).toBe(200);
  });

  it('answers nobody who was sent here under another name', async () => {
    const { server } = await serve();
    const { port } = new URL(server.url);
    const status = await new Promise((resolve, reject) => {
      const headers = { Host: `evil.example:${port}`, Authorization: `Bearer ${server.token}` };
      request({ host: '127.0.0.1', port, path: '/episodes', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
  });

  it('talks to its trainer only', async () => {
    const { ask } = await serve();
    expect((await ask('GET', '/episodes', undefined, 'guess')).status).toBe(401);
    expect((await ask('POST', '/rollouts', { episode: 'nope' })).status).toBe(404);
  });
});

describe('where rollouts are kept', () => {
  it('plays each trial once, counts on from what is there, and gives the verdict of what was played', async () => {
    const verdicts = new Map<string, Rollout['verdict']>();
    const kept = {
      lastTrial: () => 4,
      verdict: (episode: string, trial: number) => verdicts.get(`${episode}.${trial}`) ?? null,
    };
    const { ask, rollouts } = await serve({ kept, onRollout: (_, { id, verdict }) => void verdicts.set(id, verdict) });
    const first = await ask('POST', '/rollouts', { episode: 'e0123456789' });
    await ask('POST', `/rollouts/${first.body.id}/finish`, {});
    expect([...verdicts.keys()]).toEqual(['e0123456789.5']);
    const again = await ask('POST', '/rollouts', { episode: 'e0123456789', trial: 5 });
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({ error: 'already_played', verdict: { reward: 0 } });
    expect((await ask('POST', '/rollouts', { episode: 'e0123456789', trial: 6 })).status).toBe(201);
    expect((await ask('POST', '/rollouts', { episode: 'e0123456789', trial: 6 })).body).toMatchObject({
      error: 'being_played',
    });
    expect(rollouts).toEqual([]);
  });
});
