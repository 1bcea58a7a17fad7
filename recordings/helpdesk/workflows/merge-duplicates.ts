import { MERGE_NOTES } from '../data/replies.ts';
import type { TicketView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import { findCustomer } from './find.ts';
import type { Page } from './find.ts';
import { move, say } from './ticket-steps.ts';

/** Two tickets about one thing: notes which one goes on, and closes the other. */
export const mergeDuplicates: Workflow = {
  name: 'merge-duplicates',
  sessions: 8,
  who: 'anyone',
  run: async ({ desk, book, random, turn }) => {
    const file = book.take({
      kinds: ['refund', 'cancel', 'delivery', 'technical', 'complaint', 'plan'],
      statuses: ['new', 'open', 'pending'],
      where: (candidate) => candidate.duplicateOf !== null,
    });
    const customer = await findCustomer(desk, file.customerEmail);
    const page = await desk.get<Page<TicketView>>(`/v1/tickets?customer_id=${customer.id}&sort=created_at`);
    const second = page.data.find((ticket) => ticket.subject === file.subject);
    const first = page.data.find((ticket) => ticket.subject === file.duplicateOf);
    if (second === undefined || first === undefined) throw new Error(`No pair for "${file.subject}".`);
    await desk.get<TicketView>(`/v1/tickets/${first.id}`);
    await desk.get<TicketView>(`/v1/tickets/${second.id}`);
    const note = random.pick(MERGE_NOTES);
    await say(desk, second, note, { other: String(first.id), name: customer.name }, false);
    if (file.status === 'new') await move(desk, file, second, 'closed');
    else {
      if (turn % 2 === 0) await desk.patch(`/v1/tickets/${second.id}`, { status: 'closed' }, 409);
      await move(desk, file, second, 'solved');
      await move(desk, file, second, 'closed');
    }
    const text = `Second message from the customer, see #${second.id}.`;
    if (turn % 4 === 1) await desk.post(`/v1/tickets/${second.id}/comments`, { body: text, public: false }, 409);
    const original = book.bySubject(first.subject);
    if (original?.status !== 'closed') await say(desk, first, text, {}, false);
    await desk.get<TicketView>(`/v1/tickets/${second.id}`);
  },
};
