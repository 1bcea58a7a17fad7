import { expect, it } from 'vitest';
import { offscript } from '../support/offscript.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const cwd = temporaryFolder();

it('keeps the last line for the object where the program ends without a line end, and says why nothing was recorded', () => {
  const program = ['--', process.execPath, '-e', 'process.stdout.write("no line end")'];
  const words = ['capture', '--out', 'rec.sqlite', '--json', ...program];
  const { status, stdout, stderr, json } = offscript(words, { cwd, env: { XDG_CONFIG_HOME: cwd } });
  expect(status, stderr).toBe(0);
  expect(stdout).toContain('no line end\n');
  expect(json).toMatchObject({ sessions: 0, interactions: 0, program: { code: 0 } });
  expect(stderr).toContain('--allow-host 127.0.0.1');
});
