import { mergePatch } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import { emptyReply, jsonReply } from '../reply.ts';
import type { Route } from '../router.ts';
import { fieldsOf } from './agenda-event-fields.ts';
import {
  bodyOf,
  calendarOf,
  etagOf,
  notFound,
  pageOf,
  refuse,
  requireMatch,
  revOf,
  tagged,
  writableOf,
} from './agenda-reply.ts';
import type { AgendaCall } from './agenda-reply.ts';
import { findEvent, instancesOf, showEvent } from './agenda-show.ts';
import { timeOf } from './agenda-time.ts';
import { iso, keyOf, ME, newId } from './agenda-world.ts';
import type { AgendaEvent, AgendaWorld, Calendar } from './agenda-world.ts';

const EVENTS = '/v3/calendars/{calendar}/events';
const ONE = `${EVENTS}/{event}`;
export const EVENT_ROUTES: readonly Route<AgendaWorld>[] = [
  { operation: 'events.list', method: 'GET', pattern: EVENTS, handle: listEvents },
  { operation: 'events.create', method: 'POST', pattern: EVENTS, handle: createEvent },
  { operation: 'events.quickAdd', method: 'POST', pattern: `${EVENTS}/quickAdd`, handle: quickAdd },
  {
    operation: 'events.get',
    method: 'GET',
    pattern: ONE,
    handle: (call) => shown(call, eventAt(call, calendarOf(call))),
  },
  { operation: 'events.replace', method: 'PUT', pattern: ONE, handle: (call) => saveEvent(call, 'replace') },
  { operation: 'events.update', method: 'PATCH', pattern: ONE, handle: (call) => saveEvent(call, 'merge') },
  { operation: 'events.delete', method: 'DELETE', pattern: ONE, handle: deleteEvent },
  { operation: 'events.instances', method: 'GET', pattern: `${ONE}/instances`, handle: listInstances },
  { operation: 'events.move', method: 'POST', pattern: `${ONE}/move`, handle: moveEvent },
  { operation: 'events.accept', method: 'POST', pattern: `${ONE}/accept`, handle: (call) => answer(call, 'accepted') },
  {
    operation: 'events.decline',
    method: 'POST',
    pattern: `${ONE}/decline`,
    handle: (call) => answer(call, 'declined'),
  },
];

const shown = (call: AgendaCall, event: AgendaEvent): ReferenceResponse => tagged(call, event.rev, showEvent(event));

function eventAt(call: AgendaCall, { id }: Calendar): AgendaEvent {
  const event = findEvent(call.state, id, call.param('event'));
  if (event === undefined) throw notFound();
  return event;
}

/** An event that may still be changed. */
function liveAt(call: AgendaCall, calendar: Calendar): AgendaEvent {
  const event = eventAt(call, calendar);
  if (event.status === 'cancelled') throw refuse(410, 'deleted', 'Resource has been deleted');
  return event;
}

function listEvents(call: AgendaCall): ReferenceResponse {
  const { state, query } = call;
  const calendar = calendarOf(call);
  const about = { summary: calendar.summary, timeZone: calendar.timeZone, accessRole: calendar.accessRole };
  const own = [...state.events.values()].filter((event) => event.calendar === calendar.id);
  const token = query.get('syncToken');
  if (token !== null) {
    const since = revOf(token);
    const changed = own.filter(({ rev }) => rev > since).toSorted((a, b) => a.rev - b.rev);
    return pageOf(call, 'calendar#events', changed.map(showChange), about);
  }
  const single = query.get('singleEvents') === 'true';
  const byStart = query.get('orderBy') === 'startTime';
  if (byStart && !single)
    throw refuse(400, 'invalid', 'The requested ordering is not available for the particular query.', 'orderBy');
  const [min, max] = [stampOf(call, 'timeMin'), stampOf(call, 'timeMax')];
  if (min !== undefined && max !== undefined && min >= max)
    throw refuse(400, 'timeRangeEmpty', 'The specified time range is empty.', 'timeMax');
  const updatedMin = query.get('updatedMin') ?? '';
  const q = query.get('q')?.toLowerCase();
  const rows = own
    .filter(({ status, series }) => status !== 'cancelled' && !(single && series !== undefined))
    .flatMap((event) => (single && event.rule !== undefined ? instancesOf(state, event) : [event]))
    .filter(
      (event) =>
        (min === undefined || timeOf(event.end) > min) &&
        (max === undefined || timeOf(event.start) < max) &&
        event.updated >= updatedMin &&
        (q === undefined || wordsOf(event).includes(q)),
    );
  const sorted = byStart
    ? rows.toSorted((a, b) => timeOf(a.start) - timeOf(b.start) || (a.id < b.id ? -1 : 1))
    : query.get('orderBy') === 'updated'
      ? rows.toSorted((a, b) => (a.updated === b.updated ? a.rev - b.rev : a.updated < b.updated ? -1 : 1))
      : rows;
  return pageOf(call, 'calendar#events', sorted.map(showEvent), about);
}

/** In a sync, what was deleted is only named. */
function showChange(event: AgendaEvent): object {
  if (event.status !== 'cancelled') return showEvent(event);
  return { kind: 'calendar#event', etag: etagOf(event.rev), id: event.id, status: 'cancelled' };
}

function stampOf(call: AgendaCall, name: string): number | undefined {
  const text = call.query.get(name);
  if (text === null) return undefined;
  const time = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw refuse(400, 'badRequest', 'Bad Request', name);
  return time;
}

function wordsOf({ texts, attendees }: AgendaEvent): string {
  return [texts['summary'], texts['description'], texts['location'], ...attendees.map(({ email }) => email)]
    .join('\n')
    .toLowerCase();
}

function listInstances(call: AgendaCall): ReferenceResponse {
  const calendar = calendarOf(call);
  const event = liveAt(call, calendar);
  const rows = event.rule === undefined ? [] : instancesOf(call.state, event);
  const about = { summary: calendar.summary, timeZone: calendar.timeZone, accessRole: calendar.accessRole };
  return pageOf(call, 'calendar#events', rows.map(showEvent), about);
}

function createEvent(call: AgendaCall): ReferenceResponse {
  const { state, at } = call;
  const calendar = writableOf(call);
  const body = bodyOf(call);
  const given = body['id'];
  if (given !== undefined && (typeof given !== 'string' || !/^[a-v0-9]{5,1024}$/.test(given)))
    throw refuse(400, 'invalid', 'Invalid resource id value.');
  if (typeof given === 'string' && state.events.has(keyOf(calendar.id, given)))
    throw refuse(409, 'duplicate', 'The requested identifier already exists.');
  const fields = fieldsOf(calendar, body, ME, []);
  const event: AgendaEvent = {
    id: typeof given === 'string' ? given : newId(state.random),
    calendar: calendar.id,
    created: iso(at),
    updated: iso(at),
    organizer: ME,
    sequence: 0,
    ...fields,
    rev: ++state.rev,
  };
  state.events.set(keyOf(calendar.id, event.id), event);
  return shown(call, event);
}

/** PUT replaces what the client owns, PATCH merges with null removing; a change of time counts up the sequence. */
function saveEvent(call: AgendaCall, how: 'replace' | 'merge'): ReferenceResponse {
  const { state } = call;
  const calendar = writableOf(call);
  const before = liveAt(call, calendar);
  requireMatch(call, before.rev);
  const body = bodyOf(call);
  const whole = how === 'replace' ? body : (mergePatch(showEvent(before), body) as JsonObject);
  const { rule, ...fields } = fieldsOf(calendar, whole, before.organizer, before.attendees);
  const { rule: _, ...kept } = before;
  const moved = timeOf(fields.start) !== timeOf(before.start) || timeOf(fields.end) !== timeOf(before.end);
  const saved: AgendaEvent = {
    ...kept,
    ...fields,
    ...(rule === undefined ? {} : { rule }),
    sequence: before.sequence + (moved ? 1 : 0),
    updated: iso(call.at),
    rev: ++state.rev,
  };
  state.events.set(keyOf(calendar.id, saved.id), saved);
  return shown(call, saved);
}

/** It stays readable as cancelled; those of its instances that were changed go with it. */
function deleteEvent(call: AgendaCall): ReferenceResponse {
  const { state } = call;
  const calendar = writableOf(call);
  const event = liveAt(call, calendar);
  requireMatch(call, event.rev);
  const cancel = (one: AgendaEvent): void => {
    const gone: AgendaEvent = { ...one, status: 'cancelled', updated: iso(call.at), rev: ++state.rev };
    state.events.set(keyOf(calendar.id, one.id), gone);
  };
  cancel(event);
  for (const one of state.events.values())
    if (one.series === event.id && one.calendar === calendar.id && one.status !== 'cancelled') cancel(one);
  return emptyReply(204);
}

function moveEvent(call: AgendaCall): ReferenceResponse {
  const { state } = call;
  const calendar = writableOf(call);
  const event = liveAt(call, calendar);
  const destination = call.query.get('destination');
  if (destination === null) throw refuse(400, 'required', 'Missing destination calendar id.', 'destination');
  const target = writableOf(call, destination);
  if (event.rule !== undefined || event.series !== undefined)
    throw refuse(400, 'cannotMoveRecurring', 'Cannot move recurring events.');
  if (event.organizer !== ME)
    throw refuse(403, 'cannotChangeOrganizer', 'Cannot change the organizer of an event that you did not organize.');
  if (target.id === calendar.id)
    throw refuse(400, 'invalid', 'The destination is the calendar of the event.', 'destination');
  state.events.delete(keyOf(calendar.id, event.id));
  const saved: AgendaEvent = { ...event, calendar: target.id, updated: iso(call.at), rev: ++state.rev };
  state.events.set(keyOf(target.id, saved.id), saved);
  return shown(call, saved);
}

/** 202 without a body, as somebody has to be told first. */
function answer(call: AgendaCall, responseStatus: 'accepted' | 'declined'): ReferenceResponse {
  const { state } = call;
  const calendar = writableOf(call);
  const event = liveAt(call, calendar);
  if (event.organizer === ME) throw refuse(400, 'organizerCannotRespond', 'You are the organizer of this event.');
  if (!event.attendees.some(({ email }) => email === ME))
    throw refuse(400, 'notInvited', 'You are not an attendee of this event.');
  const comment = call.json()?.['comment'];
  const attendees = event.attendees.map((one) =>
    one.email === ME ? { ...one, responseStatus, ...(typeof comment === 'string' ? { comment } : {}) } : one,
  );
  state.events.set(keyOf(calendar.id, event.id), { ...event, attendees, updated: iso(call.at), rev: ++state.rev });
  return emptyReply(202);
}

/** @example text=Lunch with Otto on 2024-04-02 at 12:30 -> an hour of that summary */
function quickAdd(call: AgendaCall): ReferenceResponse {
  const { state, at } = call;
  const calendar = writableOf(call);
  const text = call.query.get('text');
  if (text === null || text.trim() === '') throw refuse(400, 'required', 'Missing text.', 'text');
  const [, summary = text, day, time] = /^(.*?) on (\d{4}-\d\d-\d\d)(?: at (\d\d:\d\d))?$/.exec(text) ?? [];
  const date = day ?? iso(at).slice(0, 10);
  const zone = { timeZone: calendar.timeZone };
  const start = `${date}T${time ?? '09:00'}:00Z`;
  const event: AgendaEvent = {
    id: newId(state.random),
    calendar: calendar.id,
    status: 'confirmed',
    created: iso(at),
    updated: iso(at),
    organizer: ME,
    sequence: 0,
    start: { dateTime: start, ...zone },
    end: { dateTime: iso(Date.parse(start) + 3_600_000).replace('.000', ''), ...zone },
    attendees: [],
    texts: { summary },
    rev: ++state.rev,
  };
  state.events.set(keyOf(calendar.id, event.id), event);
  return jsonReply(200, showEvent(event), { etag: etagOf(event.rev) });
}
