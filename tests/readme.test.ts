/** What the README shows is run here: its agent, its mutator, its numbers of things, its commands. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../mutators/index.ts';
import { COMMANDS } from '../src/commands/index.ts';
import type { AnyMutator } from '../src/kit.ts';
import { loserOf } from './support/desk/desk-case.ts';
import { DESK_FIXTURE } from './support/desk/desk-fixture.ts';
import { UPDATE_TASK } from './support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from './support/mutator-laws.ts';
import { HELPDESK, offscript } from './support/offscript.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const cwd = temporaryFolder();

const own = join(ROOT, 'node_modules/.cache', `readme-${process.pid}`);
mkdirSync(own, { recursive: true });
afterAll(() => rmSync(own, { recursive: true, force: true }));
writeFileSync(join(own, 'maintenance.ts'), block('// mutators/system/maintenance.ts'));
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

it('shows an agent that runs', { timeout: 120_000 }, () => {
  writeFileSync(join(cwd, 'agent.mjs'), block('// agent.mjs'));
  const words = ['mutate', HELPDESK, '--out', 'set.sqlite', '--count', '12', '--neutral', '1', '--json'];
  expect(offscript(words, { cwd }).status).toBe(0);
  const { status, json } = offscript(['replay', 'set.sqlite', '--agent', 'agent.mjs', '--json'], { cwd });
  expect(status).toBe(0);
  const { pass, ...played } = json as { readonly pass: { readonly rate: number } };
  expect(played).toMatchObject({ rollouts: 12, environmentFailures: 0 });
  expect(pass.rate).toBeGreaterThan(0);
});

describe('the mutator of the README', () => {
  itObeysTheMutatorLaws(maintenance, DESK_FIXTURE);

  it('is won by trying again, and lost by giving up', () => {
    expect(loserOf(maintenance, UPDATE_TASK)).toBe('oracle without backoff');
  });
});

/** The code block that begins with this line. */
function block(firstLine: string): string {
  const code = [...README.matchAll(/```\w+\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  const found = code.find((text) => text.startsWith(firstLine));
  if (found === undefined) throw new Error(`README.md has no code block that begins with ${firstLine}`);
  return found;
}
