import { UsageError } from '../errors.ts';

/** What yargs knows of a command's options and positionals, by kind. */
export interface OptionKinds {
  readonly array: readonly string[];
  readonly number: readonly string[];
}

/**
 * What no command can do anything with, whatever the option: a value given twice, an empty one, a number that is none.
 *
 * @throws UsageError
 */
export function checkValues(args: Readonly<Record<string, unknown>>, { array, number }: OptionKinds): void {
  for (const [name, value] of Object.entries(args)) {
    if (name === '_' || name === '--' || name === '$0' || value === undefined) continue;
    if (Array.isArray(value) && !array.includes(name) && !array.includes(dashed(name)))
      throw new UsageError(`${written(name)} is given ${value.length} times.`, 'Give it once.');
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (values.includes('')) throw new UsageError(`${written(name)} is empty.`, 'Give a value, or leave it out.');
    if (number.includes(name) && values.some((one) => Number.isNaN(one)))
      throw new UsageError(`${written(name)} needs a number.`, `Example: ${written(name)} 1`);
  }
}

/** `allowHost`, as yargs repeats `allow-host` => allow-host */
function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function written(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}
