import { createProbeSource } from '../probe-source.ts';
import type { Scenario } from '../probe-source.ts';
import type { ProbeSource } from '../probe.ts';
import { AGENDA_ERRORS, AGENDA_RARE_ERRORS } from './agenda-probe-errors.ts';
import {
  at,
  cold,
  create,
  eventsOf,
  freeBusy,
  get,
  INVITED,
  meeting,
  MINE,
  patch,
  PLAIN,
  probe,
  remove,
  ROOMS,
  TEAM,
  to,
} from './agenda-probe-kit.ts';
import { PAGES } from './agenda-probe-pages.ts';
import { PEOPLE, PLACES } from './agenda-world.ts';

const WRITES: readonly Scenario[] = [
  function* meetingLife({ random, fresh, unique }) {
    const [e, turn] = [fresh('event'), unique()];
    yield create(
      MINE,
      e,
      meeting(`Probe ${turn}`, turn, 9, { attendees: [{ email: random.pick(PEOPLE) }], location: 'Room Ada' }),
    );
    yield patch(MINE, e, { start: { dateTime: at(turn, 13) }, end: { dateTime: at(turn, 15) } });
    yield patch(MINE, e, { location: null, description: random.pick(['Bring notes', 'Short']) });
    yield patch(MINE, e, { summary: `Probe ${turn} moved`, colorId: '7' });
    yield get(MINE, e);
    yield freeBusy(at(turn, 0), at(turn, 23), 'primary');
  },
  function* coldEvent({ random, unique }) {
    const event = random.pick(PLAIN);
    const [path, e] = [eventsOf(event.calendar), cold(event.id)];
    yield patch(path, e, { summary: `Renamed ${unique()}`, location: random.pick(PLACES) });
    yield patch(path, e, { visibility: 'private', description: random.pick(['Changed', null]) });
    yield get(path, e);
    yield patch(path, e, {
      attendees: [{ email: random.pick(PEOPLE) }, { email: 'late@else.example', optional: true }],
    });
    yield get(path, e);
    yield probe('list', `GET ${path}`, { query: { maxResults: '6' } });
  },
  function* coldTimes({ random, unique }) {
    const event = random.pick(PLAIN.filter(({ start }) => start.dateTime !== undefined));
    const [path, e, turn] = [eventsOf(event.calendar), cold(event.id), unique()];
    yield patch(path, e, { start: { dateTime: at(turn, 8) }, end: { dateTime: at(turn, 8, 45) } });
    yield get(path, e);
    yield patch(path, e, { end: { dateTime: at(turn, 9, 30) } });
    yield freeBusy(at(turn, 6), at(turn, 12), event.calendar);
    yield probe('filter', `GET ${path}`, { query: { timeMin: at(turn, 0), timeMax: at(turn, 23) } });
  },
  function* replaced({ fresh, unique }) {
    const [path, e, turn] = [eventsOf(TEAM), fresh('event'), unique()];
    yield create(
      path,
      e,
      meeting('Full', turn, 10, {
        description: 'All there',
        colorId: '3',
        extendedProperties: { private: { a: '1', b: '2' } },
      }),
    );
    yield patch(path, e, { extendedProperties: { private: { a: null, c: '3' } } });
    yield get(path, e);
    yield probe('write', `PUT ${path}/{e}`, { slots: { e }, json: meeting('Bare', turn, 11) });
    yield get(path, e);
  },
  function* series({ random, fresh, unique }) {
    const [e, i, turn] = [fresh('event'), fresh('instance'), unique()];
    yield create(
      MINE,
      e,
      meeting('Rounds', turn, 8, { recurrence: [`RRULE:FREQ=WEEKLY;COUNT=${random.between(3, 6)}`] }),
    );
    yield { ...probe('list', `GET ${MINE}/{e}/instances`, { slots: { e } }), bind: to(i, '$.items[1].id') };
    yield patch(MINE, i, { summary: 'Rounds, elsewhere', location: 'Video' });
    yield get(MINE, i);
    yield remove(MINE, i);
    yield probe('list', `GET ${MINE}/{e}/instances`, { slots: { e } });
    yield patch(MINE, e, { summary: 'Rounds (new)' });
    yield patch(MINE, e, { colorId: '2' });
    yield get(MINE, e);
  },
  function* answered({ random }) {
    const event = random.pick(INVITED);
    const [path, e] = [eventsOf(event.calendar), cold(event.id)];
    const say = (word: string, json: { readonly comment?: string }): ReturnType<typeof probe> =>
      probe('write', `POST ${path}/{e}/${word}`, { slots: { e }, shows: null, json });
    yield say(random.pick(['accept', 'decline']), random.chance(0.5) ? { comment: 'Noted' } : {});
    yield say(random.pick(['accept', 'decline']), {});
    yield get(path, e);
  },
  function* cancelled({ fresh, unique }) {
    const [e, turn] = [fresh('event'), unique()];
    yield create(MINE, e, meeting('Short-lived', turn, 16));
    yield remove(MINE, e);
    yield probe('filter', `GET ${MINE}/{e}`, { slots: { e } });
    yield probe('error', `DELETE ${MINE}/{e}`, { slots: { e } });
    yield probe('filter', `GET ${MINE}`, { query: { timeMin: at(turn, 8), timeMax: at(turn, 20) } });
  },
  function* synced({ fresh, unique }) {
    const [path, turn, e, t, u] = [eventsOf(ROOMS), unique(), fresh('event'), fresh('token'), fresh('token')];
    const [$t, $u] = [{ $slot: 't' }, { $slot: 'u' }];
    yield { ...probe('list', `GET ${path}`), bind: to(t, '$.nextSyncToken') };
    yield create(path, e, meeting('In sync', turn, 12));
    yield patch(path, e, { summary: 'In sync again' });
    yield {
      ...probe('filter', `GET ${path}`, { slots: { t }, query: { syncToken: $t } }),
      bind: to(u, '$.nextSyncToken'),
    };
    yield remove(path, e);
    yield probe('filter', `GET ${path}`, { slots: { u }, query: { syncToken: $u } });
  },
  function* calendarLife({ random, fresh, unique }) {
    const [c, e, turn] = [fresh('calendar'), fresh('event'), unique()];
    const path = '/v3/calendars/{c}';
    yield probe('write', 'POST /v3/calendars', {
      slots: { c },
      creates: path,
      bind: to(c, '$.id'),
      json: { summary: `Probe calendar ${turn}`, timeZone: random.pick(['UTC', 'Europe/Lisbon']) },
    });
    yield probe('write', `POST ${path}/events`, {
      slots: { c, e },
      creates: `${path}/events/{e}`,
      bind: to(e, '$.id'),
      json: meeting('Only one', turn, 10),
    });
    yield probe('list', `GET ${path}/events`, { slots: { c } });
    yield probe('write', `PATCH ${path}`, {
      slots: { c },
      json: { description: 'For probes', summary: 'Renamed calendar' },
    });
    yield probe('read-item', `GET ${path}`, { slots: { c } });
    if (random.chance(0.5)) return;
    yield probe('write', `DELETE ${path}`, { slots: { c } });
    yield probe('error', `GET ${path}`, { slots: { c } });
    yield probe('list', 'GET /v3/users/me/calendarList');
  },
  function* sharing({ random, fresh, unique }) {
    const [r, path] = [fresh('rule'), `/v3/calendars/${encodeURIComponent(TEAM)}/acl`];
    const value = `probe.${unique()}@agenda.test`;
    yield probe('write', `POST ${path}`, {
      slots: { r },
      creates: `${path}/{r}`,
      bind: to(r, '$.id'),
      json: { role: 'reader', scope: { type: 'user', value } },
    });
    yield probe('write', `PATCH ${path}/{r}`, { slots: { r }, json: { role: random.pick(['writer', 'owner']) } });
    yield probe('read-item', `GET ${path}/{r}`, { slots: { r } });
    yield probe('write', `DELETE ${path}/{r}`, { slots: { r } });
    yield probe('list', `GET ${path}`);
  },
  function* inOneGo({ random, fresh, unique }) {
    const [e, turn, event] = [fresh('event'), unique(), random.pick(PLAIN)];
    const url = `${eventsOf(event.calendar)}/${event.id}`.replace('/v3', '');
    yield probe('write', 'POST /v3/batch', {
      shows: null,
      bind: to(e, '$.responses[0].body.id'),
      json: {
        requests: [
          { id: 'a', method: 'POST', url: '/calendars/primary/events', body: meeting('Batched', turn, 14) },
          { id: 'b', method: 'PATCH', url, body: { colorId: String(random.between(1, 9)) } },
        ],
      },
    });
    yield patch(MINE, e, { summary: 'Batched, then changed' });
    yield get(eventsOf(event.calendar), cold(event.id));
    yield get(MINE, e);
  },
  function* moved({ fresh, unique }) {
    const [id, turn, e] = [`probe${unique()}k`, unique(), fresh('event')];
    yield create(MINE, e, { id, ...meeting('Homeless', turn, 9) });
    yield probe('write', `POST ${MINE}/{e}/move`, {
      slots: { e },
      query: { destination: TEAM },
      entity: `${eventsOf(TEAM)}/{e}`,
    });
    yield get(eventsOf(TEAM), e);
    yield probe('error', `GET ${MINE}/{e}`, { slots: { e } });
  },
  function* quick({ random, fresh, unique }) {
    const [e, turn] = [fresh('event'), unique()];
    const text = `${random.pick(['Tea with Ines', 'Pay the bill'])} on ${at(turn, 0).slice(0, 10)} at ${random.pick(['10:15', '17:00'])}`;
    yield probe('write', `POST ${MINE}/quickAdd`, {
      slots: { e },
      creates: `${MINE}/{e}`,
      bind: to(e, '$.id'),
      query: { text },
    });
    yield patch(MINE, e, { location: random.pick(PLACES) });
    yield get(MINE, e);
  },
];

export function agendaProbes(seed: number): ProbeSource {
  return createProbeSource(seed, {
    writes: WRITES,
    pages: PAGES,
    errors: AGENDA_ERRORS,
    rareErrors: AGENDA_RARE_ERRORS,
  });
}
