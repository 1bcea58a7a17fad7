/**
 * `forge`: code hosting. Repositories by owner and name, numbers that issues and pull requests share, labels as inner
 * arrays, milestones that count, comments with ids of their own, Link paging, weak ETags with 304, a search over all,
 * 422 with a list of errors, idempotent PUTs with 204, merges with 405 and 409.
 */
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type {
  CrawledResource,
  ReferenceApi,
  ReferenceRequest,
  ReferenceResponse,
  ReferenceSend,
} from '../reference-api.ts';
import { withHeaders } from '../reply.ts';
import { callOf, matchRoute, pathEntities, Refusal } from '../router.ts';
import { createSessionClient } from '../session-client.ts';
import { COMMENT_ROUTES } from './forge-comments.ts';
import { ISSUE_ROUTES } from './forge-issues.ts';
import { LABEL_ROUTES } from './forge-labels.ts';
import { MILESTONE_ROUTES } from './forge-milestones.ts';
import { forgeProbes } from './forge-probes.ts';
import { PULL_ROUTES } from './forge-pulls.ts';
import { forgeErrorOf, refuse } from './forge-reply.ts';
import { REPO_ROUTES } from './forge-repos.ts';
import { createForgeWorld } from './forge-seed.ts';
import { forgeSessions } from './forge-sessions.ts';
import { FORGE_ORIGIN, MAINTAINER } from './forge-world.ts';
import type { ForgeWorld } from './forge-world.ts';

const ROUTES = [
  ...REPO_ROUTES,
  ...LABEL_ROUTES,
  ...MILESTONE_ROUTES,
  ...COMMENT_ROUTES,
  ...ISSUE_ROUTES,
  ...PULL_ROUTES,
];
const HOUR = 3_600_000;

export const forgeApi: ReferenceApi = {
  name: 'forge',
  origins: [FORGE_ORIGIN],
  operations: ROUTES.map(({ operation }) => operation),
  volatile: [
    'header:x-forge-request-id',
    'header:etag',
    'header:x-ratelimit-remaining',
    'header:x-ratelimit-used',
    'header:x-ratelimit-reset',
  ],
  derived: [
    '$..updated_at',
    '$..closed_at',
    '$..merged_at',
    '$..pushed_at',
    '$..comments',
    '$..open_issues',
    '$..closed_issues',
    '$..open_issues_count',
    '$..stargazers_count',
    '$..public_repos',
    '$..total_count',
    'header:link',
  ],
  idPaths: [
    '$..id',
    '$..node_id',
    '$..number',
    '$..url',
    '$..html_url',
    '$..issue_url',
    '$..comments_url',
    '$..sha',
    '$..merge_commit_sha',
    'header:location',
  ],
  create(seed) {
    const state = createForgeWorld(seed);
    const window = { began: 0, used: 0 };
    return {
      handle: (request, at) => {
        if (at - window.began > HOUR) Object.assign(window, { began: at, used: 0 });
        window.used += 1;
        return withHeaders(answer(state, request, at), {
          'x-forge-request-id': state.random.text(20, '0123456789ABCDEF'),
          'x-ratelimit-limit': '5000',
          'x-ratelimit-remaining': String(5000 - window.used),
          'x-ratelimit-used': String(window.used),
          'x-ratelimit-reset': String(Math.ceil((window.began + HOUR) / 1000)),
        });
      },
      dump: () =>
        JSON.stringify([state.users, state.homes], (_, value: unknown) =>
          value instanceof Map || value instanceof Set ? [...value] : value,
        ),
    };
  },
  sessions: forgeSessions,
  probes: forgeProbes,
  operationOf: (request) => {
    const match = matchRoute(ROUTES, request);
    return match.kind === 'route' ? match.route.operation : undefined;
  },
  errorOf: forgeErrorOf,
  entitiesOf: (request) => pathEntities(ROUTES, request),
  crawl: crawlForge,
};

function answer(state: ForgeWorld, request: ReferenceRequest, at: number): ReferenceResponse {
  try {
    const match = matchRoute(ROUTES, request);
    if (match.kind !== 'route') throw refuse(404, 'Not Found');
    return match.route.handle(callOf(state, request, at, match.params));
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    throw error;
  }
}

function crawlForge(send: ReferenceSend): readonly CrawledResource[] {
  const client = createSessionClient(send, FORGE_ORIGIN, { authorization: `Bearer ${MAINTAINER}` });
  const all = (path: string): readonly JsonObject[] => {
    const rows: JsonObject[] = [];
    for (let page = 1; ; page++) {
      const answered = client.call(`GET ${path}${path.includes('?') ? '&' : '?'}per_page=100&page=${page}`);
      rows.push(...answered.rows('$').filter(isJsonObject));
      if (!(answered.header('link') ?? '').includes('rel="next"')) return rows;
    }
  };
  const paired = (name: string, rows: readonly JsonObject[], pathOf = pathOfUrl): CrawledResource => ({
    name,
    pairs: rows.map((listed) => ({ listed, item: client.call(`GET ${pathOf(listed)}`).json })),
  });
  const repos = all('/user/repos');
  const inAll = (path: string): readonly JsonObject[] =>
    repos.flatMap((repo) => (repo['has_issues'] === false ? [] : all(`${pathOfUrl(repo)}/${path}`)));
  const issues = inAll('issues?state=all');
  return [
    paired('repos', repos),
    paired('labels', inAll('labels')),
    paired('milestones', inAll('milestones?state=all')),
    paired('issues', issues),
    paired('pulls', inAll('pulls?state=all')),
    paired(
      'comments',
      issues.slice(0, 40).flatMap((issue) => all(`${pathOfUrl(issue)}/comments`)),
    ),
  ];
}

function pathOfUrl(row: JsonObject): string {
  return String(row['url']).replace(FORGE_ORIGIN, '');
}
