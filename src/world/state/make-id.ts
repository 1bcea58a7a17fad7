import type { IdShape } from '../../model/id-shape.ts';
import type { Dice } from '../effects/dice.ts';

/** What an id needs to be made from: the next number of the counter, and words for slugs. */
export interface IdSource {
  readonly next: number;
  readonly words: string;
  readonly dice: Dice;
}

const HEX = '0123456789abcdef';

/** A new id of a learned shape. Whether it is free is for the caller to see. */
export function makeId(shape: IdShape, { next, words, dice }: IdSource): string {
  switch (shape.kind) {
    case 'integer':
      return String(next);
    case 'pattern':
      return shape.prefix + String(next).padStart(shape.digits, '0') + shape.suffix;
    case 'uuid':
      return uuid(shape.version, next, dice);
    case 'prefixed':
      return shape.prefix + dice.text(shape.alphabet, shape.length);
    case 'opaque':
      return dice.text(shape.alphabet === '' ? HEX : shape.alphabet, Math.max(1, shape.length));
    case 'slug':
      return slugOf(words) || dice.text('abcdefghijklmnopqrstuvwxyz', 8);
  }
}

export function slugOf(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** Version 7 ids grow with the counter, as real ones grow with time. */
function uuid(version: number, next: number, dice: Dice): string {
  const hex =
    version === 7
      ? (0x018f_0000_0000 + next * 1009).toString(16).padStart(12, '0') + dice.text(HEX, 20)
      : dice.text(HEX, 32);
  const variant = '89ab'[dice.below(4)] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${version.toString(16)}${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
