import { UsageError } from '../errors.ts';
import { closest } from './closest.ts';

/** Where a command line went wrong. */
export interface CommandLine {
  readonly words: readonly string[];
  /** As in the help text: `replay <set>`. */
  readonly commands: readonly string[];
  /** Names of the options that would have been understood. */
  readonly options: readonly string[];
}

/** yargs says what it expected of itself; a person needs to hear what to write. */
export function usageProblem(message: string, line: CommandLine): UsageError {
  const names = line.commands.map(nameOf);
  const word = line.words.find((one) => !one.startsWith('-'));
  if (word === undefined)
    return new UsageError('Name a command.', 'Start with: offscript demo. All commands: offscript --help');
  if (!names.includes(word)) {
    const near = closest(word, names);
    return new UsageError(
      `There is no command "${word}".`,
      near === null ? 'All commands: offscript --help' : `Did you mean: offscript ${near}`,
    );
  }
  const usage = `Usage: offscript ${line.commands[names.indexOf(word)]}. Its options: offscript ${word} --help`;
  const [, unknown] = /^Unknown (?:arguments?|commands?): ([^,]+)/.exec(message) ?? [];
  if (unknown !== undefined) return unknownWord(unknown, line, usage);
  const [, missing] = /^Missing required arguments?: (.+)$/.exec(message) ?? [];
  if (missing !== undefined) return new UsageError(`${word} needs ${listed(missing)}.`, usage);
  const [, valueless] = /^Not enough arguments following: (.+)$/.exec(message) ?? [];
  if (valueless !== undefined) return new UsageError(`--${valueless} needs a value.`, usage);
  if (/^Not enough non-option arguments/.test(message))
    return new UsageError(`${word} needs to know what to work on.`, usage);
  if (/^Too many non-option arguments/.test(message)) return new UsageError(`${word} was given too many words.`, usage);
  const choice = /Argument: (\S+), Given: (.+), Choices: (.+)/.exec(message);
  if (choice !== null) return new UsageError(`--${choice[1]} cannot be ${choice[2]}.`, `Choose one of: ${choice[3]}`);
  return new UsageError(message.replaceAll(/\s*\n\s*/g, ' '), usage);
}

function unknownWord(unknown: string, { words, options }: CommandLine, usage: string): UsageError {
  const isOption = words.some((word) => word.startsWith('-') && word.replace(/^-+/, '').split('=')[0] === unknown);
  if (!isOption) return new UsageError(`"${unknown}" is one word too many.`, usage);
  const near = closest(unknown, options);
  return new UsageError(`There is no option --${unknown} here.`, near === null ? usage : `Did you mean: --${near}`);
}

function listed(names: string): string {
  return names
    .split(', ')
    .map((name) => `--${name}`)
    .join(' and ');
}

function nameOf(command: string): string {
  return command.split(' ')[0] ?? command;
}
