import { FORGE_ORIGIN, SITE } from './forge-world.ts';
import type { Comment, ForgeWorld, Home, Issue, Label, Milestone, Pull, User } from './forge-world.ts';

export const fullName = ({ repo }: Home): string => `${repo.owner}/${repo.name}`;
export const repoUrl = (home: Home): string => `${FORGE_ORIGIN}/repos/${fullName(home)}`;

export function showUser(world: ForgeWorld, login: string): object {
  const { id, node_id, type } = world.users.get(login) as User;
  return {
    login,
    id,
    node_id,
    avatar_url: `https://avatars.forge.test/u/${id}?v=4`,
    url: `${FORGE_ORIGIN}/users/${login}`,
    html_url: `${SITE}/${login}`,
    type,
    site_admin: false,
  };
}

const userOrNull = (world: ForgeWorld, login: string | null): object | null =>
  login === null ? null : showUser(world, login);

export function showProfile(world: ForgeWorld, login: string): object {
  const { name, company, bio, followers, created_at } = world.users.get(login) as User;
  const public_repos = [...world.homes.values()].filter(({ repo }) => repo.owner === login && !repo.private).length;
  return { ...showUser(world, login), name, company, bio, public_repos, followers, created_at };
}

export function showRepo(world: ForgeWorld, home: Home): object {
  const { id, node_id, name, owner, next: _, nextMilestone: __, description, ...rest } = home.repo;
  return {
    id,
    node_id,
    name,
    full_name: fullName(home),
    owner: showUser(world, owner),
    html_url: `${SITE}/${fullName(home)}`,
    description,
    fork: false,
    url: repoUrl(home),
    ...rest,
    visibility: rest.private ? 'private' : 'public',
    stargazers_count: home.stars.size,
    open_issues_count: [...home.issues.values()].filter(({ state }) => state === 'open').length,
  };
}

export function showLabel(home: Home, label: Label): object {
  const { id, node_id, name, ...rest } = label;
  return { id, node_id, url: `${repoUrl(home)}/labels/${encodeURIComponent(name)}`, name, ...rest };
}

export function showMilestone(world: ForgeWorld, home: Home, milestone: Milestone): object {
  const { id, node_id, number, title, description, creator, state, ...times } = milestone;
  const count = (wanted: 'open' | 'closed'): number =>
    [...home.issues.values()].filter((issue) => issue.milestone === number && issue.state === wanted).length;
  return {
    url: `${repoUrl(home)}/milestones/${number}`,
    html_url: `${SITE}/${fullName(home)}/milestone/${number}`,
    id,
    node_id,
    number,
    title,
    description,
    creator: showUser(world, creator),
    open_issues: count('open'),
    closed_issues: count('closed'),
    state,
    ...times,
  };
}

/** What issues and pull requests have in common. */
function showTalk(world: ForgeWorld, home: Home, issue: Issue): Record<string, unknown> {
  const milestone = issue.milestone === null ? undefined : home.milestones.get(issue.milestone);
  const assignees = issue.assignees.map((login) => showUser(world, login));
  return {
    id: issue.id,
    node_id: issue.node_id,
    number: issue.number,
    title: issue.title,
    user: showUser(world, issue.user),
    labels: issue.labels.map((id) => showLabel(home, home.labels.get(id) as Label)),
    state: issue.state,
    locked: false,
    assignee: assignees[0] ?? null,
    assignees,
    milestone: milestone === undefined ? null : showMilestone(world, home, milestone),
    created_at: issue.created_at,
    updated_at: issue.updated_at,
    closed_at: issue.closed_at,
    author_association: issue.user === 'passer-by' ? 'NONE' : 'MEMBER',
    body: issue.body,
  };
}

const commentsOf = (home: Home, issue: Issue): number =>
  [...home.comments.values()].filter((comment) => comment.issue === issue.number).length;

/** `closed_by` only where the issue is shown by itself. */
export function showIssue(world: ForgeWorld, home: Home, issue: Issue, alone = true): object {
  const url = `${repoUrl(home)}/issues/${issue.number}`;
  const html_url = `${SITE}/${fullName(home)}/${issue.pull === null ? 'issues' : 'pull'}/${issue.number}`;
  const pull_request = {
    url: `${repoUrl(home)}/pulls/${issue.number}`,
    html_url,
    merged_at: issue.pull?.merged_at ?? null,
  };
  return {
    url,
    repository_url: repoUrl(home),
    comments_url: `${url}/comments`,
    html_url,
    ...showTalk(world, home, issue),
    comments: commentsOf(home, issue),
    state_reason: issue.state_reason,
    ...(issue.pull === null ? {} : { draft: issue.pull.draft, pull_request }),
    ...(alone ? { closed_by: userOrNull(world, issue.closed_by) } : {}),
  };
}

export function showPull(world: ForgeWorld, home: Home, issue: Issue, pull: Pull, alone = true): object {
  const open = issue.state === 'open';
  const side = (ref: string, of: string): object => ({ label: `${home.repo.owner}:${ref}`, ref, sha: of });
  return {
    url: `${repoUrl(home)}/pulls/${issue.number}`,
    html_url: `${SITE}/${fullName(home)}/pull/${issue.number}`,
    issue_url: `${repoUrl(home)}/issues/${issue.number}`,
    ...showTalk(world, home, issue),
    draft: pull.draft,
    merged_at: pull.merged_at,
    merge_commit_sha: pull.merge_commit_sha,
    head: side(pull.head, pull.headSha),
    base: side(pull.base, pull.baseSha),
    ...(alone
      ? {
          merged: pull.merged_at !== null,
          mergeable: open ? !pull.conflict : null,
          mergeable_state: open ? (pull.draft ? 'draft' : pull.conflict ? 'dirty' : 'clean') : 'unknown',
          merged_by: userOrNull(world, pull.merged_by),
          comments: commentsOf(home, issue),
        }
      : {}),
  };
}

export function showComment(world: ForgeWorld, home: Home, comment: Comment): object {
  const { id, node_id, issue, user, body, ...times } = comment;
  return {
    url: `${repoUrl(home)}/issues/comments/${id}`,
    html_url: `${SITE}/${fullName(home)}/issues/${issue}#issuecomment-${id}`,
    issue_url: `${repoUrl(home)}/issues/${issue}`,
    id,
    node_id,
    user: showUser(world, user),
    ...times,
    author_association: user === 'passer-by' ? 'NONE' : 'MEMBER',
    body,
  };
}
