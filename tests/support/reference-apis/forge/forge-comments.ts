import type { ReferenceResponse } from '../reference-api.ts';
import { emptyReply, jsonReply } from '../reply.ts';
import type { Route } from '../router.ts';
import { issueAt, touch } from './forge-issues.ts';
import { bodyOf, callerOf, homeOf, mayPush, notFound, pageOf, refuse, required, tagged } from './forge-reply.ts';
import type { ForgeCall } from './forge-reply.ts';
import { fullName, showComment } from './forge-show.ts';
import { idsOf, iso } from './forge-world.ts';
import type { Comment, ForgeWorld, Home } from './forge-world.ts';

const ISSUES = '/repos/{owner}/{name}/issues';

export const COMMENT_ROUTES: readonly Route<ForgeWorld>[] = [
  { operation: 'comments.get', method: 'GET', pattern: `${ISSUES}/comments/{comment}`, handle: getComment },
  { operation: 'comments.update', method: 'PATCH', pattern: `${ISSUES}/comments/{comment}`, handle: updateComment },
  { operation: 'comments.delete', method: 'DELETE', pattern: `${ISSUES}/comments/{comment}`, handle: deleteComment },
  { operation: 'comments.list', method: 'GET', pattern: `${ISSUES}/{number}/comments`, handle: listComments },
  { operation: 'comments.create', method: 'POST', pattern: `${ISSUES}/{number}/comments`, handle: createComment },
];

function listComments(call: ForgeCall): ReferenceResponse {
  const home = homeOf(call);
  const { number } = issueAt(call, home);
  const since = call.query.get('since') ?? '';
  const rows = [...home.comments.values()]
    .filter(({ issue, updated_at }) => issue === number && updated_at >= since)
    .toSorted((a, b) => a.id - b.id);
  return pageOf(call, rows, (comment) => showComment(call.state, home, comment));
}

function commentAt(call: ForgeCall, home: Home): Comment {
  const comment = home.comments.get(Number(call.param('comment')));
  if (comment === undefined) throw notFound();
  return comment;
}

function getComment(call: ForgeCall): ReferenceResponse {
  const home = homeOf(call);
  return tagged(call, showComment(call.state, home, commentAt(call, home)));
}

function createComment(call: ForgeCall): ReferenceResponse {
  const home = homeOf(call);
  const issue = issueAt(call, home);
  if (home.repo.archived) throw refuse(403, 'Repository was archived so is read-only.');
  const body = required('IssueComment', bodyOf(call), 'body');
  const comment: Comment = {
    ...idsOf(call.state, 'IC'),
    issue: issue.number,
    user: callerOf(call),
    body,
    created_at: iso(call.at),
    updated_at: iso(call.at),
  };
  home.comments.set(comment.id, comment);
  touch(call, home, issue);
  return jsonReply(201, showComment(call.state, home, comment), {
    location: `https://api.forge.test/repos/${fullName(home)}/issues/comments/${comment.id}`,
  });
}

function ownComment(call: ForgeCall, home: Home): Comment {
  const comment = commentAt(call, home);
  const login = callerOf(call);
  if (!mayPush(login) && comment.user !== login) throw refuse(403, 'Must have admin rights to Repository.');
  return comment;
}

function updateComment(call: ForgeCall): ReferenceResponse {
  const home = homeOf(call);
  const comment = ownComment(call, home);
  const body = required('IssueComment', bodyOf(call), 'body');
  const saved = { ...comment, body, updated_at: iso(call.at) };
  home.comments.set(comment.id, saved);
  return jsonReply(200, showComment(call.state, home, saved));
}

function deleteComment(call: ForgeCall): ReferenceResponse {
  const home = homeOf(call);
  home.comments.delete(ownComment(call, home).id);
  return emptyReply(204);
}
