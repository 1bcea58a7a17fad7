/** Phone numbers as people write them, told from other numbers by a prefix for trunk or country, or by their grouping. */

const INTERNATIONAL = /(?<![\w+])\+\d[\d ()./\u00a0-]{6,24}/g;
const NORTH_AMERICAN = /(?<![\w.-])(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\w-])/g;
/** `0033 1 42 68 53 00` */
const DIALLED_ABROAD = /(?<![\w.,:/+-])00[1-9]\d{0,2}[ .-]\d[\d ().-]{6,18}\d(?![\w-])/g;
/** `020 7946 0018`, `01 42 68 53 00`, `030 / 901820-14`, `03-1234-5678`: a trunk zero, then two groups or more. */
const NATIONAL =
  /(?<![\w.,:/+-])(?:\(0\d{1,4}\)|0\d{1,4})(?: ?\/ ?| |-|\.)\d{2,8}(?:[ .-]\d{2,5}){0,4}(?![\w-]|[.:/]\d)/g;
/** `(11) 91234-5678` */
const AREA_IN_BRACKETS = /(?<![\w.-])\(\d{2,4}\) ?\d{3,5}[ -]\d{3,5}(?![\w-])/g;

export function* phonesIn(text: string): Generator<{ readonly at: number; readonly text: string }> {
  if (text.includes('+')) yield* found(INTERNATIONAL, text, (number, next) => isInternational(number, next));
  yield* found(NORTH_AMERICAN, text, () => true);
  if (!ZERO.test(text) && !text.includes('(')) return;
  yield* found(DIALLED_ABROAD, text, (number) => hasDigits(number, 10, 17));
  yield* found(NATIONAL, text, isNational);
  yield* found(AREA_IN_BRACKETS, text, (number) => hasDigits(number, 9, 12));
}

const ZERO = /(?<!\d)0\d/;

function* found(
  pattern: RegExp,
  text: string,
  isPhone: (number: string, next: string) => boolean,
): Generator<{ readonly at: number; readonly text: string }> {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const number = match[0].replace(/[^\d]+$/, '');
    if (isPhone(number, text[match.index + number.length] ?? '')) yield { at: match.index, text: number };
  }
}

function isInternational(number: string, next: string): boolean {
  return hasDigits(number, 8, 15) && !/\w/.test(next) && !/\.\d{5,}|[-.]{2}/.test(number);
}

/** Nine digits or more: `01-02-2024` is a day. */
function isNational(number: string): boolean {
  return hasDigits(number, 9, 12) && !/^0\d[-./]\d{2}[-./]\d{4}/.test(number);
}

function hasDigits(number: string, fewest: number, most: number): boolean {
  const count = number.replace(/\D/g, '').length;
  return count >= fewest && count <= most;
}
