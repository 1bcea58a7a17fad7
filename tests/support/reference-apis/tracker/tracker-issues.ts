import { emptyReply, jsonReply, withHeaders } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import type { Call, Route } from '../router.ts';
import { callerOf, refuse } from './tracker-access.ts';
import { bodyOf, envelope, etagOf, requiredText } from './tracker-envelope.ts';
import { openProjectAt, projectAt, readUser } from './tracker-projects.ts';
import { iso } from './tracker-world.ts';
import type { Issue, IssueState, TrackerWorld } from './tracker-world.ts';

const PATH = '/api/projects/{slug}/issues';

export const TRACKER_ISSUE_ROUTES: readonly Route<TrackerWorld>[] = [
  { operation: 'issues.list', method: 'GET', pattern: PATH, handle: listIssues },
  { operation: 'issues.create', method: 'POST', pattern: PATH, handle: createIssue },
  { operation: 'issues.get', method: 'GET', pattern: `${PATH}/{number}`, handle: getIssue },
  { operation: 'issues.update', method: 'PATCH', pattern: `${PATH}/{number}`, handle: updateIssue },
  { operation: 'issues.delete', method: 'DELETE', pattern: `${PATH}/{number}`, handle: deleteIssue },
  { operation: 'issues.transition', method: 'POST', pattern: `${PATH}/{number}/transitions`, handle: transition },
  {
    operation: 'issues.labels.add',
    method: 'PUT',
    pattern: `${PATH}/{number}/labels/{label}`,
    handle: (call) => relabel(call, true),
  },
  {
    operation: 'issues.labels.remove',
    method: 'DELETE',
    pattern: `${PATH}/{number}/labels/{label}`,
    handle: (call) => relabel(call, false),
  },
  { operation: 'search', method: 'GET', pattern: '/api/search', handle: search },
];

const NEXT: Readonly<Record<IssueState, readonly IssueState[]>> = {
  open: ['in_progress', 'resolved', 'closed'],
  in_progress: ['open', 'resolved'],
  resolved: ['closed', 'open'],
  closed: ['open'],
};

export function issueAt(call: Call<TrackerWorld>): Issue {
  const { slug } = projectAt(call);
  const issue = call.state.issues.get(`${slug}/${call.param('number')}`);
  if (issue === undefined) throw refuse(404, 'issue_not_found', `No issue ${slug}#${call.param('number')}`);
  return issue;
}

function show(state: TrackerWorld, issue: Issue): object {
  const { project, number, title, body, created_at, updated_at, closed_at, ...rest } = issue;
  const comment_count = [...state.comments.values()].filter(
    (comment) => comment.project === project && comment.number === number,
  ).length;
  return { project, number, title, body, ...rest, comment_count, created_at, updated_at, closed_at };
}

function showTagged(call: Call<TrackerWorld>, issue: Issue, status = 200): ReferenceResponse {
  const shown = show(call.state, issue);
  return jsonReply(status, shown, { etag: etagOf(shown) });
}

function listIssues(call: Call<TrackerWorld>): ReferenceResponse {
  callerOf(call);
  const { slug } = projectAt(call);
  const [state, assignee, label] = [call.query.get('state'), call.query.get('assignee'), call.query.get('label')];
  const rows = [...call.state.issues.values()]
    .filter((issue) => issue.project === slug)
    .filter((issue) => state === null || issue.state === state)
    .filter((issue) => assignee === null || (issue.assignee ?? 'none') === assignee)
    .filter((issue) => label === null || issue.labels.includes(label))
    .filter((issue) => matchesText(issue, call.query.get('q')));
  if (call.query.get('sort') === 'updated')
    rows.sort((a, b) => (a.updated_at < b.updated_at ? 1 : a.updated_at > b.updated_at ? -1 : b.number - a.number));
  else rows.sort((a, b) => b.number - a.number);
  return envelope(
    call,
    rows.map((issue) => show(call.state, issue)),
  );
}

/** Hits leave out the body text. */
function search(call: Call<TrackerWorld>): ReferenceResponse {
  callerOf(call);
  const hits = [...call.state.issues.values()].filter((issue) => matchesText(issue, call.query.get('q')));
  return envelope(
    call,
    hits.map((issue) => {
      const { body: _body, ...hit } = show(call.state, issue) as { body: unknown };
      return hit;
    }),
  );
}

function matchesText({ title, body }: Issue, q: string | null): boolean {
  return q === null || `${title} ${body ?? ''}`.toLowerCase().includes(q.toLowerCase());
}

function createIssue(call: Call<TrackerWorld>): ReferenceResponse {
  const caller = callerOf(call, true);
  const { slug } = openProjectAt(call);
  const body = bodyOf(call);
  const title = requiredText(body, 'title');
  const assignee = readUser(call, body['assignee'] ?? null, 'assignee');
  const labels = Array.isArray(body['labels'])
    ? (body['labels'] as readonly string[]).map((name) => labelAt(call, slug, name))
    : [];
  const number = (call.state.numbers.get(slug) ?? 0) + 1;
  call.state.numbers.set(slug, number);
  const issue: Issue = {
    project: slug,
    number,
    title,
    assignee,
    body: (body['body'] ?? null) as string | null,
    state: 'open',
    priority: (body['priority'] ?? 'normal') as Issue['priority'],
    reporter: caller.username,
    labels: [...new Set(labels)].toSorted(),
    due_on: (body['due_on'] ?? null) as string | null,
    created_at: iso(call.at),
    updated_at: iso(call.at),
    closed_at: null,
  };
  call.state.issues.set(`${slug}/${number}`, issue);
  return withHeaders(showTagged(call, issue, 201), { location: `/api/projects/${slug}/issues/${number}` });
}

function getIssue(call: Call<TrackerWorld>): ReferenceResponse {
  callerOf(call);
  const issue = issueAt(call);
  const etag = etagOf(show(call.state, issue));
  return call.header('if-none-match') === etag ? emptyReply(304, { etag }) : showTagged(call, issue);
}

function updateIssue(call: Call<TrackerWorld>): ReferenceResponse {
  callerOf(call, true);
  openProjectAt(call);
  const issue = issueAt(call);
  const wanted = call.header('if-match');
  if (wanted === undefined) throw refuse(428, 'precondition_required', 'Send If-Match with the ETag you read');
  if (wanted !== '*' && wanted !== etagOf(show(call.state, issue)))
    throw refuse(412, 'stale_etag', 'The issue has changed since you read it');
  const body = bodyOf(call);
  const change: Partial<Issue> = {};
  if (body['title'] !== undefined) change.title = requiredText(body, 'title');
  if (body['body'] !== undefined) change.body = body['body'] as string | null;
  if (body['assignee'] !== undefined) change.assignee = readUser(call, body['assignee'], 'assignee');
  if (body['due_on'] !== undefined) change.due_on = body['due_on'] as string | null;
  const { priority } = body;
  if (priority !== undefined) {
    if (priority !== null && !['low', 'normal', 'high'].includes(String(priority)))
      throw refuse(422, 'invalid_field', 'Unknown priority', { field: 'priority' });
    change.priority = priority as Issue['priority'];
  }
  return save(call, issue, change);
}

function deleteIssue(call: Call<TrackerWorld>): ReferenceResponse {
  const caller = callerOf(call, true);
  if (caller.role !== 'admin')
    throw refuse(403, 'insufficient_role', 'Only admins delete issues', { role: caller.role });
  openProjectAt(call);
  const { project, number } = issueAt(call);
  call.state.issues.delete(`${project}/${number}`);
  for (const [id, comment] of call.state.comments)
    if (comment.project === project && comment.number === number) call.state.comments.delete(id);
  return emptyReply(204);
}

function transition(call: Call<TrackerWorld>): ReferenceResponse {
  callerOf(call, true);
  openProjectAt(call);
  const issue = issueAt(call);
  const to = requiredText(bodyOf(call), 'to');
  if (!(to in NEXT)) throw refuse(422, 'unknown_state', `There is no state ${to}`, { field: 'to' });
  const allowed = NEXT[issue.state];
  if (!allowed.includes(to as IssueState))
    throw refuse(409, 'invalid_transition', `Cannot go from ${issue.state} to ${to}`, { from: issue.state, allowed });
  return save(call, issue, { state: to as IssueState, closed_at: to === 'closed' ? iso(call.at) : null });
}

function relabel(call: Call<TrackerWorld>, add: boolean): ReferenceResponse {
  callerOf(call, true);
  const { slug } = openProjectAt(call);
  const issue = issueAt(call);
  const label = labelAt(call, slug, call.param('label'));
  const others = issue.labels.filter((name) => name !== label);
  if (!add && others.length === issue.labels.length)
    throw refuse(404, 'label_not_set', `The issue does not have ${label}`);
  return save(call, issue, { labels: add ? [...others, label].toSorted() : others });
}

function labelAt(call: Call<TrackerWorld>, slug: string, name: string): string {
  if (call.state.labels.some((label) => label.project === slug && label.name === name)) return name;
  throw refuse(404, 'label_not_found', `No label ${name} in ${slug}`);
}

function save(call: Call<TrackerWorld>, issue: Issue, change: Partial<Issue>): ReferenceResponse {
  const saved: Issue = { ...issue, ...change, updated_at: iso(call.at) };
  call.state.issues.set(`${issue.project}/${issue.number}`, saved);
  return showTagged(call, saved);
}
