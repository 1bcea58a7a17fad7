import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { learnRecording } from '../../src/pipeline/learn-recording.ts';
import { mutateRecording } from '../../src/pipeline/mutate-recording.ts';
import { tasksOf, tasksOfSession } from '../../src/pipeline/tasks-of.ts';
import { EpisodeSet } from '../../src/store/set-store.ts';
import type { TaskSet } from '../../src/task/make-tasks.ts';
import { HELPDESK } from '../support/helpdesk-set.ts';

let folder = '';
let tasks: TaskSet['tasks'] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'session-'));
  ({ tasks } = tasksOf(learnRecording(HELPDESK), 7));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('makes episodes of one session only, also of one that was set aside', async () => {
  const aside = tasks.find(({ use }) => use === 'review')?.session;
  expect(aside).toBeDefined();
  const chosen = tasksOfSession(tasks, aside ?? '', HELPDESK);
  expect(chosen.every(({ use }) => use === 'yes')).toBe(true);

  const out = join(folder, 'one.sqlite');
  const session = tasks.find(({ use, kind }) => use === 'yes' && kind === 'update')?.session ?? '';
  const result = await mutateRecording({
    recording: HELPDESK,
    out,
    overwrite: false,
    count: 4,
    seed: 7,
    globs: ['system/*'],
    session,
    maxMutations: 1,
    neutral: 0.15,
    level: null,
    interfaces: ['http'],
    splits: [{ name: 'all', share: 1 }],
    splitBy: 'session',
    maxBytes: 65_536,
  });
  expect(result.episodes).toBe(4);
  const set = EpisodeSet.open(out);
  expect(new Set([...set.episodes()].map(({ task }) => task.session))).toEqual(new Set([session]));
  set.close();
}, 120_000);

it('lists the sessions that there are where one is unknown', () => {
  expect(() => tasksOfSession(tasks, 'nope', 'r.sqlite')).toThrow('No task of r.sqlite comes from a session "nope".');
});
