import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { EpisodeSetFacts } from '../../src/model/episode.ts';
import { RunStore, type RunOptions } from '../../src/store/run-store.ts';
import { compiled } from '../support/compiled.ts';
import { notesEpisode, notesRollout, startNotes } from '../support/notes-episode.ts';
import { NOTES, NOTES_MODEL, NOTES_TOOLS } from '../support/notes-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'run-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FACTS: EpisodeSetFacts = {
  model: NOTES_MODEL,
  tools: NOTES_TOOLS,
  seed: 7,
  recording: { name: 'notes', digest: 'd' },
  options: null,
};
const OPTIONS: RunOptions = {
  agent: 'agent.js',
  set: 'set.sqlite',
  setDigest: 'abc',
  reward: 'strict',
  maxCalls: null,
};
const NEW = { resume: false, overwrite: false };

function playedRollout(trial: number) {
  const run = startNotes();
  run.request({
    method: 'POST',
    origin: NOTES,
    target: '/notes',
    headers: [['A', 'b']],
    body: Buffer.from('{"text":"hello"}'),
  });
  run.request({ method: 'POST', origin: NOTES, target: '/echo', headers: [], body: Buffer.from([0xff, 0, 1]) });
  run.wait(2);
  run.finish({ done: true });
  return notesRollout(run.episode, trial, run);
}

describe('a run', () => {
  it('gives back rollouts byte for byte, with their episode', () => {
    const path = join(folder, 'a.sqlite');
    const run = RunStore.begin(path, FACTS, OPTIONS, NEW);
    const rollout = playedRollout(1);
    run.add(notesEpisode(), rollout);
    run.close();
    const read = RunStore.open(path);
    expect([...read.rollouts()]).toEqual([rollout]);
    expect(read.episode('e0123456789')).toEqual(notesEpisode());
    expect(read.options).toEqual(OPTIONS);
    expect(read.facts.model.base.entities).toEqual([]);
    expect(() => read.rollout('nope')).toThrow('No rollout "nope"');
    read.close();
  });

  it('resumes only with the same set, agent and options', () => {
    const path = join(folder, 'b.sqlite');
    const first = RunStore.begin(path, FACTS, OPTIONS, NEW);
    first.add(notesEpisode(), playedRollout(1));
    first.close();
    expect(() => RunStore.begin(path, FACTS, OPTIONS, NEW)).toThrow('is there already');
    expect(() =>
      RunStore.begin(path, FACTS, { ...OPTIONS, agent: 'other.js' }, { resume: true, overwrite: false }),
    ).toThrow('another agent');
    const again = RunStore.begin(path, FACTS, OPTIONS, { resume: true, overwrite: false });
    expect([...again.done()]).toEqual(['e0123456789 1']);
    again.add(notesEpisode(), playedRollout(2));
    again.close();
    const replaced = RunStore.begin(path, FACTS, OPTIONS, { resume: false, overwrite: true });
    expect(replaced.size).toBe(0);
    replaced.close();
  });

  it('loses nothing that was added when its process is killed', async () => {
    const path = join(folder, 'k.sqlite');
    const script = join(compiled(), 'tests/support/add-rollouts-forever.js');
    const child = spawn(process.execPath, [script, path, JSON.stringify(OPTIONS)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const added = await new Promise<number>((resolve) => {
      let last = 0;
      child.stdout.on('data', (chunk: Buffer) => {
        for (const [, count] of chunk.toString().matchAll(/added (\d+)/g)) last = Number(count);
        if (last >= 50) child.kill('SIGKILL');
      });
      child.on('exit', () => resolve(last));
    });
    expect(added).toBeGreaterThanOrEqual(50);
    const read = RunStore.begin(path, FACTS, OPTIONS, { resume: true, overwrite: false });
    expect(read.size).toBeGreaterThanOrEqual(added);
    read.close();
  });
});
