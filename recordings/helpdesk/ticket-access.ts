import { notFound } from './errors.ts';
import type { Reply } from './exchange.ts';
import type { Ticket } from './model.ts';
import { renderTicket } from './render.ts';
import type { HelpdeskState } from './state.ts';

/** @throws ApiError 404, also for ids that are not numbers */
export function findTicket(state: HelpdeskState, params: Readonly<Record<string, string>>): Ticket {
  const id = params['id'] ?? '';
  const ticket = /^\d{1,9}$/.test(id) ? state.tickets.get(Number(id)) : undefined;
  if (ticket === undefined) throw notFound('ticket');
  return ticket;
}

export function touchTicket(ticket: Ticket, now: number): void {
  ticket.version += 1;
  ticket.updatedAt = now;
}

/** The ETag is what `If-Match` on PATCH compares with. */
export function showTicket(
  state: HelpdeskState,
  ticket: Ticket,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return {
    status,
    headers: { ...headers, ETag: `"${ticket.id}-${ticket.version}"` },
    body: renderTicket(state, ticket),
  };
}
