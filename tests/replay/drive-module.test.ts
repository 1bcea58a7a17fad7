import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent } from '../../src/model/agent.ts';
import { driveModule } from '../../src/replay/drive-module.ts';
import { startNotes } from '../support/notes-episode.ts';
import { MAIL, NOTES } from '../support/notes-model.ts';

/** As a library does that keeps its own reference. */
const earlyFetch = globalThis.fetch;

const server = http.createServer((_request, response) => response.end('real'));
let real = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  real = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

async function play(agent: Agent, { timeoutMs = 5_000, allow = [] as readonly string[], run = startNotes() } = {}) {
  await driveModule(agent, run, { timeoutMs, signal: new AbortController().signal, allow });
  return run.trajectory();
}

/** A request the way most libraries send it. */
function sendWithNodeHttp(
  url: string,
  method = 'GET',
  body?: string | Buffer,
): Promise<{ readonly status: number; readonly text: string; readonly cookies: readonly string[] }> {
  return new Promise((resolve, reject) => {
    const outgoing = http.request(url.replace('https:', 'http:'), { method }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text, cookies: response.headers['set-cookie'] ?? [] }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

describe('a module agent', () => {
  it('acts through its episode and finishes', async () => {
    const trajectory = await play(async (episode) => {
      await episode.fetch(`${NOTES}/notes`, { method: 'POST', body: JSON.stringify(episode.inputs) });
      await episode.wait(5);
      expect(await episode.say('Anything else?')).toMatch(/request/);
      await episode.finish('done');
    });
    expect(trajectory.end).toEqual({ kind: 'finished', answer: 'done' });
    expect(trajectory.steps.map(({ kind }) => kind)).toEqual(['call', 'wait', 'say', 'finish']);
  });

  it('that returns without finish has finished without an answer', async () => {
    expect((await play(() => {})).end).toEqual({ kind: 'finished', answer: null });
  });

  it('that throws has crashed, with what it said', async () => {
    const { end } = await play(async ({ fetch }) => void (await fetch(`${NOTES}/broken/reset`)));
    expect(end).toEqual({ kind: 'broke', why: 'crash', message: 'TypeError: fetch failed (read ECONNRESET)' });
  });

  it('that never ends is left behind at its timeout, and told so', async () => {
    let aborted = false;
    const { end } = await play(
      ({ signal }) => new Promise(() => signal.addEventListener('abort', () => (aborted = true))),
      { timeoutMs: 50 },
    );
    expect(end).toMatchObject({ kind: 'broke', why: 'timeout' });
    expect(aborted).toBe(true);
  });

  it('can do nothing more after the end', async () => {
    await play(async (episode) => {
      await episode.finish();
      await expect(episode.wait(1)).rejects.toThrow('over');
      await expect(episode.fetch(`${NOTES}/notes`)).rejects.toThrow('fetch failed');
    });
  });

  it('may sleep in real time where the API asks for a pause, and nowhere else', async () => {
    const sleep = () => new Promise((resolve) => setTimeout(resolve, 1_100));
    const trajectory = await play(async ({ fetch }) => {
      await fetch(`${NOTES}/notes`);
      await sleep();
      await fetch(`${NOTES}/limited`);
      await sleep();
      await fetch(`${NOTES}/notes`);
    });
    expect(trajectory.endedAt - trajectory.startedAt).toBe(3 * 270 + 1_000);
  });
});

describe('unmodified code', () => {
  it('reaches recorded origins by global fetch', async () => {
    const trajectory = await play(async () => {
      const response = await fetch(`${NOTES}/notes`, { method: 'POST', body: '{"text":"hello"}' });
      expect(response.status).toBe(201);
      await expect(fetch(`${NOTES}/broken/reset`)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    });
    expect(trajectory.diff).toHaveLength(1);
  });

  it('reaches recorded origins by node:https, byte for byte', async () => {
    const { request } = await import('node:https');
    const bytes = Buffer.from([0, 255, 128, 10]);
    const trajectory = await play(
      () =>
        new Promise<void>((resolve, reject) => {
          const outgoing = request(`${NOTES}/echo?a=1`, { method: 'POST', headers: { 'X-Own': 'yes' } }, (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('end', () => resolve(expect(Buffer.concat(chunks)).toEqual(bytes)));
          });
          outgoing.on('error', reject);
          outgoing.end(bytes);
        }),
    );
    expect(trajectory.end.kind).toBe('finished');
    expect(trajectory.steps[0]).toMatchObject({
      kind: 'call',
      request: {
        method: 'POST',
        origin: NOTES,
        target: '/echo?a=1',
        headers: expect.arrayContaining([['x-own', 'yes']]),
      },
    });
  });

  it('reaches recorded origins by the undici package and by a fetch picked up before', async () => {
    const { request } = await import('undici');
    const early = earlyFetch;
    const trajectory = await play(async () => {
      const { statusCode, body } = await request(`${NOTES}/notes`, {
        method: 'POST',
        body: '{"text":"hello"}',
        query: { a: 1 },
      });
      expect([statusCode, await body.json()]).toMatchObject([201, { id: 'n1' }]);
      const response = await early(`${NOTES}/echo`, { method: 'POST', body: new Uint8Array([0, 255]) });
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 255]));
      await expect(early(`${NOTES}/broken/reset`)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
      await expect(early(`${real}/`)).rejects.toMatchObject({ cause: { code: 'OFFSCRIPT_HOST_REFUSED' } });
      await expect(request(`${real}/`)).rejects.toMatchObject({ code: 'OFFSCRIPT_HOST_REFUSED' });
    });
    expect(trajectory.steps.flatMap((step) => (step.kind === 'call' ? [step.request.target] : []))).toEqual([
      '/notes?a=1',
      '/echo',
      '/broken/reset',
    ]);
    expect(await (await request(`${real}/`)).body.text()).toBe('real');
  });

  it('gets the errors of node:https sockets', async () => {
    const { get } = await import('node:https');
    await play(
      () =>
        new Promise<void>(
          (resolve) =>
            void get(`${NOTES}/broken/reset`).on('error', (error) =>
              resolve(expect(error).toMatchObject({ code: 'ECONNRESET' })),
            ),
        ),
    );
  });

  it('reaches nothing else, unless it is allowed', async () => {
    await play(async () => {
      await expect(fetch(`${real}/`)).rejects.toMatchObject({
        cause: { code: 'OFFSCRIPT_HOST_REFUSED', message: expect.stringContaining('allow') },
      });
      await expect(sendWithNodeHttp(`${real}/`)).rejects.toMatchObject({ code: 'OFFSCRIPT_HOST_REFUSED' });
    });
    await play(
      async () => {
        expect(await (await fetch(`${real}/`)).text()).toBe('real');
        expect(await sendWithNodeHttp(`${real}/`)).toMatchObject({ text: 'real' });
      },
      { allow: ['127.0.0.1'] },
    );
    expect(await (await fetch(`${real}/`)).text()).toBe('real');
    expect(await sendWithNodeHttp(`${real}/`)).toMatchObject({ text: 'real' });
  });

  it('of twenty rollouts at once stays in its own', async () => {
    const runs = Array.from({ length: 20 }, () => startNotes());
    await Promise.all(
      runs.map((run, index) =>
        play(
          async () => {
            for (let turn = 0; turn < 3; turn++) {
              await fetch(`${NOTES}/notes`, { method: 'POST', body: JSON.stringify({ text: `from ${index}` }) });
              await new Promise((resolve) => setTimeout(resolve, (index * 7) % 5));
              await fetch(`${MAIL}/x`);
            }
          },
          { run },
        ),
      ),
    );
    for (const [index, run] of runs.entries()) {
      expect(run.trajectory().diff.map(({ after }) => after?.['text'])).toEqual(Array(3).fill(`from ${index}`));
      expect(run.trajectory().steps.filter(({ kind }) => kind === 'call')).toHaveLength(6);
    }
  });
});
