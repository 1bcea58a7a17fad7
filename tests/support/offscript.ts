import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** The built program, as a user runs it. */
export const CLI = join(ROOT, 'dist/src/cli.js');

/** The recording that comes with the package. */
export const HELPDESK = join(ROOT, 'recordings/helpdesk.sqlite');

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of stdout, where it is JSON. */
  readonly json: Readonly<Record<string, unknown>> | null;
}

/** Runs the built program to its end, in a process of its own. */
export function offscript(
  words: readonly string[],
  {
    cwd,
    env = {},
    input,
  }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>>; readonly input?: string },
): Ran {
  if (!existsSync(CLI)) throw new Error(`${CLI} is missing: npm run build`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...words], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 256 * 1024 * 1024,
    ...(input !== undefined && { input }),
  });
  return { status, stdout, stderr, json: jsonOf(stdout) };
}

/** Starts the built program; for servers, and for what must run beside something else. */
export function startOffscript(words: readonly string[], cwd: string): ReturnType<typeof spawn> {
  return spawn(process.execPath, [CLI, ...words], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
}

function jsonOf(stdout: string): Ran['json'] {
  try {
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Ran['json'];
  } catch {
    return null;
  }
}
