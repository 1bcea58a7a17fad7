import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSet, type OpenSet } from '../../src/index.ts';
import { writeEpisodeSet } from '../../src/store/set-store.ts';
import { describeEpisodes } from '../../src/vitest.ts';
import { notesEpisode } from '../support/notes-episode.ts';
import { NOTES_MODEL, NOTES_TOOLS } from '../support/notes-model.ts';

let folder = '';
let set: OpenSet;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'matchers-'));
  const facts = {
    model: NOTES_MODEL,
    tools: NOTES_TOOLS,
    seed: 1,
    recording: { name: 'n', digest: 'd' },
    options: null,
  };
  await writeEpisodeSet(join(folder, 'set.sqlite'), facts, [notesEpisode()], { overwrite: false });
  set = openSet(join(folder, 'set.sqlite'));
});
afterAll(() => {
  set.close();
  rmSync(folder, { recursive: true });
});

describe('toPass and toEarn', () => {
  it('say the whole diagnosis of a rollout that failed', async () => {
    const rollout = await set.episode('e0123456789').rollout(({ finish }) => finish());
    expect(rollout).not.toPass();
    expect(() => expect(rollout).toPass()).toThrow(
      /Write a note that says hello\.[^]*Failed check: goal[^]*--episode e0123456789/,
    );
    expect(() => expect(rollout).toEarn(0.5)).toThrow(/^Earned 0, to earn at least 0.5/);
    expect(rollout).toEarn(0);
  });

  it('take verdicts too, and nothing else', async () => {
    const verdict = await set.episode('e0123456789').play(({ finish }) => finish());
    expect(verdict).not.toPass();
    expect(() => expect({}).toPass()).toThrow('toPass takes what episode.rollout(agent)');
  });
});

it('describeEpisodes wants an agent, and episodes', () => {
  const path = join(folder, 'set.sqlite');
  expect(() => describeEpisodes(path, {})).toThrow('needs an agent');
  expect(() => describeEpisodes(path, { split: 'none' }, () => {})).toThrow('No episode');
});
