import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Random } from '../random.ts';
import type { ReferenceSend } from '../reference-api.ts';
import { createSessionClient } from '../session-client.ts';
import type { Answer, SessionClient } from '../session-client.ts';
import { sessionsOf } from '../sessions-of.ts';
import type { Workflow } from '../sessions-of.ts';
import { NOTES } from '../words.ts';
import { TRACKER_ORIGIN } from './tracker-origin.ts';
import { isColdIssue, passwordOf, ROLES } from './tracker-world.ts';

const HOT = ['web-app', 'mobile-ios', 'infra', 'data-platform'] as const;
const COLLEAGUES = ['priya', 't.mokoena', 'hiro', null] as const;

const WORKFLOWS: Readonly<Record<string, Workflow>> = {
  export: (send) => {
    const client = login(send, ROLES.admin);
    client.call('GET /api/users?limit=50');
    client.call('GET /api/projects');
    for (const slug of HOT) {
      client.call(`GET /api/projects/${slug}/labels`);
      pages(client, `/api/projects/${slug}/issues`, 15);
    }
    pages(client, '/api/search', 50);
  },
  triage: (send, random) => {
    const client = login(send, ROLES.member);
    client.call('GET /api/users/me');
    client.call('GET /api/projects?archived=false');
    const issue = pickIssue(client, random, 'state=open&limit=10');
    const etag = client.call(`GET ${issue}`).header('etag') ?? '';
    client.call(`PATCH ${issue}`, {
      json: { assignee: random.pick(COLLEAGUES), priority: random.pick(['low', 'normal', 'high', null]) },
      headers: { 'if-match': etag },
    });
    client.call(`GET ${issue}`);
    client.call(`POST ${issue}/transitions`, { json: { to: 'in_progress' } });
    client.call(`GET ${issue}`);
    client.call(`GET ${issue}/comments`);
    client.call(`POST ${issue}/comments`, { json: { body: random.pick(NOTES) } });
    client.call(`GET ${issue}`);
  },
  'bug-report': (send, random) => {
    const client = login(send, random.pick([ROLES.member, 'priya']));
    const slug = random.pick(HOT);
    client.call(`GET /api/search?q=${random.pick(['safari', 'export', 'login', 'zzz'])}`);
    client.call(`GET /api/projects/${slug}/labels`);
    const json = {
      title: `${random.pick(['Crash when saving', 'Wrong total in the footer', 'Emoji break the preview'])}`,
      ...(random.chance(0.6) ? { body: random.pick(NOTES), labels: ['bug'], due_on: '2024-05-31' } : {}),
    };
    const issue = `/api/projects/${slug}/issues/${client.call(`POST /api/projects/${slug}/issues`, { json }).text('$.number')}`;
    const comment = client.call(`POST ${issue}/comments`, { json: { body: 'Happens every time.' } }).text('$.id');
    client.call(`GET ${issue}`);
    client.call(`PATCH /api/comments/${comment}`, { json: { body: 'Happens every time, also on mobile.' } });
    client.call(`GET /api/comments/${comment}`);
    const second = client.call(`POST ${issue}/comments`, { json: { body: random.pick(NOTES) } }).text('$.id');
    client.call(`GET ${issue}/comments`);
    client.call(`DELETE /api/comments/${second}`);
    client.call(`GET ${issue}`);
    client.call(`GET /api/comments/${second}`);
    client.call(`GET /api/projects/${slug}`);
  },
  'stale-edit': (send, random) => {
    const client = login(send, 'priya');
    const issue = pickIssue(client, random, 'state=in_progress');
    const etag = client.call(`GET ${issue}`).header('etag') ?? '';
    client.call(`PATCH ${issue}`, { json: { title: 'Renamed while nobody looked' } });
    client.call(`POST ${issue}/comments`, { json: { body: 'On it.' } });
    client.call(`PATCH ${issue}`, { json: { body: 'Steps to follow.' }, headers: { 'if-match': etag } });
    const fresh = client.call(`GET ${issue}`).header('etag') ?? '';
    client.call(`PATCH ${issue}`, { json: { body: 'Steps to follow.', due_on: null }, headers: { 'if-match': fresh } });
    const now = client.call(`GET ${issue}`).header('etag') ?? '';
    client.call(`GET ${issue}`, { headers: { 'if-none-match': now } });
  },
  'admin-day': (send, random, index) => {
    const client = login(send, ROLES.admin);
    const slug = client
      .call('POST /api/projects', {
        json: {
          name: `Spike ${index}: ${random.pick(['Billing', 'Signup', 'Maps'])}`,
          description: random.chance(0.5) ? 'Two weeks, then decide.' : null,
        },
      })
      .text('$.slug');
    if (random.chance(0.5)) client.call('POST /api/projects', { json: { name: 'Web App' } });
    client.call(`POST /api/projects/${slug}/labels`, { json: { name: 'bug', color: '#d73a4a' } });
    client.call(`POST /api/projects/${slug}/labels`, { json: { name: 'wontfix' } });
    const number = client
      .call(`POST /api/projects/${slug}/issues`, { json: { title: 'First thoughts', labels: ['bug'] } })
      .text('$.number');
    client.call(`GET /api/projects/${slug}`);
    client.call(`PUT /api/projects/${slug}/issues/${number}/labels/wontfix`);
    client.call(`DELETE /api/projects/${slug}/labels/wontfix`);
    client.call(`GET /api/projects/${slug}/issues/${number}`);
    client.call(`DELETE /api/projects/${slug}/issues/${number}`);
    client.call(`GET /api/projects/${slug}/issues/${number}`);
    client.call(`PATCH /api/projects/${slug}`, { json: { lead: random.pick(COLLEAGUES) } });
    client.call(`GET /api/projects/${slug}`);
    client.call('GET /api/projects');
  },
  audit: (send, random) => {
    const client = login(send, ROLES.viewer);
    const issue = pickIssue(client, random, `limit=25&offset=${random.pick([0, 2])}`);
    client.call(`GET ${issue}`);
    client.call(`POST ${issue}/comments`, { json: { body: 'Why was this closed?' } });
    client.call(`PATCH ${issue}`, { json: { priority: 'high' }, headers: { 'if-match': '*' } });
    client.call(`POST /api/projects/${random.pick(HOT)}/issues`, { json: { title: 'Finding 1' } });
    client.call('GET /api/users?offset=5&limit=5');
  },
  'long-day': (send, random) => {
    const anonymous = createSessionClient(send, TRACKER_ORIGIN, {});
    const granted = anonymous.call('POST /api/auth/login', {
      json: { username: 't.mokoena', password: passwordOf('t.mokoena') },
    });
    const first = bearer(send, granted.text('$.access_token'));
    const path = `/api/projects/${random.pick(HOT)}/issues`;
    first.call(`GET ${path}?assignee=t.mokoena`);
    first.call(`GET ${path}`, { afterMs: 16 * 60_000 + random.between(0, 600_000) });
    const again = anonymous.call('POST /api/auth/refresh', {
      json: { refresh_token: granted.text('$.refresh_token') },
    });
    const second = bearer(send, again.text('$.access_token'));
    second.call(`GET ${path}?assignee=none&limit=5`);
    second.call(`GET ${path}?sort=updated&limit=5`);
    if (random.chance(0.5)) anonymous.call('POST /api/auth/refresh', { json: { refresh_token: 'trr_typo' } });
    second.call('POST /api/auth/logout');
    second.call(`GET ${path}`);
  },
  'new-laptop': (send, random) => {
    createSessionClient(send, TRACKER_ORIGIN, {}).call('POST /api/auth/login', {
      json: { username: 'hiro', password: 'hunter2' },
    });
    const client = login(send, 'hiro');
    client.call('GET /api/users');
    client.call(`GET /api/users/${random.pick(['priya', 'bot-ci', ROLES.member])}`);
    client.call('GET /api/users/nobody');
    client.call('PATCH /api/users/me', { json: { timezone: random.pick(['Asia/Tokyo', 'Europe/Paris', null]) } });
    client.call('GET /api/users/me');
  },
  release: (send, random) => {
    const client = login(send, ROLES.member);
    const issue = pickIssue(client, random, 'state=resolved');
    client.call(`POST ${issue}/transitions`, { json: { to: 'closed' } });
    client.call(`GET ${issue}`);
    client.call(`POST ${issue}/transitions`, { json: { to: 'resolved' } });
    client.call(`PUT ${issue}/labels/bug`);
    client.call(`GET ${issue}`);
    client.call(`DELETE ${issue}/labels/bug`);
    client.call(`DELETE ${issue}/labels/bug`);
    client.call(`POST ${issue}/transitions`, { json: { to: 'open' } });
    client.call(`POST ${issue}/transitions`, { json: { to: 'resolved' } });
    client.call(`GET ${issue}`);
    client.call(`GET /api/projects/${random.pick(HOT)}/issues?label=bug&state=open`);
  },
  mistakes: (send, random) => {
    const client = login(send, ROLES.member);
    const slug = random.pick(HOT);
    client.call(`POST /api/projects/${slug}/issues`, { json: { body: 'no title' } });
    client.call('GET /api/projects/web-ap');
    client.call(`GET /api/projects/${slug}/issues/${random.between(800, 999)}`);
    const issue = pickIssue(client, random, 'limit=30');
    client.call(`POST ${issue}/comments`, { json: { body: '' } });
    client.call(`DELETE ${issue}`);
    client.call(`PUT ${issue}/labels/nonsense`);
    client.call('POST /api/projects', { json: { name: 'My own project' } });
    const comment = login(send, 'priya')
      .call(`POST ${issue}/comments`, { json: { body: 'Mine.' } })
      .text('$.id');
    client.call(`DELETE /api/comments/${comment}`);
  },
};

export function trackerSessions(seed: number, count: number): ReturnType<typeof sessionsOf> {
  return sessionsOf(WORKFLOWS, seed, count);
}

function login(send: ReferenceSend, username: string): SessionClient {
  const json = { username, password: passwordOf(username) };
  return bearer(
    send,
    createSessionClient(send, TRACKER_ORIGIN, {}).call('POST /api/auth/login', { json }).text('$.access_token'),
  );
}

function bearer(send: ReferenceSend, token: string): SessionClient {
  return createSessionClient(send, TRACKER_ORIGIN, { authorization: `Bearer ${token}` });
}

function pages(client: SessionClient, path: string, limit: number): void {
  for (let offset = 0, total = 1; offset < total; offset += limit) {
    const answer: Answer = client.call(`GET ${path}?offset=${offset}&limit=${limit}`);
    total = answer.number('$.total');
  }
}

/** The path of an issue that sessions may address, from some hot project's list. */
function pickIssue(client: SessionClient, random: Random, query: string): string {
  for (const slug of random.shuffle(HOT)) {
    const rows: readonly JsonObject[] = client
      .call(`GET /api/projects/${slug}/issues?${query}`)
      .rows('$.items')
      .filter(isJsonObject);
    const hot = rows.map(({ number }) => Number(number)).filter((number) => !isColdIssue(slug, number));
    if (hot.length > 0) return `/api/projects/${slug}/issues/${random.pick(hot)}`;
  }
  throw new Error(`no issue to be found with ${query}`);
}
