import type { ReferenceResponse } from '../reference-api.ts';
import { emptyReply, jsonReply } from '../reply.ts';
import type { Route } from '../router.ts';
import {
  bodyOf,
  callerOf,
  homeOf,
  invalid,
  notFound,
  ownHomeOf,
  pageOf,
  required,
  tagged,
  textOr,
} from './forge-reply.ts';
import type { ForgeCall } from './forge-reply.ts';
import { showMilestone } from './forge-show.ts';
import { idsOf, iso } from './forge-world.ts';
import type { ForgeWorld, Home, Milestone } from './forge-world.ts';

const REPO = '/repos/{owner}/{name}';

export const MILESTONE_ROUTES: readonly Route<ForgeWorld>[] = [
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
