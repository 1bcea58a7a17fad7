import { ESCALATIONS } from '../data/replies.ts';
import type { AgentView, CommentView, TicketView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import { findTicket } from './find.ts';
import type { Page } from './find.ts';
import { customerOf, findAgent, say } from './ticket-steps.ts';

/** Raises the priority, explains why to colleagues, and gives the ticket to a lead. */
export const escalateTicket: Workflow = {
  name: 'escalate-ticket',
  sessions: 8,
  who: 'agent',
  run: async ({ desk, book, random, turn }) => {
    const file = book.take({ kinds: ['complaint', 'technical', 'plan'], statuses: ['open', 'pending'] });
    const ticket = await findTicket(desk, file);
    const path = `/v1/tickets/${ticket.id}`;
    await desk.get<Page<CommentView>>(`${path}/comments`);
    const customer = await customerOf(desk, ticket);
    if (ticket.assignee_id !== null) await desk.get<AgentView>(`/v1/agents/${ticket.assignee_id}`);
    await desk.patch<TicketView>(path, { priority: 'urgent' });
    await say(desk, ticket, random.pick(ESCALATIONS), { name: customer.name }, false);
    if (turn % 4 === 1) await desk.post(`${path}/assign`, {}, 422);
    if (turn % 4 === 2) await desk.post(`${path}/assign`, { assignee_id: 'agt_nobody' }, 422);
    const lead = await findAgent(desk, '?role=lead');
    await desk.post<TicketView>(`${path}/assign`, { assignee_id: lead }, 200);
    if (turn % 3 === 0) await desk.put(`${path}/tags/escalated`, {});
    await desk.get<TicketView>(path);
  },
};
