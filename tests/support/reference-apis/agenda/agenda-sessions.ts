import { sessionsOf } from '../sessions-of.ts';
import type { Workflow } from '../sessions-of.ts';
import { at, client, HOLIDAYS, hot, ids, pages, ROOMS, simple, TEAM } from './agenda-session-kit.ts';
import { ME, PEOPLE, PLACES } from './agenda-world.ts';

const MINE = '/v3/calendars/primary/events';
const eventsOf = (calendar: string): string => `/v3/calendars/${encodeURIComponent(calendar)}/events`;

const WORKFLOWS: Readonly<Record<string, Workflow>> = {
  overview: (send) => {
    const agenda = client(send);
    agenda.call('GET /v3/users/me/calendarList');
    for (const calendar of [TEAM, ROOMS, HOLIDAYS]) {
      agenda.call(`GET /v3/calendars/${encodeURIComponent(calendar)}`);
      agenda.call(`GET ${eventsOf(calendar)}`);
    }
    pages(agenda, `${MINE}?maxResults=12`);
    agenda.call('GET /v3/colors');
    agenda.call(`GET /v3/calendars/${encodeURIComponent(TEAM)}/acl`);
  },
  'plan-a-meeting': (send, random, index) => {
    const agenda = client(send);
    agenda.call('POST /v3/freeBusy', {
      json: { timeMin: at(index, 8), timeMax: at(index, 18), items: [{ id: 'primary' }, { id: TEAM }] },
    });
    const made = agenda.call(`POST ${MINE}?sendUpdates=all`, {
      json: {
        summary: `${random.pick(['Kick-off', 'Review', 'Sync'])} ${index}`,
        ...(random.chance(0.5) ? { location: random.pick(PLACES) } : { description: 'Agenda follows.' }),
        start: { dateTime: at(index, 10) },
        end: { dateTime: at(index, 11) },
        attendees: [{ email: random.pick(PEOPLE) }, { email: 'guest@else.example', optional: true }],
      },
    });
    const path = `${MINE}/${made.text('$.id')}`;
    agenda.call(`GET ${path}`);
    agenda.call(`PATCH ${path}`, {
      json: { start: { dateTime: at(index, 14) }, end: { dateTime: at(index, 15) } },
      headers: { 'if-match': made.text('$.etag') },
    });
    agenda.call(`PATCH ${path}`, { json: { summary: 'Too late' }, headers: { 'if-match': made.text('$.etag') } });
    agenda.call(`PATCH ${path}`, { json: { location: random.pick(PLACES), description: null } });
    agenda.call(`GET ${path}`);
    agenda.call('POST /v3/freeBusy', {
      json: { timeMin: at(index, 8), timeMax: at(index, 18), items: [{ id: 'primary' }] },
    });
  },
  replace: (send, random, index) => {
    const agenda = client(send);
    const made = agenda.call(`POST ${eventsOf(TEAM)}`, {
      json: {
        summary: 'Workshop',
        description: 'Two rooms',
        colorId: '5',
        start: { dateTime: at(index, 9), timeZone: 'UTC' },
        end: { dateTime: at(index, 12), timeZone: 'UTC' },
        extendedProperties: { private: { ticket: `T-${index}` } },
      },
    });
    const path = `${eventsOf(TEAM)}/${made.text('$.id')}`;
    agenda.call(`PUT ${path}`, {
      json: {
        summary: 'Workshop (short)',
        start: { dateTime: at(index, 9), timeZone: 'UTC' },
        end: { dateTime: at(index, 10), timeZone: 'UTC' },
      },
    });
    agenda.call(`GET ${path}`);
    agenda.call(`PATCH ${path}`, { json: { extendedProperties: { private: { room: 'A', ticket: 'T' } } } });
    agenda.call(`PATCH ${path}`, {
      json: { extendedProperties: { private: { ticket: null } }, transparency: 'transparent' },
    });
    agenda.call(`GET ${path}`);
    agenda.call(`PUT ${path}`, { json: { summary: 'No times' } });
    agenda.call(`GET ${eventsOf(TEAM)}?q=${random.pick(['workshop', 'retro', 'short'])}`);
  },
  series: (send, random, index) => {
    const agenda = client(send);
    const made = agenda.call(`POST ${MINE}`, {
      json: {
        summary: 'Stand-up',
        start: { dateTime: at(index, 9), timeZone: 'Europe/Berlin' },
        end: { dateTime: at(index, 9, 15), timeZone: 'Europe/Berlin' },
        recurrence: [`RRULE:FREQ=${random.pick(['WEEKLY', 'DAILY'])};COUNT=${random.between(3, 5)}`],
      },
    });
    const path = `${MINE}/${made.text('$.id')}`;
    const listed = agenda.call(`GET ${path}/instances`);
    const [, second = '', third = ''] = ids(listed);
    agenda.call(`GET ${MINE}/${second}`);
    agenda.call(`PATCH ${MINE}/${second}`, { json: { summary: 'Stand-up (long)', location: 'Room Ada' } });
    agenda.call(`DELETE ${MINE}/${third}`);
    agenda.call(`GET ${path}/instances`);
    agenda.call(`GET ${MINE}?singleEvents=true&orderBy=startTime&timeMin=${at(index, 0)}&timeMax=${at(index + 1, 0)}`);
    agenda.call(`GET ${MINE}?orderBy=startTime`);
    if (random.chance(0.5)) agenda.call(`DELETE ${path}`);
    agenda.call(`GET ${path}`);
    agenda.call(`GET ${path}/instances?maxResults=2`);
  },
  invitations: (send, random) => {
    const agenda = client(send);
    agenda.call(`GET ${MINE}?q=${encodeURIComponent('otto@agenda.test')}`);
    const event = hot(random, ({ organizer, attendees }) => organizer !== ME && attendees.length > 0);
    const path = `${eventsOf(event.calendar)}/${event.id}`;
    const [first, second] = random.shuffle(['accept', 'decline']);
    agenda.call(`POST ${path}/${first}`, {
      json: random.chance(0.5) ? { comment: random.pick(['See you', 'A bit late']) } : {},
    });
    agenda.call(`GET ${path}`);
    agenda.call(`POST ${path}/${second}`);
    agenda.call(`GET ${path}`);
    const own = hot(random, ({ organizer }) => organizer === ME);
    agenda.call(`POST ${eventsOf(own.calendar)}/${own.id}/accept`, { json: {} });
    agenda.call(`POST ${path}/move?destination=${encodeURIComponent(ROOMS)}`);
  },
  'cancel-a-meeting': (send, random, index) => {
    const agenda = client(send);
    const made = agenda.call(`POST ${MINE}`, { json: simple(`Cancelled soon ${index}`, index, 16) });
    const path = `${MINE}/${made.text('$.id')}`;
    agenda.call(`DELETE ${path}`, { headers: { 'if-match': '"3400000000001"' } });
    agenda.call(`DELETE ${path}`);
    agenda.call(`GET ${path}`);
    agenda.call(`DELETE ${path}`);
    agenda.call(`PATCH ${path}`, { json: { summary: 'Again' } });
    agenda.call(`GET ${MINE}?timeMin=${at(index, 8)}&timeMax=${at(index, 20)}`);
    agenda.call(`GET ${MINE}/${random.text(26, 'abcdefghijklmnopqrstuv0123456789')}`);
  },
  sync: (send, random, index) => {
    const agenda = client(send);
    const first = agenda.call(`GET ${eventsOf(ROOMS)}`);
    const token = encodeURIComponent(first.text('$.nextSyncToken'));
    const kept = agenda.call(`POST ${eventsOf(ROOMS)}`, { json: simple(`Booked ${index}`, index, 13) });
    const gone = agenda.call(`POST ${eventsOf(ROOMS)}`, { json: simple('Mistake', index, 15) }).text('$.id');
    agenda.call(`DELETE ${eventsOf(ROOMS)}/${gone}`);
    const second = agenda.call(`GET ${eventsOf(ROOMS)}?syncToken=${token}`);
    agenda.call(`PATCH ${eventsOf(ROOMS)}/${kept.text('$.id')}`, { json: { summary: `Booked ${index}, confirmed` } });
    agenda.call(`GET ${eventsOf(ROOMS)}?syncToken=${encodeURIComponent(second.text('$.nextSyncToken'))}`);
    agenda.call(`GET ${eventsOf(ROOMS)}?syncToken=${random.chance(0.5) ? 'b2xk' : 'Y2Fubm90'}`);
  },
  calendars: (send, random, index) => {
    const agenda = client(send);
    const made = agenda.call('POST /v3/calendars', {
      json: {
        summary: `Project ${index}`,
        ...(random.chance(0.5) ? { timeZone: 'UTC' } : { description: 'Temporary' }),
      },
    });
    const path = `/v3/calendars/${encodeURIComponent(made.text('$.id'))}`;
    agenda.call(`GET ${path}`);
    agenda.call(`POST ${path}/events`, { json: simple('First', index, 10) });
    agenda.call(`PATCH ${path}`, {
      json: { description: random.pick(['Until June', null]), summary: `Project ${index}!` },
    });
    agenda.call(`GET ${path}/events`);
    agenda.call('GET /v3/users/me/calendarList?minAccessRole=writer');
    if (random.chance(0.6)) {
      agenda.call(`DELETE ${path}`);
      agenda.call(`GET ${path}`);
      agenda.call(`GET ${path}/events`);
    }
    agenda.call('POST /v3/calendars', { json: { description: 'untitled' } });
    agenda.call(`PATCH /v3/calendars/${encodeURIComponent(HOLIDAYS)}`, { json: { summary: 'Mine' } });
  },
  sharing: (send, random, index) => {
    const agenda = client(send);
    const acl = `/v3/calendars/${encodeURIComponent(TEAM)}/acl`;
    const value = `new.${index}@agenda.test`;
    const rule = agenda.call(`POST ${acl}`, { json: { role: 'reader', scope: { type: 'user', value } } });
    const path = `${acl}/${encodeURIComponent(rule.text('$.id'))}`;
    agenda.call(`PATCH ${path}`, { json: { role: random.pick(['writer', 'owner']) } });
    agenda.call(`GET ${path}`);
    agenda.call(`POST ${acl}`, { json: { role: 'freeBusyReader', scope: { type: 'user', value } } });
    agenda.call(`GET ${acl}`);
    agenda.call(`DELETE ${path}`);
    agenda.call(`GET ${path}`);
    agenda.call(`POST ${acl}`, { json: { role: 'boss', scope: { type: 'user', value } } });
    agenda.call(`PATCH ${acl}/${encodeURIComponent(`user:${ME}`)}`, { json: { role: 'reader' } });
  },
  batch: (send, random, index) => {
    const agenda = client(send);
    const event = hot(random, ({ organizer }) => organizer === ME);
    const url = `${eventsOf(event.calendar)}/${event.id}`.replace('/v3', '');
    const answered = agenda.call('POST /v3/batch', {
      json: {
        requests: [
          {
            id: '1',
            method: 'POST',
            url: '/calendars/primary/events',
            body: simple(`From a batch ${index}`, index, 17),
          },
          { id: '2', method: 'PATCH', url, body: { colorId: String(random.between(1, 9)) } },
          { id: '3', method: 'GET', url: '/calendars/primary/events/doesnotexist' },
        ],
      },
    });
    agenda.call(`GET ${MINE}/${answered.text('$.responses[0].body.id')}`);
    agenda.call(`GET /v3${url}`);
    agenda.call('POST /v3/batch', { json: { requests: [] } });
    agenda.call(
      `POST ${MINE}/quickAdd?text=${encodeURIComponent(`Call mum on ${at(index, 0).slice(0, 10)} at 18:30`)}`,
    );
    agenda.call(`POST ${MINE}/quickAdd?text=${encodeURIComponent(`Water the plants on ${at(index, 0).slice(0, 10)}`)}`);
  },
  'own-ids': (send, random, index) => {
    const agenda = client(send);
    const id = `import${index}${random.text(6, 'abcdefghij0123456789')}`;
    const json = { id, ...simple(`Imported ${index}`, index, 11) };
    agenda.call(`POST ${MINE}`, { json });
    agenda.call(`POST ${MINE}`, { json });
    agenda.call(`GET ${MINE}/${id}`);
    const seen = agenda.call(`GET ${MINE}/${id}`);
    agenda.call(`GET ${MINE}/${id}`, { headers: { 'if-none-match': seen.text('$.etag') } });
    agenda.call(`POST ${MINE}/${id}/move?destination=${encodeURIComponent(TEAM)}`);
    agenda.call(`GET ${MINE}/${id}`);
    agenda.call(`GET ${eventsOf(TEAM)}/${id}`);
    agenda.call(`POST ${eventsOf(TEAM)}/${id}/move`);
    agenda.call(`GET ${eventsOf(TEAM)}?updatedMin=${at(0, 0)}&orderBy=updated&maxResults=5`);
  },
  mistakes: (send, random, index) => {
    const agenda = client(send);
    const times = { start: { dateTime: at(index, 12) }, end: { dateTime: at(index, 11) } };
    agenda.call(`POST ${MINE}`, { json: { summary: 'Backwards', ...times } });
    agenda.call(`POST ${MINE}`, { json: { summary: 'Timeless' } });
    agenda.call(`POST ${MINE}`, { json: { ...simple('Mixed', index, 9), end: { date: '2024-06-01' } } });
    agenda.call(`POST ${MINE}`, { json: { ...simple('Guests', index, 9), attendees: [{ email: 'not-an-address' }] } });
    agenda.call(`POST ${eventsOf(HOLIDAYS)}`, { json: simple('Day off', index, 9) });
    agenda.call('GET /v3/calendars/nothing@group.agenda.test/events');
    agenda.call(`GET ${MINE}?timeMin=tomorrow`);
    agenda.call('POST /v3/freeBusy', { json: { timeMin: at(index, 9), timeMax: at(index, 9), items: [{ id: TEAM }] } });
    agenda.call('POST /v3/freeBusy', {
      json: { timeMin: at(index, 7), timeMax: at(index, 20), items: [{ id: TEAM }, { id: 'who@else.example' }] },
    });
    const event = hot(random, ({ organizer, rule }) => organizer === ME && rule === undefined);
    const path = `${eventsOf(event.calendar)}/${event.id}`;
    agenda.call(`PATCH ${path}`, { json: { end: { dateTime: '2020-01-01T00:00:00Z' } } });
    agenda.call(`PATCH ${path}`, { json: { summary: random.pick(['Moved here', 'Renamed']), visibility: 'private' } });
    agenda.call(`GET ${path}`);
  },
};

export function agendaSessions(seed: number, count: number): ReturnType<typeof sessionsOf> {
  return sessionsOf(WORKFLOWS, seed, count);
}
