import { createProbeSource } from '../probe-source.ts';
import type { Scenario } from '../probe-source.ts';
import type { ProbeBinding, ProbeSource, SlotRef } from '../probe.ts';
import { NOTES } from '../words.ts';
import { TRACKER_ERRORS, TRACKER_RARE_ERRORS } from './tracker-probe-errors.ts';
import { cold, issuePath, MEMBER, probe, ROLE_HANDLES, SEED, unseenBody } from './tracker-probe-kit.ts';
import { COLD_PROJECTS, isColdIssue, passwordOf, ROLES } from './tracker-world.ts';

const RELOGIN_MS = 11 * 60_000;
const HOT_PROJECTS = ['web-app', 'mobile-ios', 'infra'] as const;
const COLD_ISSUES = [...SEED.issues.values()].filter(
  ({ project, number }) => isColdIssue(project, number) && SEED.projects.get(project)?.archived === false,
);
const COLD_OPEN = COLD_ISSUES.filter(({ state }) => state === 'open');
const DOOMED = COLD_ISSUES.filter(({ state }) => state === 'closed').slice(0, 5);
const EDITABLE = COLD_ISSUES.filter((issue) => issue.state !== 'open' && !DOOMED.includes(issue));

const etagTo = (e: SlotRef): readonly ProbeBinding[] => (e.kind === 'handle' ? [{ name: e.name, header: 'etag' }] : []);
const matching = { 'if-match': '{e}' };

const WRITES: readonly Scenario[] = [
  function* issueLife({ random, fresh }) {
    const [n, e] = [fresh('issue'), fresh('etag')];
    const project = random.pick(random.chance(0.5) ? COLD_PROJECTS : HOT_PROJECTS);
    const s = cold(project);
    const slots = { s, n, e };
    yield probe('write', 'POST /api/projects/{s}/issues', {
      slots,
      creates: issuePath,
      bind: [{ name: n.name, jsonPath: '$.number' }, ...etagTo(e)],
      json: {
        title: `${random.pick(['Tooltip', 'Sync', 'Upload'])} ${random.pick(['flickers', 'stalls', 'is lost'])}`,
        labels: ['bug'],
        ...(random.chance(0.5) ? { body: random.pick(NOTES), assignee: 'priya' } : {}),
      },
    });
    yield probe('write', `PATCH ${issuePath}`, {
      slots,
      headers: matching,
      json: { priority: random.pick(['low', 'high', null]), due_on: '2024-06-30' },
    });
    yield probe('read-item', `GET ${issuePath}`, { slots, bind: etagTo(e) });
    yield probe('write', `POST ${issuePath}/transitions`, { slots, json: { to: 'in_progress' } });
    yield probe('write', `DELETE ${issuePath}/labels/bug`, { slots, entity: issuePath });
    yield probe('read-item', `GET ${issuePath}`, { slots });
    yield probe('write', `POST ${issuePath}/transitions`, { slots, json: { to: 'resolved' } });
    yield probe('list', 'GET /api/projects/{s}/issues', {
      slots: { s },
      unseen: unseenBody(project, '$.items[*].body'),
    });
    if (random.chance(0.6)) {
      const admin = { ...slots, token: ROLE_HANDLES.admin };
      yield probe('write', `DELETE ${issuePath}`, { slots: admin });
      yield probe('error', `GET ${issuePath}`, { slots });
      yield probe('read-item', 'GET /api/projects/{s}', { slots: { s } });
    }
  },
  function* commentLife({ random, fresh }) {
    const [n, c, d] = [fresh('issue'), fresh('comment'), fresh('comment')];
    const s = cold(random.pick([...HOT_PROJECTS, ...COLD_PROJECTS]));
    const slots = { s, n, c, d };
    const say = (handle: typeof c) =>
      probe('write', `POST ${issuePath}/comments`, {
        slots: { s, n, x: handle },
        creates: '/api/comments/{x}',
        bind: [{ name: handle.name, jsonPath: '$.id' }],
        json: { body: random.pick(NOTES) },
      });
    yield probe('write', 'POST /api/projects/{s}/issues', {
      slots,
      creates: issuePath,
      bind: [{ name: n.name, jsonPath: '$.number' }],
      json: { title: 'Needs a discussion' },
    });
    yield say(c);
    yield probe('read-item', 'GET /api/comments/{c}', { slots });
    yield say(d);
    yield probe('read-item', `GET ${issuePath}`, { slots });
    yield probe('write', 'PATCH /api/comments/{c}', { slots, json: { body: 'Never mind, found it.' } });
    yield probe('write', 'DELETE /api/comments/{d}', { slots });
    yield probe('list', `GET ${issuePath}/comments`, { slots });
    yield probe('read-item', `GET ${issuePath}`, { slots });
    yield probe('error', 'GET /api/comments/{d}', { slots });
  },
  function* coldIssueEdit({ random, fresh }) {
    const issue = random.pick(EDITABLE);
    const slots = { s: cold(issue.project), n: cold(issue.number), e: fresh('etag') };
    const unseen = unseenBody(issue.project);
    yield probe('read-item', `GET ${issuePath}`, { slots, bind: etagTo(slots.e), unseen });
    yield probe('write', `PATCH ${issuePath}`, {
      slots,
      headers: matching,
      bind: etagTo(slots.e),
      unseen,
      json: { assignee: random.pick(['hiro', 'priya', null]) },
    });
    yield probe('write', `PATCH ${issuePath}`, {
      slots,
      headers: matching,
      bind: etagTo(slots.e),
      json: { title: `Triaged: ${issue.title}`, body: random.pick(NOTES) },
    });
    yield probe('write', `POST ${issuePath}/comments`, { slots, shows: null, json: { body: 'Looked at it today.' } });
    yield probe('write', `PUT ${issuePath}/labels/bug`, { slots, entity: issuePath });
    yield probe('read-item', `GET ${issuePath}`, { slots });
  },
  function* coldIssueMoves({ random, take, fresh }) {
    const issue = take(COLD_OPEN);
    if (issue === undefined) return;
    const slots = { s: cold(issue.project), n: cold(issue.number), e: fresh('etag') };
    const unseen = unseenBody(issue.project);
    yield probe('write', `POST ${issuePath}/transitions`, {
      slots,
      unseen,
      json: { to: random.pick(['closed', 'in_progress']) },
    });
    yield probe('read-item', `GET ${issuePath}`, { slots, unseen });
    yield probe('write', `PUT ${issuePath}/labels/bug`, { slots, unseen, entity: issuePath });
    yield probe('write', `POST ${issuePath}/transitions`, { slots, unseen, json: { to: 'open' } });
    yield probe('filter', 'GET /api/projects/{s}/issues', {
      slots,
      query: { state: 'open' },
      unseen: unseenBody(issue.project, '$.items[*].body'),
    });
    yield probe('read-item', 'GET /api/projects/{s}', { slots });
  },
  function* coldIssueGoes({ take }) {
    const issue = take(DOOMED);
    if (issue === undefined) return;
    const slots = { s: cold(issue.project), n: cold(issue.number), token: ROLE_HANDLES.admin };
    yield probe('write', `DELETE ${issuePath}`, { slots });
    yield probe('error', `GET ${issuePath}`, { slots });
    yield probe('read-item', 'GET /api/projects/{s}', { slots });
  },
  function* projectLife({ random, fresh, unique }) {
    const [p, n] = [fresh('project'), fresh('issue')];
    const slots = { p, n, token: ROLE_HANDLES.admin };
    const issue = '/api/projects/{p}/issues/{n}';
    yield probe('write', 'POST /api/projects', {
      slots,
      creates: '/api/projects/{p}',
      bind: [{ name: p.name, jsonPath: '$.slug' }],
      json: { name: `Probe ${unique()} – ${random.pick(['Crème', 'Plan', 'Ops'])}`, lead: 'hiro' },
    });
    yield probe('write', 'POST /api/projects/{p}/labels', {
      slots,
      shows: null,
      json: { name: 'ops', color: '#123456' },
    });
    yield probe('write', 'POST /api/projects/{p}/issues', {
      slots,
      creates: issue,
      bind: [{ name: n.name, jsonPath: '$.number' }],
      json: { title: 'Kick-off', labels: ['ops'] },
    });
    yield probe('read-item', 'GET /api/projects/{p}', { slots });
    yield probe('write', 'PATCH /api/projects/{p}', { slots, json: { description: random.pick(NOTES), lead: null } });
    yield probe('read-item', 'GET /api/projects/{p}', { slots });
    yield probe('write', `POST ${issue}/transitions`, { slots, json: { to: 'closed' } });
    yield probe('read-item', 'GET /api/projects/{p}', { slots });
  },
  function* myself({ random }) {
    yield probe('write', 'PATCH /api/users/me', {
      entity: '/api/users/me',
      json: { timezone: random.pick(['UTC', 'America/Lima', null]) },
    });
    yield probe('read-item', 'GET /api/users/me', { entity: '/api/users/me' });
    yield probe('write', 'PATCH /api/users/me', {
      entity: '/api/users/me',
      json: { name: random.pick(['Oisín Murphy', 'Oisín P. Murphy']) },
    });
    yield probe('list', 'GET /api/users');
  },
];

const PAGES: readonly Scenario[] = [
  function* issuePages({ random }) {
    const limit = String(random.pick([4, 7, 11]));
    for (const offset of ['0', limit, String(Number(limit) * 2)]) {
      yield probe('page', 'GET /api/projects/web-app/issues', { query: { offset, limit } });
    }
  },
  function* searchPages({ random }) {
    yield probe('page', 'GET /api/search', {
      query: { q: random.pick(['export', 'login', 'the']), offset: '3', limit: '5' },
    });
    yield probe('page', 'GET /api/search', { query: { offset: String(random.between(5, 60)), limit: '6' } });
  },
  function* filters({ random }) {
    const s = cold(random.pick(HOT_PROJECTS));
    yield probe('filter', 'GET /api/projects/{s}/issues', {
      slots: { s },
      query: { state: random.pick(['open', 'resolved', 'closed']) },
    });
    yield probe('filter', 'GET /api/projects/{s}/issues', {
      slots: { s },
      query: { assignee: random.pick(['priya', 'hiro', 'none']) },
    });
    yield probe('filter', 'GET /api/projects/{s}/issues', { slots: { s }, query: { label: 'bug', state: 'open' } });
  },
  function* sorted({ random }) {
    yield probe('filter', 'GET /api/projects/infra/issues', { query: { sort: 'updated', limit: '5' } });
    yield probe('filter', 'GET /api/search', { query: { q: random.pick(['time', 'row', 'SAFARI']) } });
  },
  function* userPages() {
    yield probe('page', 'GET /api/users', { query: { offset: '4', limit: '4' } });
    yield probe('page', 'GET /api/projects', { query: { offset: '100' } });
  },
];

export function trackerProbes(seed: number): ProbeSource {
  let loggedIn: number | undefined;
  return createProbeSource(seed, {
    writes: WRITES,
    pages: PAGES,
    errors: TRACKER_ERRORS,
    rareErrors: TRACKER_RARE_ERRORS,
    *before({ now }) {
      if (loggedIn !== undefined && now() - loggedIn < RELOGIN_MS) return;
      loggedIn = now();
      for (const [role, handle] of Object.entries(ROLE_HANDLES)) {
        const username = ROLES[role as keyof typeof ROLE_HANDLES];
        yield probe('auth', 'POST /api/auth/login', {
          headers: { authorization: '' },
          json: { username, password: passwordOf(username) },
          bind: [
            { name: handle.name, jsonPath: '$.access_token' },
            { name: `${handle.name}Refresh`, jsonPath: '$.refresh_token' },
          ],
        });
      }
      yield probe('auth', 'POST /api/auth/refresh', {
        headers: { authorization: '' },
        slots: { r: { kind: 'handle', name: `${MEMBER.name}Refresh` } },
        json: { refresh_token: { $slot: 'r' } },
        bind: [
          { name: MEMBER.name, jsonPath: '$.access_token' },
          { name: 'spentRefresh', jsonPath: '$.refresh_token' },
        ],
      });
    },
  });
}
