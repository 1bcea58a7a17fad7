#!/usr/bin/env node
import yargs, { type Argv } from 'yargs';
import { hideBin } from 'yargs/helpers';
import { checkValues, type OptionKinds } from './commands/check-values.ts';
import type { AnyCommand, CommandIo } from './commands/command.ts';
import { COMMANDS } from './commands/index.ts';
import { usageProblem } from './commands/usage-problem.ts';
import { OffscriptError, UsageError } from './errors.ts';

const EXIT_BUG = 70;
const EXIT_OF_SIGNAL = { SIGINT: 130, SIGTERM: 143 } as const;

let liveLine = false;
let lastProgressAt = 0;

const words = hideBin(process.argv);
/** What follows `--` is another program's. */
const ownWords = words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
const wantsJson = ownWords.includes('--json');
process.exitCode = await main();

async function main(): Promise<number> {
  quietOnClosedPipes();
  try {
    return await runCommandLine();
  } catch (error) {
    return explain(error);
  }
}

async function runCommandLine(): Promise<number> {
  let exitCode = 0;
  const parser = yargs(words)
    .scriptName('offscript')
    .usage('$0 <command>\n\nTurns recorded API sessions into proven training episodes for AI agents.')
    .option('json', {
      type: 'boolean',
      default: false,
      describe: 'print one JSON object as the last line of stdout',
      global: true,
    })
    .demandCommand(1)
    .parserConfiguration({ 'populate--': true, 'boolean-negation': false })
    .strict()
    .locale('en')
    .help()
    .version()
    .wrap(Math.min(120, process.stdout.columns ?? 100))
    .fail((message: string | null, error: Error | undefined) => {
      if (message === null && error !== undefined) throw error;
      throw usageProblem(message ?? '', {
        words: ownWords,
        commands: COMMANDS.map(({ command }) => command),
        options: kindsOf(parser).key,
      });
    });
  for (const command of COMMANDS) {
    parser.command(command.command, command.describe, command.builder, async (args) => {
      checkValues(args as Record<string, unknown>, kindsOf(parser));
      exitCode = await runOne(command, args);
    });
  }
  if (ownWords.every((word) => word === '--json')) process.stderr.write(`${await parser.getHelp()}\n\n`);
  await parser.parseAsync();
  return exitCode;
}

/** yargs tells its options at run time, but not in its types. */
function kindsOf(argv: Argv): OptionKinds & { readonly key: readonly string[] } {
  const { array, number, key } = (
    argv as unknown as { getOptions(): { array: string[]; number: string[]; key: object } }
  ).getOptions();
  return { array, number, key: Object.keys(key) };
}

async function runOne(command: AnyCommand, args: object): Promise<number> {
  const stopping = new AbortController();
  let stoppedBy: keyof typeof EXIT_OF_SIGNAL | null = null;
  const stop = (signal: keyof typeof EXIT_OF_SIGNAL) => (): void => {
    if (stoppedBy !== null) process.exit(EXIT_OF_SIGNAL[signal]);
    stoppedBy = signal;
    stopping.abort();
  };
  const onInterrupt = stop('SIGINT');
  const onTerminate = stop('SIGTERM');
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
  try {
    const result = await command.run(args, ioFor(stopping.signal));
    endProgress();
    process.stdout.write(wantsJson ? `${JSON.stringify(result.fields)}\n` : `${result.text}\n`);
    return stoppedBy === null ? (result.exitCode ?? 0) : EXIT_OF_SIGNAL[stoppedBy];
  } finally {
    process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
  }
}

function ioFor(signal: AbortSignal): CommandIo {
  return {
    json: wantsJson,
    signal,
    line: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => {
      endProgress();
      process.stderr.write(`${text}\n`);
    },
    progress: (text) => {
      if (process.stderr.isTTY) {
        process.stderr.write(`\r\u001b[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
        liveLine = true;
      } else if (Date.now() - lastProgressAt >= 10_000) {
        lastProgressAt = Date.now();
        process.stderr.write(`${text}\n`);
      }
    },
  };
}

function endProgress(): void {
  if (liveLine) process.stderr.write('\r\u001b[K');
  liveLine = false;
}

function explain(error: unknown): number {
  endProgress();
  const known = error instanceof OffscriptError ? error : usageErrorOf(error);
  if (known !== null) {
    process.stderr.write(`${known.message}\n${known.remedy}\n`);
    if (wantsJson) {
      process.stdout.write(
        `${JSON.stringify({ error: { code: known.code, message: known.message, remedy: known.remedy } })}\n`,
      );
    }
    return known.exitCode;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${stack}\nThis is a bug in offscript.\n`);
  if (wantsJson) {
    const message = error instanceof Error ? error.message : String(error);
    process.stdout.write(
      `${JSON.stringify({ error: { code: 'OFFSCRIPT_BUG', message, remedy: 'Please report it with the stack on stderr.' } })}\n`,
    );
  }
  return EXIT_BUG;
}

/** yargs throws its own class for what it finds wrong in the command line. */
function usageErrorOf(error: unknown): UsageError | null {
  return error instanceof Error && error.name === 'YError' ? new UsageError(error.message) : null;
}

function quietOnClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
}
