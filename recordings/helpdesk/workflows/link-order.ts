import type { OrderView, TicketView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import { findTicket } from './find.ts';
import type { Page } from './find.ts';
import { say } from './ticket-steps.ts';

/** The customer names an order, but the ticket is not linked to it. */
export const linkOrder: Workflow = {
  name: 'link-order',
  sessions: 8,
  who: 'anyone',
  run: async ({ desk, book, turn }) => {
    const file = book.take({
      kinds: ['refund', 'cancel', 'delivery', 'address', 'replacement'],
      statuses: ['new', 'open', 'pending', 'solved'],
      where: (candidate) => !candidate.orderLinked && candidate.orderNumber !== null,
    });
    const ticket = await findTicket(desk, file);
    const path = `/v1/tickets/${ticket.id}`;
    const orders = await desk.get<Page<OrderView>>(`/v1/orders?customer_id=${ticket.customer_id}`);
    const listed = orders.data.find((order) => order.number === file.orderNumber);
    const order = await desk.open<OrderView>(`/v1/orders/${listed?.id}`);
    if (turn % 3 === 1) await desk.patch(path, { order_id: order.number }, 422);
    await desk.patch<TicketView>(path, { order_id: order.id });
    file.orderLinked = true;
    if (turn % 2 === 0)
      await say(
        desk,
        ticket,
        'Linked to {order}, status {status}.',
        { order: order.number, status: order.status },
        false,
      );
    await desk.get<TicketView>(path);
    await desk.get<Page<TicketView>>(`/v1/tickets?order_id=${order.id}`);
  },
};
