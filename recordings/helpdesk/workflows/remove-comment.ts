import { REPLIES, SLIPS } from '../data/replies.ts';
import type { CommentView, TicketView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import { findTicket } from './find.ts';
import type { Page } from './find.ts';
import { customerOf, say } from './ticket-steps.ts';

/** Posts something the customer should not see, notices, removes it, and writes what was meant. */
export const removeComment: Workflow = {
  name: 'remove-comment',
  sessions: 8,
  who: (turn) => (turn % 3 === 0 ? 'agent' : 'anyone'),
  run: async ({ desk, book, random, turn }) => {
    const file = book.take({ statuses: ['open', 'pending', 'solved'] });
    const ticket = await findTicket(desk, file);
    const path = `/v1/tickets/${ticket.id}/comments`;
    const earlier = await desk.get<Page<CommentView>>(path);
    const customer = await customerOf(desk, ticket);
    const slip = await say(desk, ticket, SLIPS[turn % SLIPS.length] ?? '', { name: customer.name });
    await desk.get<CommentView>(`${path}/${slip.id}`);
    const foreign = earlier.data.find((comment) => comment.author.name !== desk.staff.name);
    if (turn % 3 === 0 && foreign !== undefined) await desk.delete(`${path}/${foreign.id}`, 403);
    await desk.delete(`${path}/${slip.id}`);
    if (turn % 2 === 0) await desk.get(`${path}/${slip.id}`, 404);
    await say(desk, ticket, random.pick(REPLIES.any), { name: customer.name });
    await desk.get<Page<CommentView>>(path);
    await desk.get<TicketView>(`/v1/tickets/${ticket.id}`);
  },
};
