import type { JsonObject } from '../json.ts';
import { etagOf } from './agenda-reply.ts';
import { occurrencesOf } from './agenda-time.ts';
import type { Occurrence } from './agenda-time.ts';
import { keyOf, ME } from './agenda-world.ts';
import type { AgendaEvent, AgendaWorld, Calendar, Rule } from './agenda-world.ts';

export function showCalendar(calendar: Calendar): object {
  const { id, summary, description, timeZone, accessRole, rev } = calendar;
  return {
    kind: 'calendar#calendar',
    etag: etagOf(rev),
    id,
    summary,
    ...(description === undefined ? {} : { description }),
    timeZone,
    accessRole,
    ...(id === ME ? { primary: true } : {}),
  };
}

export function showRule({ id, role, scope, rev }: Rule): object {
  return { kind: 'calendar#aclRule', etag: etagOf(rev), id, scope, role };
}

/** Fields that were never given are left out, never null. */
export function showEvent(event: AgendaEvent): JsonObject {
  const { id, texts, start, end, rule, series, originalStart } = event;
  const { transparency, visibility, extendedProperties, reminders, ...words } = texts;
  const person = (email: string): JsonObject => ({ email, ...(email === ME ? { self: true } : {}) });
  const shown: Readonly<Record<string, unknown>> = {
    kind: 'calendar#event',
    etag: etagOf(event.rev),
    id,
    status: event.status,
    htmlLink: `https://agenda.test/event?eid=${id}`,
    created: event.created,
    updated: event.updated,
    ...words,
    creator: person(event.organizer),
    organizer: person(event.organizer),
    start,
    end,
    ...(rule === undefined ? {} : { recurrence: [rule] }),
    ...(series === undefined ? {} : { recurringEventId: series, originalStartTime: originalStart ?? start }),
    ...(transparency === undefined ? {} : { transparency }),
    ...(visibility === undefined ? {} : { visibility }),
    iCalUID: `${series ?? id}@agenda.test`,
    sequence: event.sequence,
    ...(event.attendees.length === 0
      ? {}
      : {
          attendees: event.attendees.map(({ email, responseStatus, optional, comment }) => ({
            email,
            ...(email === event.organizer ? { organizer: true } : {}),
            ...(email === ME ? { self: true } : {}),
            ...(optional === undefined ? {} : { optional }),
            ...(comment === undefined ? {} : { comment }),
            responseStatus,
          })),
        }),
    ...(extendedProperties === undefined ? {} : { extendedProperties }),
    reminders: reminders ?? { useDefault: true },
    eventType: 'default',
  };
  return shown as JsonObject;
}

/** The occurrences of a series as events of their own, changed ones as they were changed. */
export function instancesOf(world: AgendaWorld, master: AgendaEvent): readonly AgendaEvent[] {
  return occurrencesOf(master).flatMap((occurrence) => {
    const changed = world.events.get(keyOf(master.calendar, occurrence.id));
    if (changed === undefined) return [instanceOf(master, occurrence)];
    return changed.status === 'cancelled' ? [] : [changed];
  });
}

function instanceOf(master: AgendaEvent, { id, start, end }: Occurrence): AgendaEvent {
  const { rule: _, ...rest } = master;
  return { ...rest, id, start, end, series: master.id, originalStart: start };
}

/** A stored event, or the plain instance of a series; undefined where there is none. */
export function findEvent(world: AgendaWorld, calendar: string, id: string): AgendaEvent | undefined {
  const stored = world.events.get(keyOf(calendar, id));
  if (stored !== undefined) return stored;
  const master = world.events.get(keyOf(calendar, id.split('_')[0] ?? ''));
  if (master?.rule === undefined || master.status === 'cancelled') return undefined;
  const occurrence = occurrencesOf(master).find((one) => one.id === id);
  return occurrence === undefined ? undefined : instanceOf(master, occurrence);
}
