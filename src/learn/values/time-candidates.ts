/** Moments: near the call, another one written differently, or a round span away from one. */
import { shifted, timeOf, type TimeFormat } from '../../model/time-format.ts';
import type { Atom, Candidate } from './candidate.ts';

/** A moment that is another one written differently, or a round span away from it. */
export function shiftCandidates(
  { at, format }: { readonly at: number; readonly format: TimeFormat },
  atoms: readonly Atom[],
): readonly Candidate[] {
  return atoms.flatMap((atom): readonly Candidate[] => {
    const other = typeof atom.value === 'string' ? timeOf(atom.value) : null;
    if (other === null || (other.at === at && other.format === format)) return [];
    const seconds = (at - other.at) / 1000;
    const shift = (months: number, rest: number, cost: number): Candidate => ({
      expr: { k: 'shift', of: atom.expr, months, seconds: rest, format },
      cost: atom.cost + cost,
    });
    const months = monthsBetween(other.at, at);
    return [
      ...(months === 0 ? [] : [shift(months, 0, 1.5)]),
      ...(Number.isInteger(seconds / 60) && Math.abs(seconds) <= 400 * 86_400
        ? [shift(0, seconds, seconds === 0 ? 0.6 : seconds % 86_400 === 0 ? 1.4 : 1.8)]
        : []),
    ];
  });
}

/** Whole calendar months from one moment to the same time of the same day; 0 where it is none. */
function monthsBetween(from: number, to: number): number {
  const [a, b] = [new Date(from), new Date(to)];
  const months = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
  return months !== 0 && Math.abs(months) <= 60 && shifted(a.toISOString(), months, 0, 'epoch-ms') === to ? months : 0;
}

export function roundedSpan(seconds: number): number {
  for (const unit of [86400, 3600, 60, 10]) {
    const near = Math.round(seconds / unit) * unit;
    if (near > 0 && Math.abs(near - seconds) <= 4) return near;
  }
  return seconds;
}
