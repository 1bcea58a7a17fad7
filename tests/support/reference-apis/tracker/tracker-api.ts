/**
 * `tracker`: projects by slug, issue numbers per project, nested comments and labels, `/users/me` beside
 * `/users/{username}`, ETag with If-Match, offset and limit with a total, expiring bearer tokens with refresh rotation.
 */
import type { JsonValue } from '../json.ts';
import { jsonReply, withHeaders } from '../reply.ts';
import type { ReferenceApi, ReferenceRequest, ReferenceResponse } from '../reference-api.ts';
import { callOf, matchRoute, pathEntities, Refusal } from '../router.ts';
import { refuse, TRACKER_AUTH_ROUTES, trackerErrorOf } from './tracker-access.ts';
import { TRACKER_COMMENT_ROUTES } from './tracker-comments.ts';
import { crawlTracker } from './tracker-crawl.ts';
import { TRACKER_ISSUE_ROUTES } from './tracker-issues.ts';
import { TRACKER_ORIGIN } from './tracker-origin.ts';
import { trackerProbes } from './tracker-probes.ts';
import { TRACKER_PROJECT_ROUTES } from './tracker-projects.ts';
import { trackerSessions } from './tracker-sessions.ts';
import { createTrackerWorld } from './tracker-world.ts';
import type { TrackerWorld } from './tracker-world.ts';

const ROUTES = [...TRACKER_AUTH_ROUTES, ...TRACKER_PROJECT_ROUTES, ...TRACKER_ISSUE_ROUTES, ...TRACKER_COMMENT_ROUTES];

export const trackerApi: ReferenceApi = {
  name: 'tracker',
  origins: [TRACKER_ORIGIN],
  operations: ROUTES.map(({ operation }) => operation),
  volatile: ['header:x-request-id', 'header:etag', '$.access_token', '$.refresh_token'],
  derived: [
    '$..updated_at',
    '$..closed_at',
    '$..edited_at',
    '$..comment_count',
    '$..issue_count',
    '$..open_issue_count',
    '$.total',
  ],
  idPaths: ['$..number', '$..id', 'header:location'],
  create(seed) {
    const state = createTrackerWorld(seed);
    return {
      handle: (request, at) => withHeaders(answer(state, request, at), { 'x-request-id': state.random.text(20) }),
      dump: () =>
        structuredClone([
          [...state.users],
          [...state.projects],
          [...state.issues],
          [...state.comments],
          state.labels,
        ]) as unknown as JsonValue,
    };
  },
  sessions: trackerSessions,
  probes: trackerProbes,
  operationOf: (request) => {
    const match = matchRoute(ROUTES, request);
    return match.kind === 'route' ? match.route.operation : undefined;
  },
  errorOf: trackerErrorOf,
  entitiesOf: (request) => pathEntities(ROUTES, request),
  crawl: crawlTracker,
};

function answer(state: TrackerWorld, request: ReferenceRequest, at: number): ReferenceResponse {
  try {
    const match = matchRoute(ROUTES, request);
    if (match.kind === 'none') throw refuse(404, 'no_such_route', 'There is nothing here');
    if (match.kind === 'wrong-method') {
      return jsonReply(
        405,
        { error: { code: 'method_not_allowed', message: `${request.method} is not allowed here` } },
        { allow: match.allow.join(', ') },
      );
    }
    return match.route.handle(callOf(state, request, at, match.params));
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    throw error;
  }
}
