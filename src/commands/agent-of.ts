import { UsageError } from '../errors.ts';
import type { PlayOptions } from '../pipeline/play-set.ts';

/**
 * The one agent a command line names.
 *
 * @throws UsageError where it names none, or two
 */
export function agentOf(file: string | undefined, command: readonly string[] | undefined): PlayOptions['agent'] {
  if (file !== undefined && command !== undefined)
    throw new UsageError('Give one agent: --agent FILE, or a program after --.');
  if (file !== undefined) return { file };
  if (command !== undefined && command.length > 0) return { command: command.map(String) };
  throw new UsageError('Name an agent.', 'Give a module: --agent agent.js, or a program: -- python agent.py');
}
