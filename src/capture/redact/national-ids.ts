/**
 * Ids that states give to people, told by their punctuation and their check digits: a bare run of digits is no such
 * thing, since every API has those.
 */
import { isLuhnValid } from './check-digits.ts';

/** Each is asked for its check digit, where it has one: chance alone makes no stand-in. */
const SHAPES: readonly (readonly [RegExp, (found: string) => boolean])[] = [
  // United States
  [/(?<![\w-])(?!000|666|9)\d{3}-\d{2}-\d{4}(?![\w-])/g, () => true],
  [/(?<=\b(?:ssn|social security)\b[^\n\d]{1,20})\d{3} \d{2} \d{4}(?![\w-])/gi, () => true],
  // Brazil
  [/(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w-])/g, isCpf],
  // Chile
  [/(?<![\w.-])\d{1,2}\.\d{3}\.\d{3}-[\dkK](?![\w-])/g, isRut],
  // Spain
  [/(?<![\w-])(?:\d{8}|[XYZ]-?\d{7})-?[A-HJ-NP-TV-Z](?![\w-])/g, isDni],
  // Switzerland
  [/(?<![\w.])756\.\d{4}\.\d{4}\.\d{2}(?![\w.])/g, isEan],
  // United Kingdom
  [/(?<!\w)(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)/g, () => true],
  [/(?<![\w.-])\d{3} \d{3} \d{4}(?![\w-])/g, isNhs],
  // India
  [/(?<![\w.+-])[2-9]\d{3}[ -]\d{4}[ -]\d{4}(?![\w-]| \d)/g, isAadhaar],
  // Canada
  [/(?<![\w.-])\d{3}[ -]\d{3}[ -]\d{3}(?![\w-]| \d)/g, (found) => isLuhnValid(digitsOf(found))],
  // Sweden
  [/(?<![\w-])(?:19|20)?\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])[-+]\d{4}(?![\w-])/g, isPersonnummer],
  // Korea
  [/(?<![\w-])\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])-[1-8]\d{6}(?![\w-])/g, () => true],
  // Finland
  [/(?<![\w-])(?:[0-2]\d|3[01])(?:0\d|1[0-2])\d{2}[-+A]\d{3}[\dA-FHJ-NPR-Y](?![\w-])/g, isHetu],
  // Emirates
  [/(?<![\w-])784-\d{4}-\d{7}-\d(?![\w-])/g, (found) => isLuhnValid(digitsOf(found)) || found.startsWith('784-19')],
];

const LETTERED: typeof SHAPES = [
  // Italy
  [/(?<!\w)[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?!\w)/g, () => true],
  // Mexico
  [/(?<!\w)[A-Z]{4}\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])[HMX][A-Z]{5}[A-Z\d]\d(?!\w)/g, () => true],
];

/** Ids of mostly digits. */
export function nationalNumbersIn(text: string): Generator<FoundId> {
  return idsIn(text, SHAPES);
}

/** Ids of letters and digits in one run of sixteen or more. */
export function nationalCodesIn(text: string): Generator<FoundId> {
  return idsIn(text, LETTERED);
}

interface FoundId {
  readonly at: number;
  readonly text: string;
}

function* idsIn(text: string, shapes: typeof SHAPES): Generator<FoundId> {
  for (const [shape, isReal] of shapes) {
    shape.lastIndex = 0;
    for (let found = shape.exec(text); found !== null; found = shape.exec(text))
      if (isReal(found[0])) yield { at: found.index, text: found[0] };
  }
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

function weighed(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0);
}

function isCpf(found: string): boolean {
  const digits = digitsOf(found);
  if (/^(\d)\1+$/.test(digits)) return false;
  const check = (length: number): number =>
    ((weighed(
      digits,
      Array.from({ length }, (_, at) => length + 1 - at),
    ) *
      10) %
      11) %
    10;
  return check(9) === Number(digits[9]) && check(10) === Number(digits[10]);
}

function isRut(found: string): boolean {
  const body = digitsOf(found.slice(0, -1));
  let sum = 0;
  for (let at = 0; at < body.length; at++) sum += Number(body[body.length - 1 - at]) * (2 + (at % 6));
  const check = 11 - (sum % 11);
  return found.at(-1)?.toUpperCase() === (check === 11 ? '0' : check === 10 ? 'K' : String(check));
}

function isDni(found: string): boolean {
  const compact = found.replaceAll('-', '');
  const number = Number(compact.slice(0, -1).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter))));
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] === compact.at(-1);
}

function isEan(found: string): boolean {
  const digits = digitsOf(found);
  return (10 - (weighed(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10 === Number(digits[12]);
}

function isNhs(found: string): boolean {
  const digits = digitsOf(found);
  return (11 - (weighed(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === Number(digits[9]);
}

function isPersonnummer(found: string): boolean {
  return isLuhnValid(digitsOf(found).slice(-10));
}

function isHetu(found: string): boolean {
  return '0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(digitsOf(found.slice(0, 10))) % 31] === found.at(-1);
}

const VERHOEFF_D =
  '0123456789 1234067895 2340178956 3401289567 4012395678 5987604321 6598710432 7659821043 8765932104 9876543210'.split(
    ' ',
  );
const VERHOEFF_P = '0123456789 1576283094 5803796142 8916043527 9453126870 4286573901 2793806415 7046913258'.split(' ');

function isAadhaar(found: string): boolean {
  const digits = digitsOf(found);
  let check = 0;
  for (let at = 0; at < digits.length; at++) {
    const moved = Number(VERHOEFF_P[at % 8]?.[Number(digits[digits.length - 1 - at])]);
    check = Number(VERHOEFF_D[check]?.[moved]);
  }
  return check === 0;
}
