import { conflict, forbidden, notFound } from '../errors.ts';
import type { Exchange, Reply, Route } from '../exchange.ts';
import { Fields } from '../fields.ts';
import type { Comment } from '../model.ts';
import { numberedPage } from '../pages.ts';
import { renderComment } from '../render.ts';
import { commentsOf } from '../state.ts';
import { findTicket, touchTicket } from '../ticket-access.ts';

export const commentRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/tickets/:id/comments', handle: listComments },
  { method: 'POST', path: '/v1/tickets/:id/comments', handle: createComment },
  {
    method: 'GET',
    path: '/v1/tickets/:id/comments/:comment',
    handle: (exchange) => ({ status: 200, body: renderComment(findComment(exchange)) }),
  },
  { method: 'DELETE', path: '/v1/tickets/:id/comments/:comment', handle: deleteComment },
];

function listComments(exchange: Exchange): Reply {
  const ticket = findTicket(exchange.state, exchange.params);
  return numberedPage(exchange, commentsOf(exchange.state, ticket.id), renderComment);
}

function createComment({ state, params, body, agent, now }: Exchange): Reply {
  const ticket = findTicket(state, params);
  const fields = new Fields(body);
  const text = fields.text('body', { required: true });
  const isPublic = fields.flag('public') ?? true;
  fields.done();
  if (ticket.status === 'closed') throw conflict('ticket_closed', 'A closed ticket cannot be changed.');
  const id = state.ids.id('cmt');
  const comment: Comment = {
    id,
    ticketId: ticket.id,
    author: { type: 'agent', id: agent.id, name: agent.name },
    public: isPublic,
    body: text ?? '',
    createdAt: now,
  };
  state.comments.set(id, comment);
  touchTicket(ticket, now);
  return {
    status: 201,
    headers: { Location: `/v1/tickets/${ticket.id}/comments/${id}` },
    body: renderComment(comment),
  };
}

function deleteComment(exchange: Exchange): Reply {
  const { state, params, agent, now } = exchange;
  const comment = findComment(exchange);
  if (agent.role !== 'lead' && comment.author.id !== agent.id)
    throw forbidden('not_comment_author', 'Only the author or a lead may delete a comment.');
  state.comments.delete(comment.id);
  touchTicket(findTicket(state, params), now);
  return { status: 204 };
}

/** A comment is reachable only through its own ticket. */
function findComment({ state, params }: Exchange): Comment {
  const ticket = findTicket(state, params);
  const comment = state.comments.get(params['comment'] ?? '');
  if (comment === undefined || comment.ticketId !== ticket.id) throw notFound('comment');
  return comment;
}
