import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EpisodeSetFacts } from '../../src/model/episode.ts';
import { writeEpisodeSet } from '../../src/store/set-store.ts';
import { RunStore } from '../../src/store/run-store.ts';
import { compiled } from '../support/compiled.ts';
import { notesEpisode } from '../support/notes-episode.ts';
import { NOTES_MODEL, NOTES_TOOLS } from '../support/notes-model.ts';

const FACTS: EpisodeSetFacts = {
  model: NOTES_MODEL,
  tools: NOTES_TOOLS,
  seed: 7,
  recording: { name: 'notes', digest: 'd' },
  options: null,
};

let folder = '';
let set = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'replay-'));
  set = join(folder, 'set.sqlite');
  const episodes = Array.from({ length: 6 }, (_, index) =>
    notesEpisode({
      id: `e00000000${index}0`,
      seed: index,
      family: index < 2 ? 'neutral' : 'data',
      split: index % 2 === 0 ? 'train' : 'test',
    }),
  );
  await writeEpisodeSet(set, FACTS, episodes, { overwrite: false });
  writeFileSync(join(folder, 'idle.mjs'), 'export default async (episode) => { await episode.finish(); };');
  writeFileSync(
    join(folder, 'slow.mjs'),
    'export default async (episode) => { await new Promise((resolve) => setTimeout(resolve, 120)); await episode.finish(); };',
  );
  offscript('replay', set, '--agent', 'idle.mjs', '--trials', '2', '--out', 'run.sqlite', '--json');
});
afterAll(() => rmSync(folder, { recursive: true }));

function offscript(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(compiled(), 'src/cli.js'), ...words], {
    encoding: 'utf8',
    cwd: folder,
  });
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  return {
    status,
    stdout,
    stderr,
    json: words.includes('--json') ? (JSON.parse(last) as Readonly<Record<string, unknown>>) : {},
  };
}

/** Of a run that is being written; 0 where it is not there yet. */
function rolloutsIn(name: string): number {
  try {
    const run = RunStore.open(join(folder, name));
    const { size } = run;
    run.close();
    return size;
  } catch {
    return 0;
  }
}

describe('offscript replay', () => {
  it('plays every episode and says so in the fields of the contract', () => {
    const { status, json } = offscript('replay', set, '--agent', 'idle.mjs', '--trials', '2', '--json');
    expect(status).toBe(0);
    expect(Object.keys(json)).toEqual(
      expect.arrayContaining([
        'episodes',
        'rollouts',
        'pass',
        'passHatK',
        'meanReward',
        'interval',
        'demo',
        'production',
        'expected',
        'resilience',
        'byFamily',
        'byMutator',
        'environmentFailures',
        'unverified',
        'seconds',
      ]),
    );
    expect(json).toMatchObject({
      episodes: 6,
      rollouts: 12,
      pass: { rate: 0, low: 0, n: 12 },
      meanReward: 0,
      demo: { n: 4 },
      production: { n: 8 },
      resilience: null,
    });
  });

  it('keeps a run that report, show and score read alone', () => {
    expect(offscript('report', 'run.sqlite', '--json').json).toMatchObject({ episodes: 6, rollouts: 12 });
    expect(offscript('score', 'run.sqlite', '--json').json).toMatchObject({ rollouts: 12, changed: [] });
    expect(offscript('show', 'run.sqlite', 'e0000000000.2').stdout).toContain('--episode e0000000000');
    expect(offscript('show', set, 'e0000000000').stdout).toContain('Write a note that says hello.');
    expect(offscript('show', set, 'e0000000020~neutral').stdout).toContain('neutral');
  });

  it('plays programs, with the words after --', () => {
    const { status, json } = offscript(
      'replay',
      set,
      '--limit',
      '1',
      '--json',
      '--',
      process.execPath,
      '-e',
      'if (!process.argv.includes("--json")) process.exit(4)',
      '--',
      '--json',
    );
    expect([status, json]).toMatchObject([0, { rollouts: 1 }]);
  });

  it('filters by split, family and episode', () => {
    expect(
      offscript('replay', set, '--agent', 'idle.mjs', '--split', 'test', '--family', 'data', '--json').json,
    ).toMatchObject({ rollouts: 2 });
    expect(
      offscript(
        'replay',
        set,
        '--agent',
        'idle.mjs',
        '--episode',
        'e0000000010',
        '--episode',
        'e0000000020~neutral',
        '--json',
      ).json,
    ).toMatchObject({ rollouts: 2 });
  });

  it('gates with exit code 1', () => {
    expect(offscript('replay', set, '--agent', 'idle.mjs', '--min-reward', '0.5', '--json').status).toBe(1);
    expect(offscript('replay', set, '--agent', 'idle.mjs', '--no-worse-than', 'run.sqlite', '--json')).toMatchObject({
      status: 0,
      json: { noWorseThan: { pairs: 6, lost: 0 } },
    });
  });

  it.each([
    [['replay', 'nowhere.sqlite', '--agent', 'idle.mjs'], 3, 'OFFSCRIPT_MISSING'],
    [['replay', 'set.sqlite'], 2, 'OFFSCRIPT_USAGE'],
    [['replay', 'set.sqlite', '--agent', 'nobody.mjs'], 3, 'OFFSCRIPT_NO_AGENT'],
    [['replay', 'run.sqlite', '--agent', 'idle.mjs'], 2, 'OFFSCRIPT_WRONG_KIND'],
    [['replay', 'set.sqlite', '--agent', 'idle.mjs', '--out', 'run.sqlite'], 2, 'OFFSCRIPT_EXISTS'],
    [['replay', 'set.sqlite', '--agent', 'idle.mjs', '--out', 'set.sqlite', '--overwrite'], 2, 'OFFSCRIPT_WRONG_KIND'],
    [['replay', 'set.sqlite', '--agent', 'idle.mjs', '--trials', '0'], 2, 'OFFSCRIPT_USAGE'],
    [['replay', 'set.sqlite', '--agent', 'idle.mjs', '--family', 'nope'], 2, 'OFFSCRIPT_USAGE'],
    [['replay', 'set.sqlite', '--agent', 'idle.mjs', '--episode', 'enope'], 2, 'OFFSCRIPT_NO_EPISODE'],
    [['replay', 'set.sqlite', '--', '/no/such/program'], 2, 'OFFSCRIPT_USAGE'],
    [['show', 'run.sqlite', 'nope'], 2, 'OFFSCRIPT_NO_ROLLOUT'],
  ])('%j ends with exit code %i and %s', (words, status, code) => {
    const [command = '', ...rest] = words;
    const result = offscript(
      command,
      ...(rest.includes('--') ? [rest[0] ?? '', '--json', ...rest.slice(1)] : [...rest, '--json']),
    );
    expect(result).toMatchObject({ status, json: { error: { code, remedy: expect.stringMatching(/\w/) } } });
  });

  it('lists the families and splits where none is chosen, and leaves no run', () => {
    const result = offscript(
      'replay',
      set,
      '--agent',
      'idle.mjs',
      '--family',
      'nope',
      '--out',
      'none.sqlite',
      '--json',
    );
    expect(result).toMatchObject({
      status: 2,
      json: { error: { remedy: expect.stringMatching(/families .*neutral/) } },
    });
    expect(existsSync(join(folder, 'none.sqlite'))).toBe(false);
  });

  it('goes on after kill -9, playing nothing twice', async () => {
    const words = [
      'replay',
      set,
      '--agent',
      'slow.mjs',
      '--trials',
      '4',
      '--concurrency',
      '2',
      '--out',
      'killed.sqlite',
      '--resume',
      '--json',
    ];
    const child = spawn(process.execPath, [join(compiled(), 'src/cli.js'), ...words], { cwd: folder, stdio: 'ignore' });
    while (rolloutsIn('killed.sqlite') < 2) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('exit', resolve));
    const before = Number(offscript('report', 'killed.sqlite', '--json').json['rollouts'] ?? 0);
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(24);
    const { status, json } = offscript(...words);
    expect([status, json]).toMatchObject([0, { episodes: 6, rollouts: 24 }]);
  });

  it('closes the run cleanly on SIGTERM', async () => {
    const child = spawn(
      process.execPath,
      [
        join(compiled(), 'src/cli.js'),
        'replay',
        set,
        '--agent',
        'slow.mjs',
        '--trials',
        '9',
        '--out',
        'stopped.sqlite',
        '--json',
      ],
      { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] },
    );
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    await new Promise((resolve) => setTimeout(resolve, 900));
    child.kill('SIGTERM');
    const code = await new Promise((resolve) => child.on('exit', resolve));
    expect(code).toBe(143);
    expect(JSON.parse(stdout) as object).toHaveProperty('rollouts');
    expect(offscript('report', 'stopped.sqlite', '--json').status).toBe(0);
  });
});
