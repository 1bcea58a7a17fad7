import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Octokit } from '@octokit/rest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSet, type SetEpisode } from '../../src/index.ts';
import { mutateRecording } from '../../src/pipeline/mutate-recording.ts';
import { offscript } from '../support/offscript.ts';

const TRAFFIC = resolve(import.meta.dirname, '../../../shared/traffic/github');
const absent = !existsSync(TRAFFIC);
const folder = mkdtempSync(join(tmpdir(), 'octokit-'));
const set = join(folder, 'set.sqlite');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(absent)(`Octokit, unmodified${absent ? ' (skipped: ../shared/traffic is absent)' : ''}`, () => {
  beforeAll(async () => {
    const recording = join(folder, 'github.sqlite');
    expect(offscript(['import', TRAFFIC, '--out', recording], { cwd: folder }).status).toBe(0);
    await mutateRecording({
      recording,
      out: set,
      overwrite: false,
      count: 12,
      seed: 7,
      globs: [],
      maxMutations: 1,
      neutral: 1,
      level: null,
      interfaces: ['http'],
      splits: [],
      splitBy: 'session',
      maxBytes: 65_536,
    });
  }, 60_000);

  const repo = { owner: 'octokit-fixture-org', repo: 'labels' };
  const creates = ({ instruction }: SetEpisode) => /create a label/i.test(instruction) && !/delete/i.test(instruction);

  it('does a task recorded from GitHub by its own methods', async () => {
    const opened = openSet(set);
    const episode = [...opened.episodes()].find(creates);
    expect(episode).toBeDefined();
    const rollout = await episode?.rollout(async ({ credentials, inputs, finish }) => {
      const [, token] = Object.values(credentials)
        .flat()
        .flatMap(({ headers }) => headers)
        .find(([name]) => name.toLowerCase() === 'authorization') ?? ['', ''];
      const { rest } = new Octokit({ auth: token.replace(/^\S+ /, '') });
      const before = await rest.issues.listLabelsForRepo(repo);
      const { data, status } = await rest.issues.createLabel({
        ...repo,
        ...(inputs as { name: string; color: string }),
      });
      expect(status).toBe(201);
      const after = await rest.issues.listLabelsForRepo(repo);
      const names = (labels: readonly { readonly name: string }[]) => labels.map(({ name }) => name).toSorted();
      expect(names(after.data)).toEqual(names([...before.data, data]));
      await finish('Created it.');
    });
    expect(rollout?.trajectory.end).toMatchObject({ kind: 'finished' });
    expect(rollout?.verdict).toMatchObject({ pass: true, reward: 1 });
    opened.close();
  });

  it('gets the errors of the API as its own errors', async () => {
    const opened = openSet(set);
    const [episode] = opened.episodes();
    await episode?.rollout(async () => {
      const { rest } = new Octokit({ log: { debug() {}, info() {}, warn() {}, error() {} } });
      await expect(rest.issues.getLabel({ ...repo, name: 'no-such-label' })).rejects.toMatchObject({
        name: 'HttpError',
        status: expect.toSatisfy((status: number) => status === 404 || status === 401) as unknown,
      });
    });
    opened.close();
  });
});
