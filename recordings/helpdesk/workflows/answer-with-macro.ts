import type { MacroCategory } from '../model.ts';
import type { MacroView, TicketView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import { findTicket } from './find.ts';
import type { Page } from './find.ts';
import { customerOf, move } from './ticket-steps.ts';

const CATEGORIES: Readonly<Record<string, MacroCategory>> = {
  refund: 'billing',
  delivery: 'shipping',
  address: 'shipping',
  technical: 'technical',
};

/** Answers with a saved reply, filled in for the customer. */
export const answerWithMacro: Workflow = {
  name: 'answer-with-macro',
  sessions: 8,
  who: 'anyone',
  run: async ({ desk, book, random, turn }) => {
    const file = book.take({
      kinds: ['technical', 'refund', 'delivery', 'complaint', 'account'],
      statuses: ['open', 'pending'],
    });
    const ticket = await findTicket(desk, file);
    const customer = await customerOf(desk, ticket);
    const category = CATEGORIES[file.kind] ?? 'general';
    const page = await desk.get<Page<MacroView>>(`/v1/macros?category=${category}`);
    const macro = await desk.open<MacroView>(`/v1/macros/${random.pick(page.data).id}`);
    const body = macro.body
      .replace('{{customer_name}}', customer.name)
      .replace('{{order_number}}', file.orderNumber ?? 'your order');
    const path = `/v1/tickets/${ticket.id}`;
    if (turn % 5 === 2) await desk.post(`${path}/comments`, { text: body }, 422);
    await desk.post(`${path}/comments`, turn % 2 === 0 ? { body } : { body, public: true });
    if (file.status === 'open') await move(desk, file, ticket, turn % 3 === 0 ? 'solved' : 'pending');
    await desk.get<TicketView>(path);
  },
};
