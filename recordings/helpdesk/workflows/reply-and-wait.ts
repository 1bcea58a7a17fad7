import { INTERNAL_NOTES, REPLIES } from '../data/replies.ts';
import type { AgentView, CommentView, TicketView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import { findTicket } from './find.ts';
import type { Page } from './find.ts';
import { customerOf, move, say } from './ticket-steps.ts';

/** Answers an open ticket with a question and sets it to pending until the customer writes back. */
export const replyAndWait: Workflow = {
  name: 'reply-and-wait',
  sessions: 9,
  who: 'anyone',
  run: async ({ desk, book, random, turn }) => {
    const me = await desk.get<AgentView>('/v1/agents/me');
    const mine = await desk.get<Page<TicketView>>(`/v1/tickets?assignee_id=${me.id}&status=open`);
    const listed = mine.data.find((ticket) => {
      const known = book.bySubject(ticket.subject);
      return known?.status === 'open' && known.uses === 0 && known.kind !== 'spam';
    });
    const fromList = listed === undefined ? undefined : book.bySubject(listed.subject);
    const file = fromList ?? book.take({ statuses: ['open'] });
    if (fromList !== undefined) file.uses += 1;
    const ticket =
      listed === undefined ? await findTicket(desk, file) : await desk.open<TicketView>(`/v1/tickets/${listed.id}`);
    const path = `/v1/tickets/${ticket.id}`;
    await desk.get<Page<CommentView>>(`${path}/comments`);
    const customer = await customerOf(desk, ticket);
    if (turn % 4 === 1) await desk.post(`${path}/comments`, { body: '   ', public: true }, 422);
    const replies =
      REPLIES[
        file.orderNumber === null && !['technical', 'plan', 'account'].includes(file.kind) ? 'complaint' : file.kind
      ];
    await say(desk, ticket, random.pick(replies), { name: customer.name, order: file.orderNumber ?? 'your order' });
    if (turn % 3 === 2) await say(desk, ticket, random.pick(INTERNAL_NOTES), { name: customer.name }, false);
    await move(desk, file, ticket, 'pending');
    await desk.get<TicketView>(path);
  },
};
