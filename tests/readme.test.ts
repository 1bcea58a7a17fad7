/** What the README shows is run here: its agent, its mutator, its numbers of things, its commands. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../mutators/index.ts';
import { COMMANDS } from '../src/commands/index.ts';
import type { AnyMutator } from '../src/kit.ts';
import { mutateRecording } from '../src/pipeline/mutate-recording.ts';
import { EpisodeSet } from '../src/store/set-store.ts';
import { loserOf } from './support/desk/desk-case.ts';
import { DESK_FIXTURE } from './support/desk/desk-fixture.ts';
import { UPDATE_TASK } from './support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from './support/mutator-laws.ts';
import { HELPDESK, offscript } from './support/offscript.ts';
import { shelfHar } from './support/shelf-har.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const cwd = temporaryFolder();

const own = join(ROOT, 'node_modules/.cache', `readme-${process.pid}`);
mkdirSync(own, { recursive: true });
afterAll(() => rmSync(own, { recursive: true, force: true }));
writeFileSync(join(own, 'maintenance.ts'), block('// maintenance.ts'));
const { maintenance } = (await import(/* @vite-ignore */ join(own, 'maintenance.ts'))) as { maintenance: AnyMutator };

it('names commands and npm scripts that there are', () => {
  const names = COMMANDS.map(({ command }) => command.split(' ')[0] ?? '');
  for (const [, name = ''] of README.matchAll(/(?:npx |`)offscript ([a-z]+)/g)) expect(names).toContain(name);
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  for (const [, name = ''] of README.matchAll(/(?:^|`|&& )npm run ([a-z:]+)/gm))
    expect(Object.keys(scripts)).toContain(name);
});

it('counts the mutators right', () => {
  const families = new Set(CATALOGUE.map(({ family }) => family)).size;
  expect(README).toContain(`${CATALOGUE.length} ways in which production differs, in ${families} families`);
});

it('shows options that there are', () => {
  const helps = new Map<string, string>();
  for (const line of commandLines()) {
    const [command = '', ...words] = line.split(/\s+/);
    const help = helps.get(command) ?? offscript([command, '--help'], { cwd }).stdout;
    helps.set(command, help);
    for (const option of words.slice(0, words.indexOf('--') >>> 0).filter((word) => word.startsWith('--')))
      expect(help, line).toContain(option);
  }
});

it('shows a way from traffic to tasks that can be walked', () => {
  mkdirSync(join(cwd, 'cassettes'));
  writeFileSync(join(cwd, 'cassettes/one.har'), shelfHar(6));
  writeFileSync(join(cwd, 'traffic.har'), shelfHar(9));
  for (const command of ['import', 'inspect', 'tasks', 'fidelity']) {
    const line = commandLines().find((words) => words.startsWith(`${command} `)) ?? '';
    const { status, stderr } = offscript(line.split(/\s+/), { cwd, env: { XDG_CONFIG_HOME: cwd } });
    expect(status, `${line}\n${stderr}`).toBe(0);
  }
});

it(
  'shows agents that run, the module and the program alike, and what to do with their runs',
  { timeout: 120_000 },
  () => {
    writeFileSync(join(cwd, 'agent.mjs'), block('// agent.mjs'));
    writeFileSync(join(cwd, 'agent.py'), block('# agent.py'));
    const words = ['mutate', HELPDESK, '--out', 'episodes.sqlite', '--count', '48', '--neutral', '1', '--json'];
    expect(offscript(words, { cwd }).status).toBe(0);
    const episode = idIn(offscript(['show', 'episodes.sqlite', 'none'], { cwd }).stderr);
    for (const shown of commandLines().filter((line) => / (episodes|run|python-run)\.sqlite/.test(line))) {
      if (/^(mutate|serve|audit) /.test(shown)) continue; // made above; never ends; tested by itself
      const line = shown.replace('e39dc98e655', episode);
      const { status, stderr } = offscript(line.split(/\s+/), { cwd });
      expect(status, `${line}\n${stderr}`).toBe(0);
    }
    const played = ['run.sqlite', 'python-run.sqlite'].map((run) => offscript(['report', run, '--json'], { cwd }).json);
    expect(played[0]).toMatchObject({ rollouts: 48, environmentFailures: 0 });
    expect(played[0]).toMatchObject({ pass: { n: 48 } });
    expect(played[0]).not.toMatchObject({ pass: { rate: 0 } });
    expect(played[1]?.['pass']).toEqual(played[0]?.['pass']);
  },
);

describe('the mutator of the README', () => {
  itObeysTheMutatorLaws(maintenance, DESK_FIXTURE);

  it('is won by trying again, and lost by giving up', () => {
    expect(loserOf(maintenance, UPDATE_TASK)).toBe('oracle without backoff');
  });

  it('is taken by the program from a file of its own', { timeout: 120_000 }, () => {
    writeFileSync(join(cwd, 'maintenance.mjs'), withoutTypes(block('// maintenance.ts')));
    const words = ['mutate', HELPDESK, '--out', 'own.sqlite', '--count', '3', '--neutral', '0', '--json'];
    const own = ['--use', './maintenance.mjs', '--mutators', 'system/maintenance'];
    const { status, json } = offscript([...words, ...own], { cwd });
    expect(status).toBe(0);
    expect(json).toMatchObject({ episodes: 3, mutators: { 'system/maintenance': 3 } });
  });

  it('is refused by name where it breaks a law', { timeout: 120_000 }, () => {
    const lawless = withoutTypes(block('// maintenance.ts')).replace('if (times === 0) return {};', '');
    writeFileSync(join(cwd, 'lawless.mjs'), lawless);
    const words = ['mutate', HELPDESK, '--out', 'no.sqlite', '--count', '2', '--json', '--use', './lawless.mjs'];
    const { status, json } = offscript(words, { cwd });
    expect(status).toBe(2);
    expect(json).toMatchObject({
      error: { message: expect.stringContaining('"system/maintenance" breaks a law: its neutral') as string },
    });
  });
});

/** What stands after `npx offscript` in the code blocks, without comments. */
function commandLines(): readonly string[] {
  return [...README.matchAll(/^npx offscript (.*?)\s*(?:#.*)?$/gm)].map(([, line = '']) => line);
}

/** The first id that an error lists. */
function idIn(text: string): string {
  return /\be[0-9a-f]{10}\b/.exec(text)?.[0] ?? '';
}

/** As it would be written in JavaScript. */
function withoutTypes(code: string): string {
  return code.replace(', type CallTarget', '').replace('<{ times: number }, CallTarget>', '').replace(' as const', '');
}

describe('the business rule of the README', () => {
  it('makes pairs on both sides of its limit, and is paid for keeping within it', { timeout: 120_000 }, async () => {
    writeFileSync(join(own, 'refund-limit.ts'), block('// refund-limit.mjs'));
    const module = (await import(/* @vite-ignore */ join(own, 'refund-limit.ts'))) as { readonly default: unknown };
    // What it exports is data; outside of a package it cannot import the kit.
    const rule = join(cwd, 'refund-limit.mjs');
    writeFileSync(rule, `export default ${JSON.stringify(module.default)};`);
    const out = join(cwd, 'refunds.sqlite');
    const limit = 10_000;
    const { policies, refused } = await underPolicyOf(rule, out);
    expect(policies).toMatchObject([{ id: 'refund-limit', check: { operation: 'create_refund', limit } }]);
    expect(refused['breaks_policy']).toBeGreaterThan(0);
    const set = EpisodeSet.open(out);
    const episodes = [...set.episodes()];
    set.close();
    const amounts = (beyond: boolean): readonly number[] =>
      episodes
        .filter(
          ({ goal }) => goal.some((atom) => atom.kind === 'report' && atom.reason === 'needs_approval') === beyond,
        )
        .flatMap(({ inputs }) => (inputs['amount'] === undefined ? [] : [Number(inputs['amount'])]));
    expect(amounts(true).length).toBeGreaterThan(0);
    expect(amounts(false).length).toBeGreaterThan(0);
    expect(Math.min(...amounts(true))).toBeGreaterThan(limit);
    expect(Math.max(...amounts(false))).toBeLessThanOrEqual(limit);
    const breaking = episodes.flatMap(({ proof }) =>
      proof.mutants.filter(({ name }) => name === 'breaks refund-limit'),
    );
    expect(breaking.length).toBeGreaterThan(1);
    expect(breaking.every(({ reward }) => reward === 0)).toBe(true);
  });

  async function underPolicyOf(policy: string, out: string) {
    const { refused } = await mutateRecording({
      recording: HELPDESK,
      out,
      overwrite: true,
      count: 16,
      seed: 3,
      globs: [],
      maxMutations: 1,
      neutral: 1,
      level: null,
      interfaces: ['http'],
      splits: [{ name: 'all', share: 1 }],
      splitBy: 'session',
      maxBytes: 65_536,
      policy,
    });
    const set = EpisodeSet.open(out);
    const { policies } = set.facts;
    set.close();
    return { policies, refused };
  }
});

/** The code block that begins with this line. */
function block(firstLine: string): string {
  const code = [...README.matchAll(/```\w+\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  const found = code.find((text) => text.startsWith(firstLine));
  if (found === undefined) throw new Error(`README.md has no code block that begins with ${firstLine}`);
  return found;
}
