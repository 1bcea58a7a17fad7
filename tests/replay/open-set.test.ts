import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSet, type OpenSet } from '../../src/index.ts';
import { writeEpisodeSet } from '../../src/store/set-store.ts';
import { notesEpisode } from '../support/notes-episode.ts';
import { NOTES_MODEL, NOTES_TOOLS } from '../support/notes-model.ts';

let folder = '';
let set: OpenSet;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'open-'));
  const episodes = Array.from({ length: 8 }, (_, index) =>
    notesEpisode({ id: `e${index}`, seed: index, split: index < 4 ? 'train' : 'test' }),
  );
  await writeEpisodeSet(
    join(folder, 'set.sqlite'),
    { model: NOTES_MODEL, tools: NOTES_TOOLS, seed: 1, recording: { name: 'n', digest: 'd' }, options: null },
    episodes,
    { overwrite: false },
  );
  set = openSet(join(folder, 'set.sqlite'));
});
afterAll(() => {
  set.close();
  rmSync(folder, { recursive: true });
});

describe('openSet', () => {
  it('gives episodes by split, in the order of the set or of a seed', () => {
    const ids = (seed?: number) =>
      [...set.episodes({ split: 'test', ...(seed === undefined ? {} : { seed }) })].map(({ id }) => id);
    expect(ids()).toEqual(['e4', 'e5', 'e6', 'e7']);
    expect(ids(1)).toEqual(ids(1));
    expect([...ids(1)].sort()).toEqual(ids());
    expect(new Set([1, 2, 3, 4, 5].map((seed) => ids(seed).join())).size).toBeGreaterThan(1);
  });

  it('lets many rollouts be open at once, and judges each at its close', async () => {
    const open = [...set.episodes()].map((episode) => episode.start());
    expect(new Set(open.map(({ id }) => id)).size).toBe(8);
    await open[0]?.finish('done');
    for (const rollout of open) expect(rollout.close()).toMatchObject({ pass: false, reward: 0, tainted: null });
    expect(open[1]?.signal.aborted).toBe(false);
  });

  it('plays an agent to its end', async () => {
    const verdict = await set.episode('e3~neutral').play(() => Promise.reject(new Error('no')));
    expect(verdict).toMatchObject({ pass: false, gate: 0 });
  });
});
