/** Option values that commands share: each returns what it was given, or says what would be right. */
import { UsageError } from '../errors.ts';

export function whole(option: string, value: number, least = 1): number {
  if (!Number.isSafeInteger(value) || value < least)
    throw new UsageError(`${option} is ${value}.`, `Give a whole number from ${least}.`);
  return value;
}

/** From 0 to 1. */
export function share(option: string, value: number): number {
  if (!(value >= 0 && value <= 1)) throw new UsageError(`${option} is ${value}.`, 'Give a number from 0 to 1.');
  return value;
}

export function positive(option: string, value: number): number {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY))
    throw new UsageError(`${option} is ${value}.`, 'Give a number above 0.');
  return value;
}

/** The first of `count` ports in a row; 0 stands for any free ones. */
export function port(value: number, count = 1): number {
  if (!Number.isInteger(value) || value < 0 || value + count - 1 > 65_535)
    throw new UsageError(`--port ${value} is no port.`, 'Give 0 to 65535; 0 takes any free one.');
  return value;
}
