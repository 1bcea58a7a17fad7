/** What an id looks like, from the value alone, and what a set of ids has in common. */
import type { IdShape } from '../../model/id-shape.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True where the text can hardly be a word of the API: numbers, UUIDs, hashes, `cus_8Fh3...`. */
export function isIdLike(text: string): boolean {
  if (/^-?\d+$/.test(text)) return true;
  if (UUID.test(text)) return true;
  if (/^[0-9a-f]{12,}$/i.test(text) && /\d/.test(text)) return true;
  if (/^[A-Za-z]{1,12}[_-][A-Za-z0-9]{6,}$/.test(text) && /\d/.test(text.slice(text.search(/[_-]/)))) return true;
  if (/^[0-9A-HJKMNP-TV-Z]{26}$/.test(text)) return true;
  if (/^[^@\s/]+@[^@\s/]+\.[a-z]{2,}$/i.test(text)) return true;
  if (/^\d{4}-\d{2}-\d{2}(?:T[\d:.Z+-]+)?$/.test(text)) return true;
  if (/^[A-Z]{1,8}(?:[-/_]\d+){1,3}$/.test(text)) return true;
  if (/^[A-Za-z0-9_-]{18,}$/.test(text) && /\d/.test(text) && /[A-Z]/.test(text) && /[a-z]/.test(text)) return true;
  return /^[A-Za-z]{1,3}\d{3,}$/.test(text);
}

/** The common shape of ids; `slug` where they are words. */
export function idShapeOf(values: readonly string[]): IdShape {
  const seen = values.length > 0 ? values : ['1'];
  if (seen.every((value) => /^-?\d{1,15}$/.test(value)) || seen.every((value) => /^[1-9]\d{15,19}$/.test(value)))
    return integerShape(seen.map(Number));
  const uuid = seen.map((value) => UUID.exec(value)?.[1]);
  if (uuid.every((version) => version !== undefined))
    return { kind: 'uuid', version: Number.parseInt(mostFrequent(uuid as string[]), 16) };
  const prefix = commonPrefix(seen);
  const counted = numbered(seen);
  if (counted !== null) return counted;
  const cut =
    /^[A-Za-z]+[_-]/.exec(prefix)?.[0] ??
    (seen.length > 2 && /^[A-Za-z]{1,6}$/.test(prefix) && seen.every((value) => /\d/.test(value.slice(prefix.length)))
      ? prefix
      : '');
  const rest = seen.map((value) => value.slice(cut.length));
  const length = Number(mostFrequent(rest.map((text) => String(text.length))));
  const steady = rest.filter((text) => text.length === length).length >= rest.length * 0.9;
  const random =
    rest.every((text) => /^[A-Za-z0-9_-]+$/.test(text)) &&
    rest.filter((text) => /\d/.test(text) && /[A-Za-z]/.test(text)).length >= rest.length * 0.5;
  if (cut !== '' && steady && (random || seen.length === 1))
    return { kind: 'prefixed', prefix: cut, alphabet: alphabetOf(rest), length };
  if (cut === '' && steady && random && length >= 6) return { kind: 'opaque', alphabet: alphabetOf(rest), length };
  return { kind: 'slug' };
}

function integerShape(numbers: readonly number[]): IdShape {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const steps = sorted.slice(1).map((value, index) => value - (sorted[index] ?? value));
  const step = steps.length === 0 ? 1 : steps.reduce(gcd);
  const max = sorted.at(-1) ?? 1;
  // Beyond 2^53 not every number can be counted to.
  const apart = Number.isSafeInteger(max) ? 1 : 2 ** (Math.ceil(Math.log2(max)) - 52);
  return { kind: 'integer', min: sorted[0] ?? 1, max, step: Math.max(apart, step) };
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** `SO-1001`, `INV00042`, `BK-2026-0042`: fixed text around a counter. The year in a code may move on: the latest counts. */
function numbered(values: readonly string[]): IdShape | null {
  const parts = values.map((value) => /^(.*?[^\d.])(\d{1,12})([^\d]{0,4})$/.exec(value));
  const known = parts.flatMap((part) =>
    part === null ? [] : [{ prefix: part[1] ?? '', digits: part[2] ?? '', suffix: part[3] ?? '' }],
  );
  const [first] = known;
  if (first === undefined || known.length < values.length || !/[A-Za-z]/.test(first.prefix)) return null;
  const frame = ({ prefix, suffix }: (typeof known)[number]): string =>
    `${prefix.replace(/(?:19|20)\d\d/, 'year')} ${suffix}`;
  if (known.some((part) => frame(part) !== frame(first))) return null;
  const { prefix, suffix } = known.reduce((a, b) => (b.prefix > a.prefix ? b : a));
  const latest = known.filter((part) => part.prefix === prefix).map(({ digits }) => digits);
  const padded =
    latest.every((text) => text.length === latest[0]?.length) && latest.some((text) => text.startsWith('0'));
  const numbers = latest.map(Number);
  const plain = /^[A-Za-z]+[-_#/]?$/.test(prefix) && suffix === '';
  if (!plain && (values.length < 2 || !/[^A-Za-z0-9]$/.test(prefix))) return null;
  if (!padded && numbers.length > 2 && Math.max(...numbers) - Math.min(...numbers) > 1000 * numbers.length) return null;
  const digits = padded ? (latest[0]?.length ?? 0) : 0;
  return { kind: 'pattern', prefix, suffix, digits, next: Math.max(...numbers) + 1 };
}

function alphabetOf(texts: readonly string[]): string {
  const all = texts.join('');
  const classes: string[] = [];
  if (/[g-z]/.test(all)) classes.push('abcdefghijklmnopqrstuvwxyz');
  else if (/[a-f]/.test(all)) classes.push('abcdef');
  if (/[G-Z]/.test(all)) classes.push('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  else if (/[A-F]/.test(all)) classes.push('ABCDEF');
  if (/\d/.test(all)) classes.push('0123456789');
  return classes.length > 0 ? classes.join('') : 'abcdefghijklmnopqrstuvwxyz0123456789';
}

function commonPrefix(values: readonly string[]): string {
  let prefix = values[0] ?? '';
  for (const value of values) while (!value.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}

export function mostFrequent(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best = '';
  let most = 0;
  for (const [value, count] of counts) {
    if (count > most) [best, most] = [value, count];
  }
  return best;
}
