import type { Json } from './json.ts';

/**
 * How an API writes a moment. Texts of ISO 8601 and its kin are given as a pattern, in which `yyyy MM dd HH mm ss` and
 * `SSS…` (as many digits of the fraction) stand for parts and the rest, zone included, for itself: `yyyy-MM-ddTHH:mm:ss.SSSSSS+02:00`.
 * `date` is the day alone, `http-date` the form of RFC 9110, `epoch` and `epoch-ms` are numbers since 1970.
 */
export type TimeFormat = 'epoch' | 'epoch-ms' | 'http-date' | 'date' | `yyyy${string}`;

export type TimeUnit = 'seconds' | 'minutes' | 'hours' | 'days';

/** Milliseconds of each unit. */
export const TIME_UNITS: Readonly<Record<TimeUnit, number>> = {
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

/** Whole units from one moment to a later (or, negative, earlier) one; null where one of the values is no moment. */
export function spanBetween(from: Json | undefined, to: Json | undefined, unit: TimeUnit): number | null {
  const [start, end] = [timeOf(from ?? null), timeOf(to ?? null)];
  return start === null || end === null ? null : Math.trunc((end.at - start.at) / TIME_UNITS[unit]);
}

/** A moment moved by calendar months, then seconds; null where the value is no moment. */
export function shifted(value: Json | undefined, months: number, seconds: number, format: TimeFormat): Json | null {
  const time = timeOf(value ?? null);
  if (time === null) return null;
  return formatTime(afterMonths(time.at, months) + seconds * 1000, format);
}

/** The same day and time so many months later, the last day of a shorter month. */
function afterMonths(at: number, months: number): number {
  if (months === 0) return at;
  const day = new Date(at);
  const first = new Date(at);
  first.setUTCDate(1);
  first.setUTCMonth(first.getUTCMonth() + months);
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day.getUTCDate(), last));
  return first.getTime();
}

/** A moment (epoch milliseconds) the way an API writes it. */
export function formatTime(at: number, format: TimeFormat): Json {
  switch (format) {
    case 'epoch':
      return Math.floor(at / 1000);
    case 'epoch-ms':
      return Math.floor(at);
    case 'http-date':
      return httpDate(Math.floor(at / 1000));
    case 'date':
      return new Date(at).toISOString().slice(0, 10);
    default:
      return formatIso(at, layoutOf(format));
  }
}

/** The moment a value tells, and how it is written; null where it tells none. A text without a zone is taken as UTC. */
export function timeOf(value: Json): { readonly at: number; readonly format: TimeFormat } | null {
  if (typeof value === 'number') {
    if (value > 1e9 && value < 4e9) return { at: value * 1000, format: 'epoch' };
    return value > 1e12 && value < 4e12 ? { at: value, format: 'epoch-ms' } : null;
  }
  if (typeof value !== 'string' || value.length < 10 || value.length > 40) return null;
  if (value[4] === '-') return isoTimeOf(value);
  if (HTTP_DATE.test(value)) return { at: Date.parse(value), format: 'http-date' };
  return null;
}

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const ISO =
  /^(\d{4}-\d{2}-\d{2})(?:([T ])(\d{2}:\d{2}:\d{2})(?:([.,])(\d{1,9}))?( ?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?)?$/;

type Moment = { readonly at: number; readonly format: TimeFormat } | null;

const MOST_MOMENTS = 20_000;
/** Texts read lately: learning asks of the same ones again and again. */
const moments = new Map<string, Moment>();

function isoTimeOf(value: string): Moment {
  let moment = moments.get(value);
  if (moment === undefined) {
    if (moments.size >= MOST_MOMENTS) moments.clear();
    moments.set(value, (moment = readIso(value)));
  }
  return moment;
}

function readIso(value: string): Moment {
  const parts = ISO.exec(value);
  if (parts === null) return null;
  const [, day = '', between, clock = '', mark = '', fraction = '', zone = ''] = parts;
  const utc = Date.parse(between === undefined ? day : `${day}T${clock}.${fraction.slice(0, 3).padEnd(3, '0')}Z`);
  if (Number.isNaN(utc)) return null;
  if (between === undefined) return { at: utc, format: 'date' };
  return {
    at: utc - offsetOf(zone),
    format: `yyyy-MM-dd${between}HH:mm:ss${mark}${'S'.repeat(fraction.length)}${zone}`,
  };
}

/** Milliseconds ahead of UTC. */
function offsetOf(zone: string): number {
  const parts = /([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (parts === null) return 0;
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? 0);
  return (parts[1] === '-' ? -minutes : minutes) * 60_000;
}

interface Layout {
  readonly between: string;
  readonly mark: string;
  readonly digits: number;
  readonly zone: string;
  readonly offset: number;
}

const layouts = new Map<string, Layout>();

function layoutOf(format: string): Layout {
  const known = layouts.get(format);
  if (known !== undefined) return known;
  const parts = /^yyyy-MM-dd(.)HH:mm:ss([.,]?)(S*)(.*)$/.exec(format);
  if (parts === null) throw new TypeError(`"${format}" is no time format: yyyy-MM-ddTHH:mm:ss, a fraction and a zone`);
  const [, between = 'T', mark = '', fraction = '', zone = ''] = parts;
  const layout = { between, mark, digits: fraction.length, zone, offset: offsetOf(zone) };
  layouts.set(format, layout);
  return layout;
}

function formatIso(at: number, { between, mark, digits, zone, offset }: Layout): string {
  const iso = new Date(at + offset).toISOString();
  const fraction = digits === 0 ? '' : `${mark}${fractionOf(at, iso.slice(20, 23)).slice(0, digits)}`;
  return `${iso.slice(0, 10)}${between}${iso.slice(11, 19)}${fraction}${zone}`;
}

/** World time has milliseconds; the finer digits of a clock that shows them are made up from the moment itself. */
function fractionOf(at: number, milliseconds: string): string {
  const finer = Math.imul(Math.floor(at) | 0, 0x9e3779b1) >>> 0;
  return `${milliseconds}${String(finer % 1_000_000).padStart(6, '0')}`;
}

/** Every answer has a date, and most share their second with the one before. */
let last = { second: Number.NaN, text: '' };

function httpDate(second: number): string {
  if (second !== last.second) last = { second, text: new Date(second * 1000).toUTCString() };
  return last.text;
}
