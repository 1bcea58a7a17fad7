import { spawn } from 'node:child_process';
import { UsageError } from '../../errors.ts';

export interface ProgramEnd {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
}

/** @throws UsageError where it cannot be started. On `stop` it is asked to end, then made to. */
export function runProgram(
  [name = '', ...args]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  stop: AbortSignal,
): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, { stdio: 'inherit', env });
    let killing: NodeJS.Timeout | undefined;
    const end = (): void => {
      child.kill('SIGTERM');
      killing = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    };
    stop.addEventListener('abort', end, { once: true });
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        new UsageError(
          `${name} cannot be started (${error.code ?? error.message}).`,
          'Give the program after --, as: -- npm test',
        ),
      ),
    );
    child.on('exit', (code, signal) => {
      stop.removeEventListener('abort', end);
      clearTimeout(killing);
      resolve({ code, signal });
    });
  });
}

const GRACE_MS = 3_000;
