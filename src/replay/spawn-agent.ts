/** Agents as programs: any language, told by environment variables, watched until they end. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import type { EpisodeRun } from '../model/rollout.ts';
import type { ControlHub } from './control-hub.ts';
import { openRollout, type LiveRollout } from './live-rollout.ts';

export interface SpawnOptions {
  readonly command: readonly string[];
  readonly hub: ControlHub;
  /** Real milliseconds a rollout may take. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** After its last act a program may tidy up for so long; after SIGTERM for so long again. */
const GRACE_MS = 3_000;
const KEPT_STDERR = 4_096;

/**
 * Lets a program play one rollout to its end: leaving without `finish` is finishing without an answer, leaving with a
 * failure is a crash.
 *
 * @throws UsageError where the program cannot be started at all
 */
export async function driveProcess(
  started: EpisodeRun,
  { command, hub, timeoutMs, signal }: SpawnOptions,
): Promise<void> {
  let onOver: () => void = () => {};
  const live = await openRollout(started, hub, () => {
    if (started.over) onOver();
  });
  const folder = await mkdtemp(join(tmpdir(), 'offscript-'));
  try {
    const toolsPath = join(folder, 'tools.json');
    await writeFile(toolsPath, JSON.stringify(live.view.tools));
    const child = start(command, { ...process.env, ...environmentOf(live, toolsPath) });
    const ended = watch(child, live.run, { timeoutMs, signal });
    onOver = ended.onOver;
    await ended.done;
  } finally {
    await live.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Everything of the contract; nothing that names the episode or its plan. */
function environmentOf({ view, controlUrl }: LiveRollout, toolsPath: string): Readonly<Record<string, string>> {
  return {
    OFFSCRIPT_BASE_URL: Object.values(view.baseUrls)[0] ?? '',
    OFFSCRIPT_BASE_URLS: JSON.stringify(view.baseUrls),
    OFFSCRIPT_INSTRUCTION: view.instruction,
    OFFSCRIPT_INPUTS: JSON.stringify(view.inputs),
    OFFSCRIPT_WORKFLOW: view.workflow,
    OFFSCRIPT_TIMEOUT_MS: String(view.timeoutMs),
    OFFSCRIPT_POLICY: view.policy,
    OFFSCRIPT_EPISODE: view.id,
    OFFSCRIPT_CREDENTIALS: JSON.stringify(view.credentials),
    OFFSCRIPT_TOOLS: toolsPath,
    OFFSCRIPT_CONTROL_URL: controlUrl,
  };
}

function start([program = '', ...words]: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  // A group of its own, so that what it starts can be ended with it.
  return spawn(program, words, { env, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
}

interface Watched {
  readonly onOver: () => void;
  readonly done: Promise<void>;
}

function watch(
  child: ChildProcess,
  run: EpisodeRun,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Watched {
  const timers = new Set<NodeJS.Timeout>();
  const later = (work: () => void, ms: number): void => void timers.add(setTimeout(work, ms));
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString('utf8')).slice(-KEPT_STDERR)));
  const end = (): void => {
    killGroup(child, 'SIGTERM');
    later(() => killGroup(child, 'SIGKILL'), GRACE_MS);
  };
  const stop = (): void => {
    run.fail('timeout', 'The run was stopped.');
    end();
  };
  const done = new Promise<void>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new UsageError(
          `The agent cannot be started: ${child.spawnargs.join(' ')} (${error.code ?? error.message}).`,
          'Check the program after --.',
        ),
      );
    });
    child.once('exit', (code, killedBy) => {
      if (code === 0) run.finish(null);
      else run.fail('crash', crashText(code, killedBy, stderr));
      killGroup(child, 'SIGKILL');
      resolve();
    });
  });
  later(() => {
    run.fail('timeout', `The agent was not done within ${timeoutMs / 1000} s.`);
    end();
  }, timeoutMs);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  let noticed = false;
  const onOver = (): void => {
    if (noticed) return;
    noticed = true;
    later(end, GRACE_MS);
  };
  return {
    onOver,
    done: done.finally(() => {
      for (const timer of timers) clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }),
  };
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // All of it is gone already.
  }
}

function crashText(code: number | null, killedBy: string | null, stderr: string): string {
  const how =
    code === null ? `The agent was ended by ${killedBy ?? 'a signal'}.` : `The agent ended with exit code ${code}.`;
  const last = stderr.trimEnd().split('\n').slice(-3).join(' | ');
  return last === '' ? how : `${how} ${last}`;
}
