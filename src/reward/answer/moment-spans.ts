import type { Span } from './span.ts';

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\\.?';
const DAY = '(\\d{1,2})(?:st|nd|rd|th)?';
const TIME = '(?:(?:,? at |,? |t)(\\d{1,2}):(\\d\\d)(?::(\\d\\d)(?:\\.\\d+)?)? ?([ap]\\.?m\\.?)?)?';
const ZONE = '(?: ?(z|utc|gmt|[+-]\\d\\d:?\\d\\d))?(?! ?\\()';
const END = '(?![\\p{L}\\p{N}])';
const START = '(?<![\\p{L}\\p{N}])';
const ISO = new RegExp(`${START}(\\d{4})-(\\d\\d)-(\\d\\d)${TIME}${ZONE}${END}`, 'gu');
const MONTH_FIRST = new RegExp(`${START}${MONTH} ${DAY},? (\\d{4})${TIME}${ZONE}${END}`, 'gu');
const DAY_FIRST = new RegExp(`${START}${DAY}\\.? (?:of )?${MONTH},? (\\d{4})${TIME}${ZONE}${END}`, 'gu');

interface Moment {
  readonly ms: number;
  readonly timed: boolean;
}

/** Where a text says a date, or a date with its time to the second, that is the one in `value`; none where `value` is no moment. */
export function momentSpans(text: string, value: string): readonly Span[] {
  const [wanted] = momentsIn(value.trim().toLowerCase());
  if (wanted === undefined || wanted.from !== 0 || wanted.to !== value.trim().length) return [];
  return momentsIn(text).filter(({ ms, timed }) => ms === wanted.ms && timed === wanted.timed);
}

function momentsIn(text: string): readonly (Span & Moment)[] {
  const found = (pattern: RegExp, order: readonly [year: number, month: number, day: number]): (Span & Moment)[] =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const [year, month, day] = order.map((at) => match[at] ?? '') as [string, string, string];
      const ms = momentOf({ year, month, day, clock: match.slice(4, 8), zone: match[8] });
      return ms === null
        ? []
        : [{ ms, timed: match[4] !== undefined, from: match.index, to: match.index + match[0].length }];
    });
  return [...found(ISO, [1, 2, 3]), ...found(MONTH_FIRST, [3, 1, 2]), ...found(DAY_FIRST, [3, 2, 1])];
}

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly clock: readonly (string | undefined)[];
  readonly zone: string | undefined;
}

/** UTC where no zone is said. */
function momentOf({ year, month, day, clock, zone }: Parts): number | null {
  const [hours = '0', minutes = '0', seconds = '0', half] = clock;
  const named = MONTHS.indexOf(month.slice(0, 3));
  const at = Date.UTC(
    Number(year),
    named >= 0 ? named : Number(month) - 1,
    Number(day),
    half === undefined ? Number(hours) : (Number(hours) % 12) + (half.startsWith('p') ? 12 : 0),
    Number(minutes),
    Number(seconds),
  );
  const [, sign, over, past] = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '') ?? [];
  const offset = sign === undefined ? 0 : (Number(over) * 60 + Number(past)) * (sign === '-' ? -1 : 1);
  return Number.isNaN(at) ? null : at - offset * 60_000;
}
