import { STATUS_ANSWERS } from '../data/replies.ts';
import type { OrderView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import { findOrder, findTicket } from './find.ts';
import type { Page } from './find.ts';
import { customerOf, move, say, takeOver } from './ticket-steps.ts';

/** Looks up an order and reports its status to the customer who asked. */
export const answerOrderStatus: Workflow = {
  name: 'answer-order-status',
  sessions: 9,
  who: 'anyone',
  run: async ({ desk, book, random, turn }) => {
    const file = book.take({
      kinds: ['delivery', 'replacement', 'refund'],
      statuses: ['new', 'open', 'pending'],
      order: (order) => order.status === 'shipped' || order.status === 'delivered',
    });
    const number = file.orderNumber ?? '';
    const ticket = await findTicket(desk, file);
    const customer = await customerOf(desk, ticket);
    let order: OrderView;
    if (turn % 3 === 0) {
      const page = await desk.get<Page<OrderView>>(`/v1/orders?customer_id=${customer.id}`);
      const listed = page.data.find((candidate) => candidate.number === number);
      order = await desk.open<OrderView>(`/v1/orders/${listed?.id}`);
    } else {
      if (turn % 5 === 1) await desk.get(`/v1/orders?number=${number.replace('-', '')}`);
      order = await findOrder(desk, number);
    }
    await takeOver(desk, file, ticket);
    await say(desk, ticket, random.pick(STATUS_ANSWERS), {
      name: customer.name,
      order: number,
      status: order.status,
      tracking: order.tracking_number ?? 'not known yet',
    });
    if (file.status === 'open') await move(desk, file, ticket, turn % 2 === 0 ? 'pending' : 'solved');
    await desk.get(`/v1/tickets/${ticket.id}`);
  },
};
