import type { Argv } from 'yargs';
import type { JsonObject } from '../model/json.ts';

/** What a command says when done: one JSON object for `--json`, text for people, and the exit code. */
export interface CommandResult {
  readonly fields: JsonObject;
  readonly text: string;
  /** 1: judged and found wanting. */
  readonly exitCode?: 0 | 1;
}

/** The command's only way to speak while it works. */
export interface CommandIo {
  readonly json: boolean;
  /** A line on stdout now (a server's first line); everything else waits for the result. */
  line(text: string): void;
  /** Progress on stderr: one live line on a terminal, a line now and then elsewhere. */
  progress(text: string): void;
  /** A message on stderr that stays. */
  note(text: string): void;
  /** Aborted by SIGINT or SIGTERM: close cleanly and return the result. */
  readonly signal: AbortSignal;
}

export interface Command<Args> {
  /** yargs command line, e.g. `import <files..>`. */
  readonly command: string;
  readonly describe: string;
  readonly builder: (argv: Argv) => Argv<Args>;
  readonly run: (args: Args, io: CommandIo) => Promise<CommandResult>;
}

/**
 * A command is options, one call into the pipeline, and a rendering.
 * Load the pipeline inside `run` (`await import`), so that `--help` stays fast.
 */
export function defineCommand<Args>(command: Command<Args>): AnyCommand {
  return command as unknown as AnyCommand;
}

/** A command whose option types are its own business. */
export type AnyCommand = Command<object>;
