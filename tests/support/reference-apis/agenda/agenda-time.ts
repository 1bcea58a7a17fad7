import { refuse } from './agenda-reply.ts';
import type { AgendaEvent, Moment } from './agenda-world.ts';

const DAY = 86_400_000;

export const timeOf = (moment: Moment): number => Date.parse(moment.dateTime ?? `${moment.date ?? ''}T00:00:00Z`);

/** The moment `by` ms later, written as it was, in its own offset. */
export function shifted(moment: Moment, by: number): Moment {
  if (moment.dateTime === undefined) return { date: new Date(timeOf(moment) + by).toISOString().slice(0, 10) };
  const offset = /(Z|[+-]\d\d:\d\d)$/.exec(moment.dateTime)?.[1] ?? 'Z';
  const local = Date.parse(`${moment.dateTime.slice(0, 19)}Z`) + by;
  return { ...moment, dateTime: `${new Date(local).toISOString().slice(0, 19)}${offset}` };
}

export interface Occurrence {
  /** ms after the first one */
  readonly by: number;
  readonly id: string;
  readonly start: Moment;
  readonly end: Moment;
}

/** @example RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3 -> three, two weeks apart; at most 60 */
export function occurrencesOf(event: AgendaEvent): readonly Occurrence[] {
  const parts = parseRule(event.rule ?? '');
  const step = (parts.get('FREQ') === 'DAILY' ? 1 : 7) * Number(parts.get('INTERVAL') ?? 1) * DAY;
  const count = Math.min(60, Number(parts.get('COUNT') ?? 60));
  const until = untilOf(parts.get('UNTIL'));
  return Array.from({ length: count }, (_, index): Occurrence => {
    const start = shifted(event.start, index * step);
    const stamp = start.date ?? new Date(timeOf(start)).toISOString().replaceAll(/[-:]|\.\d+/g, '');
    return {
      by: index * step,
      id: `${event.id}_${stamp.replaceAll('-', '')}`,
      start,
      end: shifted(event.end, index * step),
    };
  }).filter(({ start }) => timeOf(start) <= until);
}

export function checkRule(rule: string): void {
  const parts = parseRule(rule);
  if (!rule.startsWith('RRULE:') || !['DAILY', 'WEEKLY'].includes(parts.get('FREQ') ?? ''))
    throw refuse(400, 'invalid', 'Invalid recurrence rule.');
}

function parseRule(rule: string): ReadonlyMap<string, string> {
  return new Map(
    rule
      .replace('RRULE:', '')
      .split(';')
      .map((part) => part.split('=') as [string, string]),
  );
}

function untilOf(text: string | undefined): number {
  if (text === undefined) return Number.MAX_SAFE_INTEGER;
  return Date.parse(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}T23:59:59Z`);
}
