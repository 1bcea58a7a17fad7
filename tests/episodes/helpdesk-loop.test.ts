/** The main job on the embedded recording, as a user types it: mutate, audit, replay, score, show. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CLI, HELPDESK, offscript } from '../support/offscript.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
const COUNT = 40;
const AGENTS = join(CLI, '../agents');
const folder = temporaryFolder();
const set = join(folder, 'set.sqlite');

type Fields = Readonly<Record<string, unknown>>;

interface RunFields {
  readonly rollouts: number;
  readonly pass: { readonly rate: number };
  readonly demo: { readonly rate: number };
  readonly production: { readonly rate: number };
  readonly environmentFailures: number;
  readonly unverified: number;
}

function run(
  words: readonly string[],
  where: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Fields {
  const dashes = words.indexOf('--');
  const at = dashes < 0 ? words.length : dashes;
  const { status, json, stderr } = offscript([...words.slice(0, at), '--json', ...words.slice(at)], {
    cwd: folder,
    ...where,
  });
  expect(status, `${words.join(' ')}\n${stderr}\n${JSON.stringify(json)}`).toBe(0);
  return json ?? {};
}

const mutate = (out: string): readonly string[] => [
  'mutate',
  HELPDESK,
  '--out',
  out,
  '--count',
  String(COUNT),
  '--seed',
  '7',
];

describe('the helpdesk recording', () => {
  let made: Fields = {};
  beforeAll(() => {
    made = run(mutate(set));
  }, 5 * MINUTES);

  it('gives as many proven episodes as were asked for, from every family', () => {
    expect(made).toMatchObject({ episodes: COUNT });
    const families = Object.keys(made['families'] as object).sort();
    expect(families).toEqual(['adversarial', 'data', 'drift', 'latency', 'neutral', 'session', 'system', 'workflow']);
  });

  it('gives the same ones again in another folder, time zone and locale', { timeout: 5 * MINUTES }, () => {
    const cwd = join(folder, 'elsewhere and später');
    mkdirSync(cwd);
    const env = { TZ: 'Pacific/Chatham', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' };
    expect(run(mutate('again.sqlite'), { cwd, env })['digest']).toBe(made['digest']);
  });

  it('has proofs that hold when they are executed again', { timeout: 5 * MINUTES }, () => {
    const audited = run(['audit', set]);
    expect(audited).toMatchObject({
      episodes: COUNT,
      oracle: { min: 1, mean: 1 },
      bites: 1,
      resetEqual: true,
      replayEqual: true,
      environmentFailures: 0,
      failed: [],
    });
    expect((audited['baselines'] as Readonly<Record<string, { max: number }>>)['noop']?.max).toBe(0);
  });

  describe('played by the example agents', () => {
    const rounds = [
      { name: 'happy-path', agent: ['--agent', join(AGENTS, 'happy-path.js')] },
      { name: 'careful', agent: ['--agent', join(AGENTS, 'careful.js')] },
      { name: 'careful-process', agent: ['--', process.execPath, join(AGENTS, 'as-process.js'), 'careful'] },
    ];
    const played = new Map<string, RunFields>();
    const runOf = (name: string): string => join(folder, `${name}.run.sqlite`);
    beforeAll(() => {
      for (const { name, agent } of rounds)
        played.set(name, run(['replay', set, '--out', runOf(name), ...agent]) as unknown as RunFields);
    }, 10 * MINUTES);

    it('rates every episode, without a failure of the environment', () => {
      for (const { rollouts, environmentFailures, unverified } of played.values()) {
        expect([rollouts, environmentFailures]).toEqual([COUNT, 0]);
        expect(unverified).toBeLessThanOrEqual(0.02);
      }
    });

    it('shows that careful falls less than happy-path', () => {
      expect(played.get('careful')?.production.rate).toBeGreaterThan(
        (played.get('happy-path')?.production.rate ?? 0) + 0.2,
      );
    });

    it('rates an agent the same as a module and as a program over HTTP', () => {
      const { pass, demo, production } = played.get('careful-process') ?? {};
      expect(played.get('careful')).toMatchObject({ pass, demo, production });
    });

    it.each(rounds)('judges the run of $name offline to the same verdicts', { timeout: MINUTES }, ({ name }) => {
      const scored = run(['score', runOf(name)]);
      expect(scored).toMatchObject({ changed: [], pass: played.get(name)?.pass });
    });

    it('shows an episode and a rollout on one screen each', () => {
      const [id = ''] = episodes(set);
      const screens = [
        offscript(['show', set, id], { cwd: folder }),
        offscript(['show', runOf('happy-path'), `${id}.1`], { cwd: folder }),
      ];
      for (const { status, stdout } of screens) {
        expect(status).toBe(0);
        expect(stdout).toContain(id);
        expect(stdout.split('\n').length).toBeLessThanOrEqual(50);
      }
    });
  });
});

/** Ids of a set, as the message about an unknown one lists them. */
function episodes(path: string): readonly string[] {
  return offscript(['show', path, 'nobody'], { cwd: folder }).stderr.match(/\be[0-9a-f]{8,}\b/g) ?? [];
}
