import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { CrawledResource, ReferenceSend } from '../reference-api.ts';
import { createSessionClient } from '../session-client.ts';
import type { SessionClient } from '../session-client.ts';
import { TRACKER_ORIGIN } from './tracker-origin.ts';
import { passwordOf, ROLES } from './tracker-world.ts';

export function crawlTracker(send: ReferenceSend): readonly CrawledResource[] {
  const client = createSessionClient((request) => send(request, 20), TRACKER_ORIGIN, {});
  const token = client
    .call('POST /api/auth/login', { json: { username: ROLES.admin, password: passwordOf(ROLES.admin) } })
    .text('$.access_token');
  const reader = createSessionClient((request) => send(request, 20), TRACKER_ORIGIN, {
    authorization: `Bearer ${token}`,
  });
  const paired = (name: string, rows: readonly JsonObject[], pathOf: (row: JsonObject) => string): CrawledResource => ({
    name,
    pairs: rows.map((listed) => ({ listed, item: reader.call(`GET ${pathOf(listed)}`).json })),
  });
  const projects = all(reader, '/api/projects');
  const issues = projects.flatMap(({ slug }) => all(reader, `/api/projects/${slug}/issues`));
  const issuePath = (row: JsonObject): string => `/api/projects/${row['project']}/issues/${row['number']}`;
  const comments = issues
    .filter((row) => row['comment_count'] !== 0)
    .flatMap((row) => all(reader, `${issuePath(row)}/comments`));
  return [
    paired('users', all(reader, '/api/users'), (row) => `/api/users/${row['username']}`),
    paired('projects', projects, (row) => `/api/projects/${row['slug']}`),
    paired('issues', issues, issuePath),
    paired('hits', all(reader, '/api/search'), issuePath),
    paired('comments', comments, (row) => `/api/comments/${row['id']}`),
  ];
}

function all(client: SessionClient, path: string): readonly JsonObject[] {
  const rows: JsonObject[] = [];
  for (let total = 1; rows.length < total;) {
    const answer = client.call(`GET ${path}?offset=${rows.length}&limit=100`);
    const page = answer.rows('$.items').filter(isJsonObject);
    if (page.length === 0) break;
    total = answer.number('$.total');
    rows.push(...page);
  }
  return rows;
}
