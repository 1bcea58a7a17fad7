import { isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { refuse } from './agenda-reply.ts';
import { checkRule, timeOf } from './agenda-time.ts';
import type { AgendaEvent, Attendee, Calendar, Moment } from './agenda-world.ts';

const TEXTS = [
  'summary',
  'description',
  'location',
  'colorId',
  'transparency',
  'visibility',
  'extendedProperties',
  'reminders',
];

type Given = Pick<AgendaEvent, 'status' | 'start' | 'end' | 'attendees' | 'texts' | 'rule'>;

/** An event's fields out of a whole body. */
export function fieldsOf(calendar: Calendar, body: JsonObject, organizer: string, before: readonly Attendee[]): Given {
  const [start, end] = [momentOf(calendar, body['start'], 'start'), momentOf(calendar, body['end'], 'end')];
  if ((start.date === undefined) !== (end.date === undefined))
    throw refuse(400, 'invalid', 'Start and end times must either both be date or both be dateTime.');
  if (timeOf(end) <= timeOf(start)) throw refuse(400, 'timeRangeEmpty', 'The specified time range is empty.');
  const status = body['status'] ?? 'confirmed';
  if (status !== 'confirmed' && status !== 'tentative') throw refuse(400, 'invalid', 'Invalid event status.');
  const [rule] = Array.isArray(body['recurrence']) ? (body['recurrence'] as readonly string[]) : [];
  if (rule !== undefined) checkRule(rule);
  const texts = Object.fromEntries(
    TEXTS.flatMap((name) => (body[name] === undefined || body[name] === null ? [] : [[name, body[name]]])),
  ) as JsonObject;
  const people = Array.isArray(body['attendees']) ? (body['attendees'] as readonly JsonValue[]) : [];
  return {
    status,
    start,
    end,
    texts,
    attendees: people.map((one) => attendeeOf(one, organizer, before)),
    ...(rule === undefined ? {} : { rule }),
  };
}

function momentOf(calendar: Calendar, given: JsonValue | undefined, name: 'start' | 'end'): Moment {
  if (!isJsonObject(given)) throw refuse(400, 'required', `Missing ${name} time.`);
  const { date, dateTime, timeZone } = given;
  if (typeof date === 'string' && /^\d{4}-\d\d-\d\d$/.test(date)) return { date };
  if (typeof dateTime !== 'string' || Number.isNaN(Date.parse(dateTime)))
    throw refuse(400, 'invalid', `Invalid value for: ${name}.`);
  return { dateTime, timeZone: typeof timeZone === 'string' ? timeZone : calendar.timeZone };
}

function attendeeOf(given: JsonValue, organizer: string, before: readonly Attendee[]): Attendee {
  const email = isJsonObject(given) ? given['email'] : undefined;
  if (typeof email !== 'string' || !/^[^@\s]+@[^@\s]+$/.test(email))
    throw refuse(400, 'invalid', 'Invalid attendee email.');
  const known = before.find((one) => one.email === email);
  const said = isJsonObject(given) ? given['responseStatus'] : undefined;
  return {
    email,
    responseStatus:
      typeof said === 'string'
        ? (said as Attendee['responseStatus'])
        : (known?.responseStatus ?? (email === organizer ? 'accepted' : 'needsAction')),
    ...(isJsonObject(given) && given['optional'] === true ? { optional: true as const } : {}),
    ...(known?.comment === undefined ? {} : { comment: known.comment }),
  };
}
