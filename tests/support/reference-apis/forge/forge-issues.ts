import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import { jsonReply } from '../reply.ts';
import type { Route } from '../router.ts';
import { labelNamed } from './forge-labels.ts';
import {
  bodyOf,
  callerOf,
  homeOf,
  invalid,
  mayPush,
  notFound,
  ownHomeOf,
  pageOf,
  refuse,
  required,
  tagged,
  textOr,
} from './forge-reply.ts';
import type { ForgeCall } from './forge-reply.ts';
import { fitsSearch } from './forge-search.ts';
import { showIssue, showLabel } from './forge-show.ts';
import { idsOf, iso } from './forge-world.ts';
import type { ForgeWorld, Home, Issue, Label } from './forge-world.ts';

const ISSUES = '/repos/{owner}/{name}/issues';

export const ISSUE_ROUTES: readonly Route<ForgeWorld>[] = [
  { operation: 'search.issues', method: 'GET', pattern: '/search/issues', handle: searchIssues },
  { operation: 'issues.list', method: 'GET', pattern: ISSUES, handle: listIssues },
  { operation: 'issues.create', method: 'POST', pattern: ISSUES, handle: createIssue },
  { operation: 'issues.get', method: 'GET', pattern: `${ISSUES}/{number}`, handle: getIssue },
  { operation: 'issues.update', method: 'PATCH', pattern: `${ISSUES}/{number}`, handle: updateIssue },
  { operation: 'issues.labels.add', method: 'POST', pattern: `${ISSUES}/{number}/labels`, handle: addLabels },
  {
    operation: 'issues.labels.remove',
    method: 'DELETE',
    pattern: `${ISSUES}/{number}/labels/{label}`,
    handle: removeLabel,
  },
];

export function issueAt(call: ForgeCall, home: Home): Issue {
  const issue = home.issues.get(Number(call.param('number')));
  if (issue === undefined) throw notFound();
  return issue;
}

function listIssues(call: ForgeCall): ReferenceResponse {
  const home = homeOf(call);
  if (!home.repo.has_issues) throw refuse(410, 'Issues has been disabled in this repository.');
  const { query } = call;
  const state = query.get('state') ?? 'open';
  if (!['open', 'closed', 'all'].includes(state))
    throw invalid({ resource: 'Issue', field: 'state', code: 'invalid', value: state });
  const labels = (query.get('labels') ?? '').split(',').filter((name) => name !== '');
  const [milestone, assignee, creator] = [query.get('milestone'), query.get('assignee'), query.get('creator')];
  const since = query.get('since') ?? '';
  const namesOf = (issue: Issue): readonly string[] => issue.labels.map((id) => home.labels.get(id)?.name ?? '');
  const rows = [...home.issues.values()].filter(
    (issue) =>
      (state === 'all' || issue.state === state) &&
      labels.every((name) => namesOf(issue).includes(name)) &&
      (milestone === null ||
        (milestone === 'none' ? issue.milestone === null : issue.milestone === Number(milestone))) &&
      (assignee === null ||
        (assignee === 'none' ? issue.assignees.length === 0 : issue.assignees.includes(assignee))) &&
      (creator === null || issue.user === creator) &&
      issue.updated_at >= since,
  );
  const key = query.get('sort') === 'updated' ? 'updated_at' : 'created_at';
  const sorted = rows.toSorted((a, b) => (a[key] === b[key] ? a.number - b.number : a[key] < b[key] ? -1 : 1));
  return pageOf(call, query.get('direction') === 'asc' ? sorted : sorted.toReversed(), (issue) =>
    showIssue(call.state, home, issue, false),
  );
}

/** Over all repositories that the caller sees. */
function searchIssues(call: ForgeCall): ReferenceResponse {
  const login = callerOf(call);
  const q = call.query.get('q');
  if (q === null || q.trim() === '') throw invalid({ resource: 'Search', field: 'q', code: 'missing_field' });
  const found = [...call.state.homes.values()]
    .filter(({ repo }) => !repo.private || mayPush(login))
    .flatMap((home) =>
      [...home.issues.values()].filter((issue) => fitsSearch(q, home, issue)).map((issue) => ({ home, issue })),
    )
    .toSorted((a, b) =>
      a.issue.created_at === b.issue.created_at ? 0 : a.issue.created_at < b.issue.created_at ? 1 : -1,
    );
  const rows = call.query.get('order') === 'asc' ? found.toReversed() : found;
  return pageOf(
    call,
    rows,
    ({ home, issue }) => ({ ...showIssue(call.state, home, issue, false), score: 1 }),
    (items) => ({ total_count: rows.length, incomplete_results: false, items }),
  );
}

function getIssue(call: ForgeCall): ReferenceResponse {
  const home = homeOf(call);
  if (!home.repo.has_issues) throw refuse(410, 'Issues has been disabled in this repository.');
  return tagged(call, showIssue(call.state, home, issueAt(call, home)));
}

/** Labels, people and milestone as a body gives them; those from outside may set none, without being told. */
function triage(call: ForgeCall, home: Home, body: JsonObject): Partial<Issue> {
  if (!mayPush(callerOf(call))) return {};
  const { labels, assignees, milestone } = body;
  return {
    ...(Array.isArray(labels) ? { labels: labelIds(call, home, labels) } : {}),
    ...(Array.isArray(assignees) ? { assignees: peopleOf(call, assignees) } : {}),
    ...(milestone === undefined ? {} : { milestone: milestoneOf(home, milestone) }),
  };
}

/** Unknown names become labels of their own, grey. */
function labelIds(call: ForgeCall, home: Home, names: readonly unknown[]): readonly number[] {
  const wanted = names.map((name) => String(isJsonObject(name) ? name['name'] : name));
  return wanted.map((name) => {
    const known = labelNamed(home, name);
    if (known !== undefined) return known.id;
    const label: Label = { ...idsOf(call.state, 'LA'), name, color: 'ededed', default: false, description: null };
    home.labels.set(label.id, label);
    return label.id;
  });
}

function peopleOf(call: ForgeCall, logins: readonly unknown[]): readonly string[] {
  for (const login of logins)
    if (!call.state.users.has(String(login)))
      throw invalid({ resource: 'Issue', field: 'assignees', code: 'invalid', value: String(login) });
  return logins.map(String);
}

function milestoneOf(home: Home, given: unknown): number | null {
  if (given === null) return null;
  if (!home.milestones.has(Number(given)))
    throw invalid({ resource: 'Issue', field: 'milestone', code: 'invalid', value: String(given) });
  return Number(given);
}

export function newIssue(
  call: ForgeCall,
  home: Home,
  body: JsonObject,
  resource: 'Issue' | 'PullRequest',
  pull: Issue['pull'],
): Issue {
  const title = required(resource, body, 'title');
  // people and milestone are checked before a label is made
  if (mayPush(callerOf(call))) triage(call, home, { ...body, labels: null });
  const number = home.repo.next;
  const issue: Issue = {
    ...idsOf(call.state, pull === null ? 'I' : 'PR'),
    number,
    title,
    body: textOr(body, 'body', null),
    user: callerOf(call),
    labels: [],
    assignees: [],
    milestone: null,
    state: 'open',
    state_reason: null,
    created_at: iso(call.at),
    updated_at: iso(call.at),
    closed_at: null,
    closed_by: null,
    pull,
    ...triage(call, home, body),
  };
  home.repo = { ...home.repo, next: number + 1 };
  home.issues.set(number, issue);
  return issue;
}

function createIssue(call: ForgeCall): ReferenceResponse {
  const home = homeOf(call);
  if (home.repo.archived) throw refuse(403, 'Repository was archived so is read-only.');
  if (!home.repo.has_issues) throw refuse(410, 'Issues has been disabled in this repository.');
  const issue = newIssue(call, home, bodyOf(call), 'Issue', null);
  const shown = showIssue(call.state, home, issue);
  return jsonReply(201, shown, { location: (shown as { url: string }).url });
}

/** The issue with the state that a body wants: closing notes when, by whom and why; reopening forgets it. */
export function moved(call: ForgeCall, issue: Issue, body: JsonObject): Issue {
  const state = textOr(body, 'state', issue.state);
  if (state !== 'open' && state !== 'closed')
    throw invalid({ resource: 'Issue', field: 'state', code: 'invalid', value: String(state) });
  const given = body['state_reason'];
  if (given !== undefined && given !== 'completed' && given !== 'not_planned' && given !== 'reopened' && given !== null)
    throw invalid({ resource: 'Issue', field: 'state_reason', code: 'invalid', value: String(given) });
  const reason = given === undefined || issue.pull !== null ? undefined : given;
  if (state === issue.state)
    return state === 'closed' && reason !== undefined ? { ...issue, state_reason: reason } : issue;
  if (state === 'open')
    return { ...issue, state, state_reason: issue.pull === null ? 'reopened' : null, closed_at: null, closed_by: null };
  return {
    ...issue,
    state,
    state_reason: issue.pull === null ? (reason ?? 'completed') : null,
    closed_at: iso(call.at),
    closed_by: callerOf(call),
  };
}

function updateIssue(call: ForgeCall): ReferenceResponse {
  const home = homeOf(call);
  const issue = issueAt(call, home);
  const login = callerOf(call);
  if (!mayPush(login) && issue.user !== login) throw refuse(403, 'Must have admin rights to Repository.');
  if (home.repo.archived) throw refuse(403, 'Repository was archived so is read-only.');
  const body = bodyOf(call);
  if (typeof issue.pull?.merged_at === 'string' && body['state'] === 'open')
    throw invalid({ resource: 'Issue', field: 'state', code: 'invalid', value: 'open' });
  const changed = moved(call, issue, body);
  const title = body['title'] === undefined ? issue.title : required('Issue', body, 'title');
  triage(call, home, { ...body, labels: null });
  const saved: Issue = {
    ...changed,
    title,
    body: textOr(body, 'body', issue.body),
    ...triage(call, home, body),
    updated_at: iso(call.at),
  };
  home.issues.set(issue.number, saved);
  return jsonReply(200, showIssue(call.state, home, saved));
}

export function touch(call: ForgeCall, home: Home, issue: Issue, more: Partial<Issue> = {}): void {
  home.issues.set(issue.number, { ...issue, ...more, updated_at: iso(call.at) });
}

function addLabels(call: ForgeCall): ReferenceResponse {
  const home = ownHomeOf(call);
  const issue = issueAt(call, home);
  const { labels } = bodyOf(call);
  if (!Array.isArray(labels) || labels.length === 0)
    throw invalid({ resource: 'Label', field: 'labels', code: 'missing_field' });
  const ids = [...new Set([...issue.labels, ...labelIds(call, home, labels)])];
  touch(call, home, issue, { labels: ids });
  return jsonReply(
    200,
    ids.map((id) => showLabel(home, home.labels.get(id) as Label)),
  );
}

function removeLabel(call: ForgeCall): ReferenceResponse {
  const home = ownHomeOf(call);
  const issue = issueAt(call, home);
  const label = labelNamed(home, call.param('label'));
  if (label === undefined || !issue.labels.includes(label.id)) throw refuse(404, 'Label does not exist');
  const ids = issue.labels.filter((id) => id !== label.id);
  touch(call, home, issue, { labels: ids });
  return jsonReply(
    200,
    ids.map((id) => showLabel(home, home.labels.get(id) as Label)),
  );
}
