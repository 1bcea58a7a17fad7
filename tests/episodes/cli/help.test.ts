import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../../src/commands/index.ts';
import { CLI, HELPDESK, offscript } from '../../support/offscript.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const cwd = temporaryFolder();
const NAMES = COMMANDS.map(({ command }) => command.split(' ')[0] ?? '');

it('lists every command', () => {
  const { status, stdout, stderr } = offscript(['--help'], { cwd });
  expect([status, stderr]).toEqual([0, '']);
  for (const name of NAMES) expect(stdout).toContain(`offscript ${name}`);
});

it.each(NAMES)('%s explains itself with an example', (name) => {
  const { status, stdout } = offscript([name, '--help'], { cwd });
  expect(status).toBe(0);
  expect(stdout).toMatch(new RegExp(`Examples:\\s+offscript ${name}`));
});

it('helps who gives no command', () => {
  const { status, stderr, stdout } = offscript([], { cwd });
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('offscript demo');
  expect(stderr.trimEnd().split('\n').at(-1)).toBe('Start with: offscript demo. All commands: offscript --help');
});

it('helps in less than twice the time of an empty yargs program', () => {
  const empty = join(CLI, '../empty.mjs');
  writeFileSync(
    empty,
    "import yargs from 'yargs';\nawait yargs(process.argv.slice(2)).scriptName('x').help().version().parseAsync();\n",
  );
  expect(fastest([CLI, '--help'])).toBeLessThan(2 * fastest([empty, '--help']));
});

it('knows its version', () => {
  expect(offscript(['--version'], { cwd }).stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
});

it.each([['--help'], ['mutators']])('ends quietly where nobody reads on: %s | head -1', async (...words) => {
  const child = spawn(process.execPath, [CLI, ...words], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.destroy();
  const code = await new Promise((resolve) => child.on('exit', resolve));
  expect([code, stderr]).toEqual([0, '']);
});

it('writes no colours or control characters into a pipe', () => {
  const { stdout, stderr } = offscript(['inspect', HELPDESK], { cwd, env: { TERM: 'dumb', NO_COLOR: '1' } });
  expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
});

function fastest(words: readonly string[]): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 7; round++) {
    const began = performance.now();
    spawnSync(process.execPath, words);
    best = Math.min(best, performance.now() - began);
  }
  return best;
}
