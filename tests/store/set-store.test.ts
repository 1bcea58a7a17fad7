import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Episode, EpisodeSetFacts } from '../../src/model/episode.ts';
import type { Entity } from '../../src/model/base-state.ts';
import { EpisodeSet, writeEpisodeSet } from '../../src/store/set-store.ts';
import { NOTES_TASK, notesEpisode } from '../support/notes-episode.ts';
import { NOTES_MODEL, NOTES_TOOLS } from '../support/notes-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'set-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FACTS: EpisodeSetFacts = {
  model: NOTES_MODEL,
  tools: NOTES_TOOLS,
  seed: 7,
  recording: { name: 'notes', digest: 'd' },
  options: { count: 3 },
};

function manyEpisodes(count: number): readonly Episode[] {
  const task = { ...NOTES_TASK, start: [{ p: 'remove', key: 'notes/n1', unborn: true } as const] };
  return Array.from({ length: count }, (_, index) =>
    notesEpisode({
      id: `e${String(index).padStart(10, '0')}`,
      task,
      patches: [...task.start, { p: 'set', key: `notes/n${index}`, path: ['text'], value: index }],
      ownPatches: 1,
      family: index % 2 === 0 ? 'data' : 'system',
      split: index % 3 === 0 ? 'test' : 'train',
      instruction: index % 5 === 0 ? 'Another wording.' : task.instruction,
    }),
  );
}

describe('an episode set', () => {
  it('gives back what was written, in order', async () => {
    const path = join(folder, 'a.sqlite');
    const episodes = manyEpisodes(600);
    const written = await writeEpisodeSet(path, FACTS, episodes, { overwrite: false });
    expect(written).toMatchObject({ episodes: 600, tasks: 1 });
    const set = EpisodeSet.open(path);
    expect([...set.episodes()]).toEqual(episodes);
    expect(set.facts).toEqual(FACTS);
    expect(set.digest).toBe(written.digest);
    set.close();
  });

  it('made by another version of offscript is refused, with how to make it again', async () => {
    const path = join(folder, 'old.sqlite');
    const model = { ...NOTES_MODEL, version: 1 } as unknown as typeof NOTES_MODEL;
    await writeEpisodeSet(path, { ...FACTS, model }, manyEpisodes(1), { overwrite: false });
    const set = EpisodeSet.open(path);
    expect(() => set.facts).toThrow(
      expect.objectContaining({
        code: 'OFFSCRIPT_OTHER_MODEL',
        message: expect.stringContaining('worlds have format 1'),
        remedy: expect.stringContaining('offscript mutate notes --seed 7'),
      }),
    );
    set.close();
  });

  it('has one digest for one content, and another for any other', async () => {
    const digests = await Promise.all(
      [manyEpisodes(5), manyEpisodes(5), manyEpisodes(4), manyEpisodes(5).toReversed()].map(async (episodes, index) => {
        const { digest } = await writeEpisodeSet(join(folder, `d${index}.sqlite`), FACTS, episodes, {
          overwrite: false,
        });
        return digest;
      }),
    );
    expect(digests[0]).toBe(digests[1]);
    expect(new Set(digests).size).toBe(3);
  });

  it('filters by split, family, ids and limit', async () => {
    const path = join(folder, 'f.sqlite');
    await writeEpisodeSet(path, FACTS, manyEpisodes(12), { overwrite: false });
    const set = EpisodeSet.open(path);
    expect(set.ids({ split: 'test', family: 'data' })).toEqual(['e0000000000', 'e0000000006']);
    expect(set.ids({ ids: ['e0000000003', 'e0000000001'] })).toEqual(['e0000000001', 'e0000000003']);
    expect(set.ids({ limit: 2 })).toHaveLength(2);
    expect(() => set.ids({ ids: ['enope'] })).toThrow('No episode "enope"');
    set.close();
  });

  it('keeps an episode within 2 KB beyond the shared base', async () => {
    const { bytes } = await writeEpisodeSet(join(folder, 's.sqlite'), FACTS, manyEpisodes(100), { overwrite: false });
    expect(bytes / 100).toBeLessThan(2048);
  });

  it('keeps many base entities in parts', async () => {
    const entities = Array.from({ length: 1201 }, (_, id): Entity => ({
      key: `notes/${id}`,
      resource: 'notes',
      id: String(id),
      parent: null,
      doc: { id },
      complete: true,
      createdAt: 0,
    }));
    const facts = { ...FACTS, model: { ...NOTES_MODEL, base: { ...NOTES_MODEL.base, entities } } };
    const path = join(folder, 'p.sqlite');
    await writeEpisodeSet(path, facts, [], { overwrite: false });
    const set = EpisodeSet.open(path);
    expect(set.facts.model.base.entities).toEqual(entities);
    set.close();
  });

  it('refuses an existing file and leaves nothing where making it fails', async () => {
    const path = join(folder, 'x.sqlite');
    await writeEpisodeSet(path, FACTS, [], { overwrite: false });
    const before = statSync(path).mtimeMs;
    await expect(writeEpisodeSet(path, FACTS, [], { overwrite: false })).rejects.toThrow('is there already');
    const failing = function* (): Generator<Episode> {
      yield notesEpisode();
      throw new Error('the disk of dreams is full');
    };
    await expect(writeEpisodeSet(path, FACTS, failing(), { overwrite: true })).rejects.toThrow('dreams');
    expect(statSync(path).mtimeMs).toBe(before);
  });
});
