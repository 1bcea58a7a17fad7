import type { Scenario } from '../probe-source.ts';
import { COLD, cold, eventsOf, freeBusy, get, MINE, probe, TEAM, to } from './agenda-probe-kit.ts';

export const PAGES: readonly Scenario[] = [
  function* tokens({ random, fresh }) {
    const t = fresh('page');
    const [path, maxResults] = [random.pick([MINE, eventsOf(TEAM)]), String(random.pick([4, 7, 9]))];
    yield { ...probe('page', `GET ${path}`, { query: { maxResults } }), bind: to(t, '$.nextPageToken') };
    yield probe('page', `GET ${path}`, { slots: { t }, query: { maxResults, pageToken: { $slot: 't' } } });
  },
  function* ranges({ random }) {
    const path = random.pick([MINE, eventsOf(TEAM)]);
    const day = random.between(4, 25);
    const range = {
      timeMin: `2024-03-${String(day).padStart(2, '0')}T00:00:00Z`,
      timeMax: `2024-03-${day + 5 > 31 ? 31 : String(day + 5).padStart(2, '0')}T00:00:00Z`,
    };
    yield probe('filter', `GET ${path}`, { query: range });
    yield probe('filter', `GET ${path}`, { query: { ...range, singleEvents: 'true', orderBy: 'startTime' } });
  },
  function* words({ random }) {
    yield probe('filter', `GET ${MINE}`, {
      query: { q: random.pick(['review', 'dentist', 'ROOM', 'yusuf@agenda.test']) },
    });
    yield probe('filter', `GET ${eventsOf(TEAM)}`, {
      query: { q: random.pick(['planning', 'budget', 'café']), maxResults: '5' },
    });
  },
  function* busy({ random }) {
    const day = `2024-03-${random.pick(['11', '14', '19', '27'])}`;
    yield freeBusy(`${day}T06:00:00Z`, `${day}T20:00:00Z`, 'primary', TEAM);
  },
  function* known({ random, fresh }) {
    const event = random.pick(COLD);
    const [path, e, t] = [eventsOf(event.calendar), cold(event.id), fresh('etag')];
    yield { ...get(path, e), bind: t.kind === 'handle' ? [{ name: t.name, header: 'etag' }] : [] };
    yield probe('filter', `GET ${path}/{e}`, { slots: { e, t }, headers: { 'if-none-match': '{t}' } });
    yield probe('filter', 'GET /v3/users/me/calendarList', {
      query: { minAccessRole: random.pick(['owner', 'writer']) },
    });
  },
];
