import { Octokit } from '@octokit/rest';
import axios from 'axios';
import got from 'got';
import { describe, expect, it } from 'vitest';
import type { Agent } from '../../src/model/agent.ts';
import { driveModule } from '../../src/replay/drive-module.ts';
import { startNotes } from '../support/notes-episode.ts';
import { NOTES } from '../support/notes-model.ts';

/** Plays an agent that knows nothing of episodes, and throws what it threw. */
async function play(agent: Agent) {
  const run = startNotes();
  await driveModule(agent, run, { timeoutMs: 10_000, signal: new AbortController().signal, allow: [] });
  const trajectory = run.trajectory();
  if (trajectory.end.kind === 'broke') throw new Error(trajectory.end.message);
  return trajectory;
}

const octokit = () => new Octokit({ baseUrl: NOTES, log: { debug() {}, info() {}, warn() {}, error() {} } });

interface Client {
  readonly name: string;
  /** The status and the parsed body, error statuses included. */
  readonly send: (
    method: 'GET' | 'POST',
    path: string,
    body?: Readonly<Record<string, string>>,
  ) => Promise<readonly [number, unknown]>;
  /** The code by which this client's users know a connection that was reset. */
  readonly resetCode: (error: unknown) => unknown;
}

const CLIENTS: readonly Client[] = [
  ...(['http', 'fetch'] as const).map((adapter): Client => ({
    name: `axios (${adapter})`,
    send: async (method, path, data) => {
      const { status, data: shown } = await axios.request({
        url: `${NOTES}${path}`,
        method,
        data,
        adapter,
        validateStatus: () => true,
      });
      return [status, shown];
    },
    resetCode: (error) => {
      const { code, cause } = error as { readonly code?: string; readonly cause?: { readonly code?: string } };
      return cause?.code ?? code;
    },
  })),
  {
    name: 'got',
    send: async (method, path, json) => {
      const { statusCode, body } = await got(`${NOTES}${path}`, {
        method,
        ...(json === undefined ? {} : { json }),
        throwHttpErrors: false,
        retry: { limit: 0 },
      });
      return [statusCode, JSON.parse(body)];
    },
    resetCode: (error) => (error as { readonly code?: string }).code,
  },
  {
    name: 'Octokit',
    send: async (method, path, body) => {
      const answer = await octokit().request(`${method} ${path}`, body);
      return [answer.status, answer.data];
    },
    resetCode: (error) =>
      (error as { readonly cause?: { readonly cause?: { readonly code?: string }; readonly code?: string } }).cause
        ?.cause?.code ?? (error as { readonly cause?: { readonly code?: string } }).cause?.code,
  },
];

describe.each(CLIENTS)('unmodified code that uses $name', ({ send, resetCode }) => {
  it('acts in the world of its rollout', async () => {
    const trajectory = await play(async () => {
      expect(await send('POST', '/notes', { text: 'grüße' })).toMatchObject([201, { id: 'n1', text: 'grüße' }]);
      expect(await send('GET', '/notes/n1')).toMatchObject([200, { text: 'grüße' }]);
    });
    expect(trajectory.diff).toHaveLength(1);
    expect(trajectory.steps.map((step) => (step.kind === 'call' ? step.request.target : step.kind))).toEqual([
      '/notes',
      '/notes/n1',
      'finish',
    ]);
  });

  it('sees a reset connection as from a socket', async () => {
    await play(async () => {
      const failed = await send('GET', '/broken/reset').catch((error: unknown) => ({ error }));
      expect(failed).toHaveProperty('error');
      expect(resetCode((failed as { readonly error: unknown }).error)).toBe('ECONNRESET');
    });
  });
});
