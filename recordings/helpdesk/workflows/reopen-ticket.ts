import { REOPENED } from '../data/replies.ts';
import type { AgentView, TicketView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import { findTicket } from './find.ts';
import { customerOf, findAgent, move, say } from './ticket-steps.ts';

/** A solved problem is back. A closed ticket cannot be opened again, so a follow-up is made. */
export const reopenTicket: Workflow = {
  name: 'reopen-ticket',
  sessions: 8,
  who: 'anyone',
  run: async ({ desk, book, random, turn }) => {
    const isClosed = turn % 3 === 2;
    const file = book.take({ statuses: [isClosed ? 'closed' : 'solved'] });
    const ticket = await findTicket(desk, file);
    const path = `/v1/tickets/${ticket.id}`;
    const customer = await customerOf(desk, ticket);
    if (isClosed) {
      await desk.patch(path, { status: 'open' }, 409);
      const subject = `Follow-up to #${ticket.id}: ${ticket.subject}`;
      const followUp = await desk.post<TicketView>('/v1/tickets', {
        subject,
        description: `${customer.name} says that the problem of ticket ${ticket.id} is back.`,
        customer_id: customer.id,
        channel: 'email',
        ...(ticket.order_id === null ? {} : { order_id: ticket.order_id }),
      });
      book.add({ subject, body: '', aboutOrder: false }, file.kind, customer, file.orderNumber);
      await desk.get<TicketView>(`/v1/tickets/${followUp.id}`);
      return;
    }
    if (ticket.assignee_id !== null) await desk.open<AgentView>(`/v1/agents/${ticket.assignee_id}`);
    await move(desk, file, ticket, 'open');
    await say(desk, ticket, random.pick(REOPENED), { name: customer.name }, turn % 2 === 0);
    if (turn % 2 === 1) {
      const agent = await findAgent(desk, '?role=agent');
      await desk.post<TicketView>(`${path}/assign`, { assignee_id: agent }, 200);
    }
    await desk.get<TicketView>(path);
  },
};
