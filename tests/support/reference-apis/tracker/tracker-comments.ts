import { emptyReply, jsonReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import type { Call, Route } from '../router.ts';
import { callerOf, refuse } from './tracker-access.ts';
import { bodyOf, envelope, requiredText } from './tracker-envelope.ts';
import { issueAt } from './tracker-issues.ts';
import { openProjectAt } from './tracker-projects.ts';
import { iso } from './tracker-world.ts';
import type { Comment, TrackerWorld } from './tracker-world.ts';

const PATH = '/api/projects/{slug}/issues/{number}/comments';

export const TRACKER_COMMENT_ROUTES: readonly Route<TrackerWorld>[] = [
  { operation: 'comments.list', method: 'GET', pattern: PATH, handle: listComments },
  { operation: 'comments.create', method: 'POST', pattern: PATH, handle: createComment },
  { operation: 'comments.get', method: 'GET', pattern: '/api/comments/{id}', handle: getComment },
  { operation: 'comments.update', method: 'PATCH', pattern: '/api/comments/{id}', handle: updateComment },
  { operation: 'comments.delete', method: 'DELETE', pattern: '/api/comments/{id}', handle: deleteComment },
];

function show({ id, project, number, author, body, created_at, edited_at }: Comment): object {
  return { id, issue: { project, number }, author, body, created_at, edited_at };
}

function listComments(call: Call<TrackerWorld>): ReferenceResponse {
  callerOf(call);
  const { project, number } = issueAt(call);
  const rows = [...call.state.comments.values()].filter((row) => row.project === project && row.number === number);
  return envelope(call, rows.map(show));
}

function createComment(call: Call<TrackerWorld>): ReferenceResponse {
  const { username } = callerOf(call, true);
  openProjectAt(call);
  const { project, number } = issueAt(call);
  const body = requiredText(bodyOf(call), 'body');
  const id = call.state.next.comment++;
  const comment: Comment = { id, project, number, author: username, body, created_at: iso(call.at), edited_at: null };
  call.state.comments.set(id, comment);
  touchIssue(call, comment);
  return jsonReply(201, show(comment), { location: `/api/comments/${id}` });
}

function getComment(call: Call<TrackerWorld>): ReferenceResponse {
  callerOf(call);
  return jsonReply(200, show(commentAt(call)));
}

function updateComment(call: Call<TrackerWorld>): ReferenceResponse {
  const comment = ownComment(call);
  const saved: Comment = { ...comment, body: requiredText(bodyOf(call), 'body'), edited_at: iso(call.at) };
  call.state.comments.set(comment.id, saved);
  return jsonReply(200, show(saved));
}

function deleteComment(call: Call<TrackerWorld>): ReferenceResponse {
  const comment = ownComment(call);
  call.state.comments.delete(comment.id);
  touchIssue(call, comment);
  return emptyReply(204);
}

function commentAt(call: Call<TrackerWorld>): Comment {
  const comment = call.state.comments.get(Number(call.param('id')));
  if (comment === undefined) throw refuse(404, 'comment_not_found', `No comment ${call.param('id')}`);
  return comment;
}

function ownComment(call: Call<TrackerWorld>): Comment {
  const caller = callerOf(call, true);
  const comment = commentAt(call);
  if (comment.author !== caller.username && caller.role !== 'admin')
    throw refuse(403, 'not_author', 'Only the author may change a comment');
  return comment;
}

function touchIssue(call: Call<TrackerWorld>, { project, number }: Comment): void {
  const issue = call.state.issues.get(`${project}/${number}`);
  if (issue !== undefined) issue.updated_at = iso(call.at);
}
