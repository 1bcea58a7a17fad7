import type { KnownOrder } from '../casebook.ts';
import { CANCELLED_ANSWERS, TOO_LATE_ANSWERS } from '../data/replies.ts';
import type { OrderView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import { findOrder, findTicket } from './find.ts';
import { customerOf, say, solve } from './ticket-steps.ts';

/** Stops an order before it leaves and tells the customer; what has left cannot be stopped. */
export const cancelOrder: Workflow = {
  name: 'cancel-order',
  sessions: 10,
  who: 'anyone',
  run: async ({ desk, book, random, turn }) => {
    const isTooLate = turn % 4 === 3;
    const waiting = (order: KnownOrder): boolean => order.status === 'pending' || order.status === 'paid';
    const file = book.take({
      kinds: isTooLate ? ['delivery', 'replacement'] : ['cancel', 'address'],
      statuses: ['new', 'open', 'pending'],
      order: (order) => (isTooLate ? order.status === 'shipped' || order.status === 'delivered' : waiting(order)),
    });
    const number = file.orderNumber ?? '';
    const order = await findOrder(desk, number);
    const ticket = await findTicket(desk, file);
    const customer = await customerOf(desk, ticket);
    const path = `/v1/orders/${order.id}/cancel`;
    const words = { name: customer.name, order: number, status: order.status };

    if (turn % 3 === 1) await desk.post(path, turn % 2 === 0 ? {} : { reason: 'changed_mind' }, 422);
    const reason = turn % 4 === 1 ? 'duplicate' : 'customer_request';
    if (isTooLate) {
      await desk.post(path, { reason }, 409);
      await say(desk, ticket, random.pick(TOO_LATE_ANSWERS), words);
      await desk.get(`/v1/orders/${order.id}`);
      return;
    }
    await desk.post<OrderView>(path, { reason }, 200);
    const known = book.orders.get(number);
    if (known !== undefined) known.status = 'cancelled';
    if (turn % 5 === 2) await desk.post(path, { reason }, 409);
    await desk.get<OrderView>(`/v1/orders/${order.id}`);
    await say(desk, ticket, random.pick(CANCELLED_ANSWERS), words);
    await solve(desk, file, ticket);
  },
};
