import type { ReferenceResponse } from '../reference-api.ts';
import { jsonReply } from '../reply.ts';
import type { Route } from '../router.ts';
import { issueAt, moved, newIssue } from './forge-issues.ts';
import {
  bodyOf,
  callerOf,
  homeOf,
  invalid,
  notFound,
  ownHomeOf,
  pageOf,
  refuse,
  required,
  tagged,
  textOr,
} from './forge-reply.ts';
import type { ForgeCall } from './forge-reply.ts';
import { showPull } from './forge-show.ts';
import { iso, sha } from './forge-world.ts';
import type { ForgeWorld, Home, Issue, Pull } from './forge-world.ts';

const PULLS = '/repos/{owner}/{name}/pulls';

export const PULL_ROUTES: readonly Route<ForgeWorld>[] = [
  { operation: 'pulls.list', method: 'GET', pattern: PULLS, handle: listPulls },
  { operation: 'pulls.create', method: 'POST', pattern: PULLS, handle: createPull },
  { operation: 'pulls.get', method: 'GET', pattern: `${PULLS}/{number}`, handle: getPull },
  { operation: 'pulls.update', method: 'PATCH', pattern: `${PULLS}/{number}`, handle: updatePull },
  { operation: 'pulls.merge', method: 'PUT', pattern: `${PULLS}/{number}/merge`, handle: mergePull },
];

interface Found {
  readonly issue: Issue;
  readonly pull: Pull;
}

function pullAt(call: ForgeCall, home: Home): Found {
  const issue = issueAt(call, home);
  if (issue.pull === null) throw notFound();
  return { issue, pull: issue.pull };
}

function listPulls(call: ForgeCall): ReferenceResponse {
  const home = homeOf(call);
  const { query } = call;
  const state = query.get('state') ?? 'open';
  const [head, base] = [query.get('head'), query.get('base')];
  const rows = [...home.issues.values()].flatMap((issue): Found[] =>
    issue.pull !== null &&
    (state === 'all' || issue.state === state) &&
    (head === null || head === `${home.repo.owner}:${issue.pull.head}`) &&
    (base === null || base === issue.pull.base)
      ? [{ issue, pull: issue.pull }]
      : [],
  );
  return pageOf(call, rows.toReversed(), ({ issue, pull }) => showPull(call.state, home, issue, pull, false));
}

function createPull(call: ForgeCall): ReferenceResponse {
  const home = ownHomeOf(call);
  const body = bodyOf(call);
  const [head, base] = [required('PullRequest', body, 'head'), required('PullRequest', body, 'base')];
  if (base !== home.repo.default_branch) throw invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  if (head === base)
    throw invalid({ resource: 'PullRequest', code: 'custom', message: `No commits between ${base} and ${head}` });
  const twin = [...home.issues.values()].some(({ state, pull }) => state === 'open' && pull?.head === head);
  if (twin)
    throw invalid({
      resource: 'PullRequest',
      code: 'custom',
      message: `A pull request already exists for ${home.repo.owner}:${head}.`,
    });
  required('PullRequest', body, 'title');
  const { random } = call.state;
  const issue = newIssue(call, home, body, 'PullRequest', {
    head,
    headSha: sha(random),
    base,
    baseSha: sha(random),
    draft: body['draft'] === true,
    conflict: false,
    merged_at: null,
    merged_by: null,
    merge_commit_sha: null,
  });
  return jsonReply(201, showPull(call.state, home, issue, issue.pull as Pull));
}

function getPull(call: ForgeCall): ReferenceResponse {
  const home = homeOf(call);
  const { issue, pull } = pullAt(call, home);
  return tagged(call, showPull(call.state, home, issue, pull));
}

function updatePull(call: ForgeCall): ReferenceResponse {
  const home = ownHomeOf(call);
  const { issue, pull } = pullAt(call, home);
  const body = bodyOf(call);
  if (pull.merged_at !== null && body['state'] === 'open')
    throw invalid({ resource: 'PullRequest', field: 'state', code: 'invalid', value: 'open' });
  const saved: Issue = {
    ...moved(call, issue, body),
    title: body['title'] === undefined ? issue.title : required('PullRequest', body, 'title'),
    body: textOr(body, 'body', issue.body),
    updated_at: iso(call.at),
  };
  home.issues.set(issue.number, saved);
  return jsonReply(200, showPull(call.state, home, saved, pull));
}

/** 405 where it cannot be merged, 409 where its head has moved; closes what its text says it closes. */
function mergePull(call: ForgeCall): ReferenceResponse {
  const home = ownHomeOf(call);
  const { issue, pull } = pullAt(call, home);
  const wanted = call.json()?.['sha'];
  if (pull.merged_at !== null || issue.state === 'closed' || pull.conflict)
    throw refuse(405, 'Pull Request is not mergeable');
  if (pull.draft) throw refuse(405, 'Pull Request is still a draft');
  if (typeof wanted === 'string' && wanted !== pull.headSha)
    throw refuse(409, 'Head branch was modified. Review and try the merge again.');
  const now = iso(call.at);
  const login = callerOf(call);
  const commit = sha(call.state.random);
  close(
    home,
    issue,
    { closed_at: now, closed_by: login, state_reason: null },
    {
      ...pull,
      merged_at: now,
      merged_by: login,
      merge_commit_sha: commit,
    },
  );
  for (const [, number] of (issue.body ?? '').matchAll(/\b(?:closes|fixes) #(\d+)/gi)) {
    const target = home.issues.get(Number(number));
    if (target !== undefined && target.state === 'open' && target.pull === null)
      close(home, target, { closed_at: now, closed_by: login, state_reason: 'completed' }, null);
  }
  home.repo = { ...home.repo, pushed_at: now };
  return jsonReply(200, { sha: commit, merged: true, message: 'Pull Request successfully merged' });
}

function close(
  home: Home,
  issue: Issue,
  how: Pick<Issue, 'closed_at' | 'closed_by' | 'state_reason'>,
  pull: Pull | null,
): void {
  home.issues.set(issue.number, {
    ...issue,
    ...how,
    pull,
    state: 'closed',
    updated_at: how.closed_at ?? issue.updated_at,
  });
}
