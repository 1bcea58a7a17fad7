import type { TicketView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import { findTicket } from './find.ts';
import type { Page } from './find.ts';
import { customerOf, findAgent } from './ticket-steps.ts';

const TEAMS: Readonly<Record<string, string>> = {
  refund: 'billing',
  plan: 'billing',
  account: 'billing',
  cancel: 'shipping',
  delivery: 'shipping',
  address: 'shipping',
  replacement: 'shipping',
  technical: 'technical',
};

/** Reads a new ticket, gives it a priority and an owner. */
export const triageNewTicket: Workflow = {
  name: 'triage-new-ticket',
  sessions: 9,
  who: 'anyone',
  run: async ({ desk, book, random, turn }) => {
    const file = book.take({ statuses: ['new'] });
    if (turn % 2 === 0) await desk.get<Page<TicketView>>('/v1/tickets?status=new&sort=created_at');
    const ticket = await findTicket(desk, file);
    const path = `/v1/tickets/${ticket.id}`;
    const customer = await customerOf(desk, ticket);
    if (ticket.order_id !== null) await desk.get(`/v1/orders/${ticket.order_id}`);

    if (turn % 5 === 1) await desk.patch(path, { priority: 'critical' }, 422);
    const priority =
      file.kind === 'complaint' || customer.plan === 'business' ? 'urgent' : random.pick(['low', 'high']);
    await desk.patch(path, { priority });

    const team = TEAMS[file.kind];
    if (turn % 6 === 2) {
      const staff = await desk.get<Page<{ id: string; active: boolean }>>('/v1/agents');
      const gone = staff.data.find((agent) => !agent.active);
      await desk.post(`${path}/assign`, { assignee_id: gone?.id }, 422);
    }
    const assignee = await findAgent(desk, team === undefined ? '?role=agent' : `?team=${team}`);
    await desk.post(`${path}/assign`, { assignee_id: assignee }, 200);
    file.status = 'open';
    if (turn % 4 === 3)
      await desk.put(`${path}/tags/${random.pick(['hardware', 'firmware', 'carrier', 'invoice'])}`, {});
    await desk.get(path);
  },
};
