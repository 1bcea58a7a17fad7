import type { ReferenceResponse } from '../reference-api.ts';
import { emptyReply, jsonReply } from '../reply.ts';
import type { Route } from '../router.ts';
import {
  bodyOf,
  callerOf,
  homeOf,
  invalid,
  mayPush,
  notFound,
  pageOf,
  refuse,
  required,
  tagged,
  textOr,
} from './forge-reply.ts';
import type { ForgeCall } from './forge-reply.ts';
import { showProfile, showRepo } from './forge-show.ts';
import { iso, newHome } from './forge-world.ts';
import type { ForgeWorld } from './forge-world.ts';

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
