import { ADDRESSES } from '../data/people.ts';
import { ADDRESS_ANSWERS } from '../data/replies.ts';
import { rows } from '../data/rows.ts';
import type { OrderView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import { findOrder, findTicket } from './find.ts';
import { customerOf, say, solve } from './ticket-steps.ts';

const COUNTRY_NAMES: Readonly<Record<string, string>> = { DE: 'Germany', GB: 'United Kingdom', IT: 'Italia' };

/** Sends an order elsewhere while it is still in the warehouse. */
export const changeDeliveryAddress: Workflow = {
  name: 'change-delivery-address',
  sessions: 8,
  who: 'anyone',
  run: async ({ desk, book, random, turn }) => {
    const isTooLate = turn % 4 === 3;
    const file = book.take({
      kinds: isTooLate ? ['delivery'] : ['address'],
      statuses: ['new', 'open', 'pending', 'solved'],
      order: ({ status }) =>
        isTooLate ? status === 'shipped' || status === 'delivered' : status === 'pending' || status === 'paid',
    });
    const number = file.orderNumber ?? '';
    const ticket = await findTicket(desk, file);
    const customer = await customerOf(desk, ticket);
    const order = await findOrder(desk, number);
    const path = `/v1/orders/${order.id}`;
    const [line1 = '', city = '', postal_code = '', country = ''] = random.pick(rows(ADDRESSES));
    const whole = { line1, city, postal_code, country };
    if (isTooLate) {
      await desk.patch(path, { shipping_address: whole }, 409);
      await say(desk, ticket, 'Dear {name}, {order} has already left. Please ask the carrier to redirect it.', {
        name: customer.name,
        order: number,
      });
      await desk.get(`/v1/tickets/${ticket.id}`);
      return;
    }
    if (turn % 3 === 1)
      await desk.patch(path, { shipping_address: { ...whole, country: COUNTRY_NAMES[country] ?? 'Europe' } }, 422);
    const isPart = turn % 3 === 2 && order.shipping_address !== null;
    await desk.patch<OrderView>(path, {
      shipping_address: isPart ? { line1: `${line1}, unit ${random.int(2, 31)}` } : whole,
    });
    const after = await desk.get<OrderView>(path);
    await say(desk, ticket, random.pick(ADDRESS_ANSWERS), {
      name: customer.name,
      order: number,
      line1: after.shipping_address?.line1 ?? '',
      city: after.shipping_address?.city ?? '',
    });
    await solve(desk, file, ticket);
  },
};
