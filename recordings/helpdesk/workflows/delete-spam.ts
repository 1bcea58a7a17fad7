import type { Workflow } from '../workflow.ts';
import { findTicket } from './find.ts';
import { customerOf, findAgent, say } from './ticket-steps.ts';

/** Leads delete spam for good. Agents may not; they tag it and pass it on. */
export const deleteSpam: Workflow = {
  name: 'delete-spam',
  sessions: 10,
  who: (turn) => (turn % 4 === 3 ? 'agent' : 'lead'),
  run: async ({ desk, book, turn }) => {
    const file = book.take({ kinds: ['spam'], statuses: ['new', 'open'] });
    const ticket = await findTicket(desk, file);
    const path = `/v1/tickets/${ticket.id}`;
    if (turn % 2 === 0) await customerOf(desk, ticket);
    if (desk.staff.role === 'agent') {
      await desk.delete(path, 403);
      await desk.put(`${path}/tags/spam`, {});
      await say(desk, ticket, 'Not a customer, can you delete this?', {}, false);
      const lead = await findAgent(desk, '?role=lead');
      await desk.post(`${path}/assign`, { assignee_id: lead }, 200);
      file.status = 'open';
      await desk.get(path);
      return;
    }
    await desk.delete(path);
    file.deleted = true;
    await desk.get(path, 404);
    if (turn % 3 === 0) await desk.delete(path, 404);
    await desk.get(`/v1/tickets?customer_id=${ticket.customer_id}`);
  },
};
