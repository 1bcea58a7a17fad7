/** Moments: near the call, another one written differently, or a round span away from one. */
import { formatTime, shifted, timeOf, type TimeFormat } from '../../model/time-format.ts';
import { numberOf } from './number-of.ts';
import type { Atom, Candidate } from './candidate.ts';

const DAY_SECONDS = 86_400;

/** The moment of the call, or a round span after it; dates by whole days. */
export function nowCandidates(
  { at, format }: { readonly at: number; readonly format: TimeFormat },
  now: number,
): readonly Candidate[] {
  if (format === 'date') {
    const today = timeOf(formatTime(now, 'date'))?.at ?? now;
    const days = Math.round((at - today) / 86_400_000);
    if (days < 0 || days >= 400) return [];
    return [{ expr: { k: 'now', format, plusSeconds: days * DAY_SECONDS }, cost: days === 0 ? 0.9 : 2 }];
  }
  const seconds = Math.round((at - now) / 1000);
  if (Math.abs(seconds) <= 3) return [{ expr: { k: 'now', format, plusSeconds: 0 }, cost: 0.7 }];
  return seconds > 0 && seconds < 400 * DAY_SECONDS
    ? [{ expr: { k: 'now', format, plusSeconds: roundedSpan(seconds) }, cost: 2 }]
    : [];
}

/** A moment that is another one written differently, or a round span away from it. */
export function shiftCandidates(
  { at, format }: { readonly at: number; readonly format: TimeFormat },
  atoms: readonly Atom[],
): readonly Candidate[] {
  const counts = atoms.filter(({ value }) => isCount(numberOf(value))).slice(0, MAX_COUNTS);
  return atoms.flatMap((atom): readonly Candidate[] => {
    const other = timeOf(atom.value);
    // A number is only another number's moment: amounts look like moments too.
    if (other === null || (typeof atom.value === 'number' && format !== other.format)) return [];
    if (other.at === at && other.format === format) return [];
    const seconds = (at - other.at) / 1000;
    const shift = (months: number, rest: number, cost: number, times?: Atom): Candidate => ({
      expr: {
        k: 'shift',
        of: atom.expr,
        months,
        seconds: rest,
        ...(times === undefined ? {} : { times: times.expr }),
        format,
      },
      cost: atom.cost + cost + (times?.cost ?? 0),
    });
    const months = monthsBetween(other.at, at);
    return [
      ...(months === 0 ? [] : [shift(months, 0, [1, 3, 6, 12].includes(months) ? 0.7 : 1.5)]),
      ...(Number.isInteger(seconds / 60) && Math.abs(seconds) <= 400 * DAY_SECONDS
        ? [shift(0, seconds, seconds === 0 ? 0.6 : seconds % DAY_SECONDS === 0 ? 1.4 : 1.8)]
        : []),
      ...counts.flatMap((count) => {
        const n = Number(count.value);
        const unit = COUNTED.find((one) => one * n === seconds);
        return [
          ...(unit === undefined || n === 1 ? [] : [shift(0, unit, 1.1, count)]),
          ...(months === n && n > 1 ? [shift(1, 0, 1.1, count)] : []),
        ];
      }),
    ];
  });
}

/** Seconds of what is counted: days, weeks, hours, minutes. */
const COUNTED = [DAY_SECONDS, 7 * DAY_SECONDS, 3600, 60];
const MAX_COUNTS = 12;

function isCount(value: number | undefined): boolean {
  return value !== undefined && Number.isInteger(value) && value > 0 && value < 1000;
}

/** Whole calendar months from one moment to the same time of the same day; 0 where it is none. */
function monthsBetween(from: number, to: number): number {
  const [a, b] = [new Date(from), new Date(to)];
  const months = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
  return months !== 0 && Math.abs(months) <= 60 && shifted(a.toISOString(), months, 0, 'epoch-ms') === to ? months : 0;
}

function roundedSpan(seconds: number): number {
  for (const unit of [86400, 3600, 60, 10]) {
    const near = Math.round(seconds / unit) * unit;
    if (near > 0 && Math.abs(near - seconds) <= 4) return near;
  }
  return seconds;
}
