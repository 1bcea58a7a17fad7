import { emptyReply, jsonReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import type { Route } from '../router.ts';
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
import { showLabel, showMilestone, showProfile, showRepo } from './forge-show.ts';
import { idsOf, iso, newHome } from './forge-world.ts';
import type { ForgeWorld, Home, Label, Milestone } from './forge-world.ts';

const REPO = '/repos/{owner}/{name}';
const STAR = '/user/starred/{owner}/{name}';

export const REPO_ROUTES: readonly Route<ForgeWorld>[] = [
  {
    operation: 'user.me',
    method: 'GET',
    pattern: '/user',
    handle: (call) => tagged(call, showProfile(call.state, callerOf(call))),
  },
  { operation: 'user.repos', method: 'GET', pattern: '/user/repos', handle: myRepos },
  { operation: 'repos.create', method: 'POST', pattern: '/user/repos', handle: createRepo },
  { operation: 'stars.check', method: 'GET', pattern: STAR, handle: checkStar },
  { operation: 'stars.add', method: 'PUT', pattern: STAR, handle: (call) => star(call, true) },
  { operation: 'stars.remove', method: 'DELETE', pattern: STAR, handle: (call) => star(call, false) },
  { operation: 'users.get', method: 'GET', pattern: '/users/{login}', handle: getUser },
  {
    operation: 'repos.get',
    method: 'GET',
    pattern: REPO,
    handle: (call) => tagged(call, showRepo(call.state, homeOf(call))),
  },
  { operation: 'repos.update', method: 'PATCH', pattern: REPO, handle: updateRepo },
  { operation: 'labels.list', method: 'GET', pattern: `${REPO}/labels`, handle: listLabels },
  { operation: 'labels.create', method: 'POST', pattern: `${REPO}/labels`, handle: createLabel },
  { operation: 'labels.get', method: 'GET', pattern: `${REPO}/labels/{label}`, handle: getLabel },
  { operation: 'labels.update', method: 'PATCH', pattern: `${REPO}/labels/{label}`, handle: updateLabel },
  { operation: 'labels.delete', method: 'DELETE', pattern: `${REPO}/labels/{label}`, handle: deleteLabel },
  { operation: 'milestones.list', method: 'GET', pattern: `${REPO}/milestones`, handle: listMilestones },
  { operation: 'milestones.create', method: 'POST', pattern: `${REPO}/milestones`, handle: createMilestone },
  { operation: 'milestones.get', method: 'GET', pattern: `${REPO}/milestones/{milestone}`, handle: getMilestone },
  {
    operation: 'milestones.update',
    method: 'PATCH',
    pattern: `${REPO}/milestones/{milestone}`,
    handle: updateMilestone,
  },
  {
    operation: 'milestones.delete',
    method: 'DELETE',
    pattern: `${REPO}/milestones/{milestone}`,
    handle: deleteMilestone,
  },
];

function getUser(call: ForgeCall): ReferenceResponse {
  callerOf(call);
  const login = call.param('login');
  if (!call.state.users.has(login)) throw notFound();
  return tagged(call, showProfile(call.state, login));
}

function myRepos(call: ForgeCall): ReferenceResponse {
  const login = callerOf(call);
  const rows = [...call.state.homes.values()].filter(({ repo }) => mayPush(login) || repo.owner === login);
  const sorted = rows.toSorted((a, b) =>
    call.query.get('sort') === 'created'
      ? b.repo.id - a.repo.id
      : `${a.repo.owner}/${a.repo.name}` < `${b.repo.owner}/${b.repo.name}`
        ? -1
        : 1,
  );
  return pageOf(call, sorted, (home) => showRepo(call.state, home));
}

function createRepo(call: ForgeCall): ReferenceResponse {
  const login = callerOf(call);
  const body = bodyOf(call);
  const name = required('Repository', body, 'name').replaceAll(/[^\w.-]+/g, '-');
  if (call.state.homes.has(`${login}/${name}`))
    throw invalid({
      resource: 'Repository',
      field: 'name',
      code: 'custom',
      message: 'name already exists on this account',
    });
  const kind = { owner: login, name, language: null, description: textOr(body, 'description', null) };
  const home = newHome(call.state, kind, iso(call.at), {
    private: body['private'] === true,
    has_issues: body['has_issues'] !== false,
  });
  return jsonReply(201, showRepo(call.state, home));
}

function updateRepo(call: ForgeCall): ReferenceResponse {
  const home = homeOf(call);
  if (!mayPush(callerOf(call))) throw refuse(403, 'Must have admin rights to Repository.');
  const body = bodyOf(call);
  const { repo } = home;
  if (repo.archived && body['archived'] !== false) throw refuse(403, 'Repository was archived so is read-only.');
  const flag = (field: 'has_issues' | 'archived'): boolean =>
    typeof body[field] === 'boolean' ? body[field] : repo[field];
  home.repo = {
    ...repo,
    description: textOr(body, 'description', repo.description),
    homepage: textOr(body, 'homepage', repo.homepage),
    has_issues: flag('has_issues'),
    archived: flag('archived'),
    updated_at: iso(call.at),
  };
  return jsonReply(200, showRepo(call.state, home));
}

/** 204 where the caller has given a star, else 404. */
function checkStar(call: ForgeCall): ReferenceResponse {
  if (!homeOf(call).stars.has(callerOf(call))) throw notFound();
  return emptyReply(204);
}

function star(call: ForgeCall, given: boolean): ReferenceResponse {
  const { stars } = homeOf(call);
  if (given) stars.add(callerOf(call));
  else stars.delete(callerOf(call));
  return emptyReply(204);
}

export function labelNamed(home: Home, name: string): Label | undefined {
  return [...home.labels.values()].find((label) => label.name.toLowerCase() === name.toLowerCase());
}

function labelAt(call: ForgeCall, home: Home): Label {
  const label = labelNamed(home, call.param('label'));
  if (label === undefined) throw notFound();
  return label;
}

function listLabels(call: ForgeCall): ReferenceResponse {
  const home = homeOf(call);
  const sorted = [...home.labels.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return pageOf(call, sorted, (label) => showLabel(home, label));
}

function getLabel(call: ForgeCall): ReferenceResponse {
  const home = homeOf(call);
  return tagged(call, showLabel(home, labelAt(call, home)));
}

function checkLabel(home: Home, label: Label): void {
  const other = labelNamed(home, label.name);
  if (other !== undefined && other.id !== label.id)
    throw invalid({ resource: 'Label', code: 'already_exists', field: 'name' });
  if (!/^[0-9a-f]{6}$/i.test(label.color)) throw invalid({ resource: 'Label', code: 'invalid', field: 'color' });
}

function createLabel(call: ForgeCall): ReferenceResponse {
  const home = ownHomeOf(call);
  const body = bodyOf(call);
  const name = required('Label', body, 'name');
  const draft = {
    id: 0,
    node_id: '',
    name,
    color: textOr(body, 'color', null) ?? 'ededed',
    default: false,
    description: textOr(body, 'description', null),
  };
  checkLabel(home, draft);
  const label = { ...draft, ...idsOf(call.state, 'LA') };
  home.labels.set(label.id, label);
  return jsonReply(201, showLabel(home, label));
}

function updateLabel(call: ForgeCall): ReferenceResponse {
  const home = ownHomeOf(call);
  const label = labelAt(call, home);
  const body = bodyOf(call);
  const saved = {
    ...label,
    name: textOr(body, 'new_name', label.name) ?? label.name,
    color: textOr(body, 'color', label.color) ?? label.color,
    description: textOr(body, 'description', label.description),
  };
  checkLabel(home, saved);
  home.labels.set(label.id, saved);
  return jsonReply(200, showLabel(home, saved));
}

/** Takes the label off every issue. */
function deleteLabel(call: ForgeCall): ReferenceResponse {
  const home = ownHomeOf(call);
  const { id } = labelAt(call, home);
  for (const issue of home.issues.values())
    if (issue.labels.includes(id))
      home.issues.set(issue.number, { ...issue, labels: issue.labels.filter((one) => one !== id) });
  home.labels.delete(id);
  return emptyReply(204);
}

function milestoneAt(call: ForgeCall, home: Home): Milestone {
  const milestone = home.milestones.get(Number(call.param('milestone')));
  if (milestone === undefined) throw notFound();
  return milestone;
}

function listMilestones(call: ForgeCall): ReferenceResponse {
  const home = homeOf(call);
  const state = call.query.get('state') ?? 'open';
  const rows = [...home.milestones.values()].filter((milestone) => state === 'all' || milestone.state === state);
  return pageOf(call, rows, (milestone) => showMilestone(call.state, home, milestone));
}

function getMilestone(call: ForgeCall): ReferenceResponse {
  const home = homeOf(call);
  return tagged(call, showMilestone(call.state, home, milestoneAt(call, home)));
}

function createMilestone(call: ForgeCall): ReferenceResponse {
  const home = ownHomeOf(call);
  const body = bodyOf(call);
  const title = freeTitle(home, required('Milestone', body, 'title'));
  const number = home.repo.nextMilestone;
  home.repo = { ...home.repo, nextMilestone: number + 1 };
  home.milestones.set(number, {
    ...idsOf(call.state, 'MI'),
    number,
    title,
    description: textOr(body, 'description', null),
    creator: callerOf(call),
    state: 'open',
    created_at: iso(call.at),
    updated_at: iso(call.at),
    closed_at: null,
    due_on: textOr(body, 'due_on', null),
  });
  return jsonReply(201, showMilestone(call.state, home, home.milestones.get(number) as Milestone));
}

function freeTitle(home: Home, title: string, own?: number): string {
  const taken = [...home.milestones.values()].some((one) => one.title === title && one.number !== own);
  if (taken) throw invalid({ resource: 'Milestone', code: 'already_exists', field: 'title' });
  return title;
}

function updateMilestone(call: ForgeCall): ReferenceResponse {
  const home = ownHomeOf(call);
  const milestone = milestoneAt(call, home);
  const body = bodyOf(call);
  const state = textOr(body, 'state', milestone.state);
  if (state !== 'open' && state !== 'closed')
    throw invalid({ resource: 'Milestone', field: 'state', code: 'invalid', value: String(state) });
  const saved: Milestone = {
    ...milestone,
    title: freeTitle(home, textOr(body, 'title', milestone.title) ?? milestone.title, milestone.number),
    description: textOr(body, 'description', milestone.description),
    due_on: textOr(body, 'due_on', milestone.due_on),
    state,
    updated_at: iso(call.at),
    closed_at: state === 'open' ? null : (milestone.closed_at ?? iso(call.at)),
  };
  home.milestones.set(milestone.number, saved);
  return jsonReply(200, showMilestone(call.state, home, saved));
}

function deleteMilestone(call: ForgeCall): ReferenceResponse {
  const home = ownHomeOf(call);
  const { number } = milestoneAt(call, home);
  for (const issue of home.issues.values())
    if (issue.milestone === number) home.issues.set(issue.number, { ...issue, milestone: null });
  home.milestones.delete(number);
  return emptyReply(204);
}
