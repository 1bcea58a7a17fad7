import { ApiError, conflict, forbidden } from '../errors.ts';
import type { Exchange, Reply, Route } from '../exchange.ts';
import { Fields } from '../fields.ts';
import { CHANNELS, PRIORITIES, TICKET_STATUSES } from '../model.ts';
import type { Ticket, TicketStatus } from '../model.ts';
import { enumParameter, numberedPage, sorted } from '../pages.ts';
import { renderTicket } from '../render.ts';
import { commentsOf } from '../state.ts';
import { findTicket, showTicket, touchTicket } from '../ticket-access.ts';
import { TRANSITIONS } from '../transitions.ts';

export const ticketRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/tickets', handle: listTickets },
  { method: 'POST', path: '/v1/tickets', handle: createTicket },
  {
    method: 'GET',
    path: '/v1/tickets/:id',
    handle: ({ state, params }) => showTicket(state, findTicket(state, params)),
  },
  { method: 'PATCH', path: '/v1/tickets/:id', handle: updateTicket },
  { method: 'DELETE', path: '/v1/tickets/:id', handle: deleteTicket },
  { method: 'POST', path: '/v1/tickets/:id/assign', handle: assignTicket },
];

function listTickets(exchange: Exchange): Reply {
  const { state, url } = exchange;
  const status = enumParameter(exchange, 'status', TICKET_STATUSES);
  const priority = enumParameter(exchange, 'priority', PRIORITIES);
  const query = url.searchParams;
  const [customer, assignee, order, tag] = ['customer_id', 'assignee_id', 'order_id', 'tag'].map((n) => query.get(n));
  const words = query.get('q')?.toLowerCase();
  const found = [...state.tickets.values()].filter(
    (ticket) =>
      (status === null || ticket.status === status) &&
      (priority === null || ticket.priority === priority) &&
      (customer === null || ticket.customerId === customer) &&
      (assignee === null || ticket.assigneeId === assignee) &&
      (order === null || ticket.orderId === order) &&
      (typeof tag !== 'string' || ticket.tags.includes(tag)) &&
      (words === undefined || ticket.subject.toLowerCase().includes(words)),
  );
  const ordered = sorted<Ticket>(
    exchange,
    found.toSorted((a, b) => b.id - a.id),
    {
      created_at: (ticket) => ticket.createdAt,
      updated_at: (ticket) => ticket.updatedAt,
      priority: (ticket) => PRIORITIES.indexOf(ticket.priority),
    },
    '-created_at',
  );
  return numberedPage(exchange, ordered, (ticket) => renderTicket(state, ticket));
}

function createTicket({ state, body, now }: Exchange): Reply {
  const fields = new Fields(body);
  const subject = fields.text('subject', { required: true, max: 160 });
  const description = fields.text('description', { required: true });
  const customerId = fields.text('customer_id', { required: true });
  const priority = fields.oneOf('priority', PRIORITIES) ?? 'normal';
  const channel = fields.oneOf('channel', CHANNELS) ?? 'web';
  const orderId = fields.textOrNull('order_id') ?? null;
  const tags = fields.list('tags') ?? [];
  if (customerId !== undefined && !state.customers.has(customerId))
    fields.reject('customer_id', 'unknown_customer', 'does not name a customer');
  if (orderId !== null && !state.orders.has(orderId))
    fields.reject('order_id', 'unknown_order', 'does not name an order');
  fields.done();
  if (subject === undefined || description === undefined || customerId === undefined)
    throw new Error('done() lets no required field be missing');
  const id = ++state.lastTicketId;
  const ticket: Ticket = {
    id,
    subject,
    description,
    status: 'new',
    priority,
    channel,
    customerId,
    assigneeId: null,
    orderId,
    tags: tags.map(String),
    version: 1,
    createdAt: now,
    updatedAt: now,
    solvedAt: null,
  };
  state.tickets.set(id, ticket);
  return showTicket(state, ticket, 201, { Location: `/v1/tickets/${id}` });
}

function updateTicket({ state, params, body, headers, now }: Exchange): Reply {
  const ticket = findTicket(state, params);
  if (Object.keys(body).length === 0) throw new ApiError(400, 'empty_update', 'Send at least one field to change.');
  const fields = new Fields(body);
  const subject = fields.text('subject', { max: 160 });
  const priority = fields.oneOf('priority', PRIORITIES);
  const status = fields.oneOf('status', TICKET_STATUSES);
  const orderId = fields.textOrNull('order_id');
  if (typeof orderId === 'string' && !state.orders.has(orderId))
    fields.reject('order_id', 'unknown_order', 'does not name an order');
  fields.done();
  const expected = headers['if-match'];
  if (expected !== undefined && expected !== `"${ticket.id}-${ticket.version}"`)
    throw new ApiError(412, 'version_conflict', 'The ticket was changed since you read it.');
  if (status !== undefined) move(ticket, status, now);
  if (subject !== undefined) ticket.subject = subject;
  if (priority !== undefined) ticket.priority = priority;
  if (orderId !== undefined) ticket.orderId = orderId;
  touchTicket(ticket, now);
  return showTicket(state, ticket);
}

function move(ticket: Ticket, status: TicketStatus, now: number): void {
  if (!TRANSITIONS[ticket.status].includes(status))
    throw conflict('invalid_transition', `A ticket cannot go from ${ticket.status} to ${status}.`);
  ticket.status = status;
  if (status === 'solved') ticket.solvedAt = now;
  if (status === 'open') ticket.solvedAt = null;
}

function deleteTicket({ state, params, agent }: Exchange): Reply {
  const ticket = findTicket(state, params);
  if (agent.role !== 'lead') throw forbidden('insufficient_role', 'Only leads may delete tickets.');
  for (const comment of commentsOf(state, ticket.id)) state.comments.delete(comment.id);
  state.tickets.delete(ticket.id);
  return { status: 204 };
}

function assignTicket({ state, params, body, now }: Exchange): Reply {
  const ticket = findTicket(state, params);
  const fields = new Fields(body);
  const assigneeId = fields.text('assignee_id', { required: true });
  const assignee = state.agents.get(assigneeId ?? '');
  if (assigneeId !== undefined && assignee === undefined)
    fields.reject('assignee_id', 'unknown_agent', 'does not name an agent');
  if (assignee?.active === false) fields.reject('assignee_id', 'agent_inactive', 'names an agent who has left');
  fields.done();
  if (ticket.status === 'closed') throw conflict('ticket_closed', 'A closed ticket cannot be changed.');
  ticket.assigneeId = assigneeId ?? null;
  if (ticket.status === 'new') ticket.status = 'open';
  touchTicket(ticket, now);
  return showTicket(state, ticket);
}
