import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import { emptyReply, jsonReply } from '../reply.ts';
import type { Route } from '../router.ts';
import { bodyOf, calendarOf, notFound, ownedOf, pageOf, refuse, tagged } from './agenda-reply.ts';
import type { AgendaCall } from './agenda-reply.ts';
import { instancesOf, showCalendar, showRule } from './agenda-show.ts';
import { timeOf } from './agenda-time.ts';
import { keyOf, ME } from './agenda-world.ts';
import type { AgendaWorld, Calendar, Rule } from './agenda-world.ts';

const ONE = '/v3/calendars/{calendar}';
const ROLES = ['reader', 'writer', 'owner', 'freeBusyReader'] as const;

export const CALENDAR_ROUTES: readonly Route<AgendaWorld>[] = [
  { operation: 'calendars.list', method: 'GET', pattern: '/v3/users/me/calendarList', handle: listCalendars },
  { operation: 'colors', method: 'GET', pattern: '/v3/colors', handle: colors },
  { operation: 'freeBusy', method: 'POST', pattern: '/v3/freeBusy', handle: freeBusy },
  { operation: 'calendars.create', method: 'POST', pattern: '/v3/calendars', handle: createCalendar },
  { operation: 'calendars.get', method: 'GET', pattern: ONE, handle: (call) => shown(call, calendarOf(call)) },
  { operation: 'calendars.update', method: 'PATCH', pattern: ONE, handle: updateCalendar },
  { operation: 'calendars.delete', method: 'DELETE', pattern: ONE, handle: deleteCalendar },
  { operation: 'acl.list', method: 'GET', pattern: `${ONE}/acl`, handle: listRules },
  { operation: 'acl.create', method: 'POST', pattern: `${ONE}/acl`, handle: createRule },
  { operation: 'acl.get', method: 'GET', pattern: `${ONE}/acl/{rule}`, handle: (call) => rule(call, ruleAt(call)) },
  { operation: 'acl.update', method: 'PATCH', pattern: `${ONE}/acl/{rule}`, handle: updateRule },
  { operation: 'acl.delete', method: 'DELETE', pattern: `${ONE}/acl/{rule}`, handle: deleteRule },
];

const shown = (call: AgendaCall, calendar: Calendar): ReferenceResponse =>
  tagged(call, calendar.rev, showCalendar(calendar));
const rule = (call: AgendaCall, one: Rule): ReferenceResponse => tagged(call, one.rev, showRule(one));

function listCalendars(call: AgendaCall): ReferenceResponse {
  const least = call.query.get('minAccessRole');
  const ranks = ['reader', 'writer', 'owner'];
  const rows = [...call.state.calendars.values()].filter(
    ({ accessRole }) => least === null || ranks.indexOf(accessRole) >= ranks.indexOf(least),
  );
  return pageOf(call, 'calendar#calendarList', rows.map(showCalendar));
}

function colors(): ReferenceResponse {
  const names = ['#a4bdfc', '#7ae7bf', '#dbadff', '#ff887c', '#fbd75b', '#ffb878', '#46d6db', '#e1e1e1', '#5484ed'];
  const event = Object.fromEntries(
    names.map((background, index) => [index + 1, { background, foreground: '#1d1d1d' }]),
  );
  return jsonReply(200, { kind: 'calendar#colors', updated: '2012-02-14T00:00:00.000Z', event });
}

function textOf(body: JsonObject, field: string): string | undefined {
  const value = body[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function createCalendar(call: AgendaCall): ReferenceResponse {
  const { state } = call;
  const body = bodyOf(call);
  const summary = textOf(body, 'summary');
  if (summary === undefined) throw refuse(400, 'required', 'Missing title.');
  const description = textOf(body, 'description');
  const calendar: Calendar = {
    id: `c_${state.random.text(20, 'abcdef0123456789')}@group.agenda.test`,
    summary,
    ...(description === undefined ? {} : { description }),
    timeZone: zoneOf(body) ?? 'Europe/Berlin',
    accessRole: 'owner',
    rev: ++state.rev,
  };
  state.calendars.set(calendar.id, calendar);
  state.rules.set(keyOf(calendar.id, `user:${ME}`), {
    calendar: calendar.id,
    id: `user:${ME}`,
    role: 'owner',
    scope: { type: 'user', value: ME },
    rev: state.rev,
  });
  return shown(call, calendar);
}

function zoneOf(body: JsonObject): string | undefined {
  const zone = textOf(body, 'timeZone');
  if (zone !== undefined && zone !== 'UTC' && !/^[A-Z]\w+\/\w+$/.test(zone))
    throw refuse(400, 'invalid', 'Invalid time zone.');
  return zone;
}

/** A null description goes. */
function updateCalendar(call: AgendaCall): ReferenceResponse {
  const { description, ...calendar } = ownedOf(call);
  const body = bodyOf(call);
  const text = body['description'] === undefined ? description : textOf(body, 'description');
  const saved: Calendar = {
    ...calendar,
    summary: textOf(body, 'summary') ?? calendar.summary,
    ...(text === undefined ? {} : { description: text }),
    timeZone: zoneOf(body) ?? calendar.timeZone,
    rev: ++call.state.rev,
  };
  call.state.calendars.set(saved.id, saved);
  return shown(call, saved);
}

function deleteCalendar(call: AgendaCall): ReferenceResponse {
  const { state } = call;
  const { id } = ownedOf(call);
  if (id === ME) throw refuse(400, 'cannotDeletePrimary', 'Cannot delete the primary calendar.');
  state.calendars.delete(id);
  for (const table of [state.events, state.rules])
    for (const [key, row] of table) if (row.calendar === id) (table as Map<string, unknown>).delete(key);
  state.rev += 1;
  return emptyReply(204);
}

function listRules(call: AgendaCall): ReferenceResponse {
  const { id } = calendarOf(call);
  const rows = [...call.state.rules.values()].filter(({ calendar }) => calendar === id);
  return pageOf(call, 'calendar#acl', rows.map(showRule));
}

function ruleAt(call: AgendaCall): Rule {
  const found = call.state.rules.get(keyOf(calendarOf(call).id, call.param('rule')));
  if (found === undefined) throw notFound();
  return found;
}

function roleOf(body: JsonObject): Rule['role'] {
  const role = ROLES.find((one) => one === body['role']);
  if (role === undefined) throw refuse(400, 'invalid', 'Invalid role.');
  return role;
}

/** The id follows from the scope, so that a second rule for the same one replaces the first. */
function createRule(call: AgendaCall): ReferenceResponse {
  const calendar = ownedOf(call).id;
  const body = bodyOf(call);
  const role = roleOf(body);
  const scope = isJsonObject(body['scope']) ? body['scope'] : {};
  const type = scope['type'];
  const value = textOf(scope, 'value');
  if ((type !== 'user' && type !== 'domain') || value === undefined)
    throw refuse(400, 'invalid', 'Invalid scope value.');
  const made: Rule = { calendar, id: `${type}:${value}`, role, scope: { type, value }, rev: ++call.state.rev };
  call.state.rules.set(keyOf(calendar, made.id), made);
  return rule(call, made);
}

function updateRule(call: AgendaCall): ReferenceResponse {
  ownedOf(call);
  const before = ruleAt(call);
  const role = roleOf(bodyOf(call));
  if (before.id === `user:${ME}`) throw refuse(403, 'cannotChangeOwnAcl', 'Cannot change your own access level.');
  const saved: Rule = { ...before, role, rev: ++call.state.rev };
  call.state.rules.set(keyOf(saved.calendar, saved.id), saved);
  return rule(call, saved);
}

function deleteRule(call: AgendaCall): ReferenceResponse {
  ownedOf(call);
  const before = ruleAt(call);
  if (before.id === `user:${ME}`) throw refuse(403, 'cannotChangeOwnAcl', 'Cannot change your own access level.');
  call.state.rules.delete(keyOf(before.calendar, before.id));
  call.state.rev += 1;
  return emptyReply(204);
}

/** Busy times merged where they touch, cut to the asked range; calendars that are not there are told so inside. */
function freeBusy(call: AgendaCall): ReferenceResponse {
  const body = bodyOf(call);
  const [timeMin, timeMax] = [textOf(body, 'timeMin'), textOf(body, 'timeMax')];
  if (timeMin === undefined || timeMax === undefined) throw refuse(400, 'required', 'Missing time range.');
  const [from, to] = [Date.parse(timeMin), Date.parse(timeMax)];
  if (!(from < to)) throw refuse(400, 'timeRangeEmpty', 'The specified time range is empty.');
  const asked = Array.isArray(body['items']) ? (body['items'] as readonly JsonObject[]) : [];
  const calendars = Object.fromEntries(
    asked.map(({ id }) => {
      const calendar = call.state.calendars.get(id === 'primary' ? ME : String(id));
      if (calendar === undefined) return [id, { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] }];
      return [id, { busy: busyOf(call.state, calendar.id, from, to) }];
    }),
  );
  const stamp = (at: number): string => new Date(at).toISOString();
  return jsonReply(200, { kind: 'calendar#freeBusy', timeMin: stamp(from), timeMax: stamp(to), calendars });
}

function busyOf(state: AgendaWorld, calendar: string, from: number, to: number): readonly object[] {
  const spans = [...state.events.values()]
    .filter((event) => event.calendar === calendar && event.status !== 'cancelled' && event.series === undefined)
    .flatMap((event) => (event.rule === undefined ? [event] : instancesOf(state, event)))
    .filter(({ texts }) => texts['transparency'] !== 'transparent')
    .map(({ start, end }) => [Math.max(from, timeOf(start)), Math.min(to, timeOf(end))] as const)
    .filter(([start, end]) => start < end)
    .toSorted(([a], [b]) => a - b);
  const merged: (readonly [number, number])[] = [];
  for (const [start, end] of spans) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], end)];
    else merged.push([start, end]);
  }
  return merged.map(([start, end]) => ({ start: new Date(start).toISOString(), end: new Date(end).toISOString() }));
}
