import type { ProbeDraft } from '../define-probe.ts';
import type { Scenario } from '../probe-source.ts';
import {
  at,
  cold,
  COLD_HOLIDAYS,
  create,
  eventsOf,
  get,
  HOLIDAYS,
  INVITED,
  known,
  meeting,
  MINE,
  PLAIN,
  probe,
  remove,
  ROOMS,
  TEAM,
} from './agenda-probe-kit.ts';
import type { Json } from './agenda-probe-kit.ts';
import { ME } from './agenda-world.ts';

const refused = (target: string, json: Json): ProbeDraft => probe('error', target, { json });
const BASE32 = 'abcdefghijklmnopqrstuv0123456789';

export const AGENDA_ERRORS: readonly Scenario[] = [
  function* unknown({ random }) {
    yield probe('error', `GET ${MINE}/{e}`, { slots: { e: known(random.text(26, BASE32)) } });
    yield probe('error', 'GET /v3/calendars/{c}/events', {
      slots: { c: known(`no${random.between(1, 99)}@group.agenda.test`) },
    });
  },
  function* timeless({ unique }) {
    const turn = unique();
    yield refused(`POST ${MINE}`, { summary: 'When?' });
    yield refused(`POST ${MINE}`, {
      summary: 'Back',
      start: { dateTime: at(turn, 9) },
      end: { dateTime: at(turn, 8) },
    });
    yield refused(`POST ${MINE}`, { ...meeting('Mixed', turn, 9), end: { date: '2025-09-09' } });
    yield probe('list', `GET ${MINE}`, { query: { maxResults: '3' } });
  },
  function* backwards({ random }) {
    const event = random.pick(PLAIN);
    const [path, e] = [eventsOf(event.calendar), cold(event.id)];
    if (event.start.date !== undefined) return;
    yield probe('error', `PATCH ${path}/{e}`, { slots: { e }, json: { end: { dateTime: '2019-05-05T10:00:00Z' } } });
    yield get(path, e);
    yield probe('error', `PATCH ${path}/{e}`, {
      slots: { e },
      headers: { 'if-match': '"3400000000002"' },
      json: { summary: 'x' },
    });
    yield get(path, e);
  },
  function* strangers({ unique }) {
    yield refused(`POST ${MINE}`, { ...meeting('Who', unique(), 9), attendees: [{ email: 'somebody' }] });
    yield refused(`POST ${eventsOf(HOLIDAYS)}`, meeting('Bridge day', unique(), 9));
    yield refused(`PATCH /v3/calendars/${encodeURIComponent(HOLIDAYS)}`, { summary: 'Free days' });
  },
  function* goneTwice({ fresh, unique }) {
    const e = fresh('event');
    yield create(MINE, e, meeting('Gone', unique(), 12));
    yield probe('error', `DELETE ${MINE}/{e}`, { slots: { e }, headers: { 'if-match': '"3400000000003"' } });
    yield remove(MINE, e);
    yield probe('error', `DELETE ${MINE}/{e}`, { slots: { e } });
    yield probe('error', `PATCH ${MINE}/{e}`, { slots: { e }, json: { summary: 'Back' } });
    yield probe('filter', `GET ${MINE}`, { query: { q: 'gone' } });
  },
  function* twice({ fresh, unique }) {
    const [e, id] = [fresh('event'), `double${unique()}k`];
    const json = { id, ...meeting('Chosen id', unique(), 15) };
    yield create(MINE, e, json);
    yield refused(`POST ${MINE}`, json);
    yield get(MINE, e);
  },
  function* ownAnswer({ random }) {
    const [own, other] = [random.pick(PLAIN), random.pick(INVITED.filter(({ rule }) => rule === undefined))];
    yield probe('error', `POST ${eventsOf(own.calendar)}/{e}/accept`, { slots: { e: cold(own.id) }, json: {} });
    if (other.calendar === ROOMS) return;
    yield probe('error', `POST ${eventsOf(other.calendar)}/{e}/move`, {
      slots: { e: cold(other.id) },
      query: { destination: ROOMS },
    });
    yield get(eventsOf(other.calendar), cold(other.id));
  },
  function* badQuery() {
    yield probe('error', `GET ${MINE}`, { query: { timeMin: 'yesterday' } });
    yield probe('error', `GET ${MINE}`, { query: { orderBy: 'startTime' } });
    yield probe('error', `GET ${eventsOf(ROOMS)}`, { query: { syncToken: 'dG9vIG9sZA' } });
  },
  function* badRule() {
    const path = `/v3/calendars/${encodeURIComponent(TEAM)}/acl`;
    yield refused(`POST ${path}`, { role: 'king', scope: { type: 'user', value: 'k@agenda.test' } });
    yield refused(`PATCH ${path}/${encodeURIComponent(`user:${ME}`)}`, { role: 'writer' });
    yield refused('POST /v3/calendars', { description: 'Nameless' });
    yield refused('POST /v3/freeBusy', { timeMin: at(3, 9), timeMax: at(3, 9), items: [{ id: TEAM }] });
    yield refused('POST /v3/batch', { requests: [] });
  },
];

export const AGENDA_RARE_ERRORS: readonly Scenario[] = [
  function* noToken() {
    yield probe('error', `GET ${MINE}`, { known: false, headers: { authorization: '' } });
  },
  function* wrongMethod() {
    yield probe('error', 'DELETE /v3/colors', { known: false });
    yield probe('error', 'PUT /v3/freeBusy', { known: false, json: {} });
  },
  function* badId({ unique }) {
    yield probe('error', `POST ${MINE}`, {
      known: false,
      json: { ...meeting('Bad id', unique(), 9), id: 'UPPER CASE' },
    });
    yield probe('error', `POST ${eventsOf(TEAM)}`, {
      known: false,
      json: { ...meeting('Odd', unique(), 9), status: 'maybe' },
    });
  },
  function* badRecurrence({ unique }) {
    yield probe('error', `POST ${MINE}`, {
      known: false,
      json: { ...meeting('Odd', unique(), 9), recurrence: ['EVERY DAY'] },
    });
  },
  function* primary() {
    yield probe('error', 'DELETE /v3/calendars/primary', { known: false });
    yield probe('error', `DELETE /v3/calendars/${encodeURIComponent(ROOMS)}`, { known: false });
  },
  function* readersEvents({ random }) {
    const holiday = random.pick(COLD_HOLIDAYS);
    yield probe('error', `PATCH ${eventsOf(HOLIDAYS)}/{e}`, {
      known: false,
      slots: { e: cold(holiday.id) },
      json: { summary: 'x' },
    });
    yield probe('error', `DELETE ${eventsOf(HOLIDAYS)}/{e}`, { known: false, slots: { e: cold(holiday.id) } });
    yield get(eventsOf(HOLIDAYS), cold(holiday.id));
  },
  function* movesNowhere({ random }) {
    const event = random.pick(PLAIN);
    const slots = { e: cold(event.id) };
    yield probe('error', `POST ${eventsOf(event.calendar)}/{e}/move`, {
      known: false,
      slots,
      query: { destination: 'none@group.agenda.test' },
    });
    yield probe('error', `POST ${eventsOf(event.calendar)}/{e}/move`, {
      known: false,
      slots,
      query: { destination: HOLIDAYS },
    });
    yield get(eventsOf(event.calendar), slots.e);
  },
  function* badZone() {
    yield probe('error', 'POST /v3/calendars', { known: false, json: { summary: 'Nowhere', timeZone: 'Mars' } });
    yield probe('error', `GET ${MINE}`, { known: false, query: { maxResults: '0' } });
    yield probe('error', `GET ${MINE}`, { known: false, query: { pageToken: 'bm90b2tlbg' } });
  },
  function* emptyText() {
    yield probe('error', `POST ${MINE}/quickAdd`, { known: false });
    yield probe('error', `POST ${MINE}`, {
      known: false,
      body: { kind: 'raw', text: '{"summary":', mediaType: 'application/json' },
    });
  },
];
