import { SOLUTIONS } from '../data/replies.ts';
import type { CommentView, TicketView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import { findTicket } from './find.ts';
import type { Page } from './find.ts';
import { customerOf, move, say } from './ticket-steps.ts';

/** Tells the customer what was done and solves the ticket. */
export const solveTicket: Workflow = {
  name: 'solve-ticket',
  sessions: 9,
  who: 'anyone',
  run: async ({ desk, book, random, turn }) => {
    const file = book.take({
      kinds: ['technical', 'complaint', 'plan', 'account', 'delivery'],
      statuses: ['open', 'pending'],
    });
    const ticket = await findTicket(desk, file);
    const path = `/v1/tickets/${ticket.id}`;
    await desk.get<Page<CommentView>>(`${path}/comments`);
    const customer = await customerOf(desk, ticket);
    await say(desk, ticket, random.pick(SOLUTIONS), { name: customer.name });
    if (turn % 4 === 1) await desk.patch(path, { status: 'closed' }, 409);
    if (turn % 4 === 2) {
      // Her own comment has made the version on her screen stale.
      await desk.patch(path, { status: 'solved' }, 412, { 'If-Match': etag(ticket) });
      const current = await desk.get<TicketView>(path);
      await desk.patch(path, { status: 'solved' }, 200, { 'If-Match': etag(current) });
      file.status = 'solved';
    } else await move(desk, file, ticket, 'solved');
    await desk.get<TicketView>(path);
    if (turn % 6 === 5) await move(desk, file, ticket, 'closed');
  },
};

function etag(ticket: TicketView): string {
  return `"${ticket.id}-${ticket.version}"`;
}
