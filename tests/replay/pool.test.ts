import { describe, expect, it } from 'vitest';
import type { Rollout } from '../../src/model/rollout.ts';
import { playAll, type PoolOptions } from '../../src/replay/pool.ts';
import { createStart } from '../../src/replay/run-episode.ts';
import { judgeNotes, notesEpisode } from '../support/notes-episode.ts';
import { NOTES, NOTES_MODEL, NOTES_TOOLS } from '../support/notes-model.ts';
import { createNotesWorld } from '../support/notes-world.ts';

function pool(more: Partial<PoolOptions> = {}): { readonly options: PoolOptions; readonly rollouts: Rollout[] } {
  const rollouts: Rollout[] = [];
  const options: PoolOptions = {
    episodes: Array.from({ length: 10 }, (_, index) => notesEpisode({ id: `e${index}`, seed: index })),
    trials: 2,
    concurrency: 4,
    maxCalls: null,
    isDone: () => false,
    start: createStart({ model: NOTES_MODEL, tools: NOTES_TOOLS, createWorld: createNotesWorld() }),
    judge: judgeNotes,
    drive: async (run) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      run.request({
        method: 'POST',
        origin: NOTES,
        target: '/notes',
        headers: [],
        body: Buffer.from('{"text":"hello"}'),
      });
      run.finish(null);
    },
    onRollout: (_episode, rollout) => void rollouts.push(rollout),
    signal: new AbortController().signal,
    ...more,
  };
  return { options, rollouts };
}

describe('a pool', () => {
  it('plays every trial of every episode once, at most so many at a time', async () => {
    let now = 0;
    let most = 0;
    const { options, rollouts } = pool({
      drive: async () => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 2));
        now--;
      },
    });
    await playAll(options);
    expect(rollouts.map(({ id }) => id).sort()).toEqual(
      Array.from({ length: 10 }, (_, index) => [`e${index}.1`, `e${index}.2`]).flat(),
    );
    expect(most).toBe(4);
  });

  it('skips what is done', async () => {
    const { options, rollouts } = pool({ isDone: (episode, trial) => episode !== 'e3' || trial === 1 });
    await playAll(options);
    expect(rollouts.map(({ id, verdict }) => [id, verdict.pass])).toEqual([['e3.2', true]]);
  });

  it('drops what is under way when it is stopped', async () => {
    const stop = new AbortController();
    const { options, rollouts } = pool({ signal: stop.signal, concurrency: 1 });
    const onRollout = (...[episode, rollout]: Parameters<PoolOptions['onRollout']>) => {
      options.onRollout(episode, rollout);
      if (rollouts.length === 3) setTimeout(() => stop.abort(), 0);
    };
    await playAll({ ...options, onRollout });
    expect(rollouts).toHaveLength(3);
  });

  it('ends with the first error of the set-up', async () => {
    const { options } = pool({ drive: () => Promise.reject(new Error('no such program')) });
    await expect(playAll(options)).rejects.toThrow('no such program');
  });
});
