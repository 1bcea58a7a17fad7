import { PHONE_CALLS } from '../data/calls.ts';
import { fill } from '../fill.ts';
import type { OrderView, TicketView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import { findCustomer, findCustomerByName } from './find.ts';
import type { Page } from './find.ts';

/** Writes down a phone call as a ticket. */
export const ticketForCaller: Workflow = {
  name: 'ticket-for-caller',
  sessions: 10,
  who: 'anyone',
  run: async ({ desk, book, random, turn }) => {
    const call = PHONE_CALLS[turn];
    if (call === undefined) return;
    const known = book.order((order) => order.status === 'shipped' || order.status === 'delivered');
    const caller = book.customers.find((customer) => customer.email === known.customerEmail) ?? book.customer();
    const customer =
      turn % 3 === 0
        ? await findCustomerByName(desk, caller.name, caller.email)
        : await findCustomer(desk, caller.email);
    const orders = await desk.get<Page<OrderView>>(`/v1/orders?customer_id=${customer.id}`);
    const order = call.aboutOrder ? orders.data.find((candidate) => candidate.number === known.number) : undefined;
    const words = { name: customer.name, company: customer.company ?? customer.name, order: order?.number ?? '' };
    const description = fill(call.body, words);
    const whole = {
      subject: call.subject,
      description,
      customer_id: customer.id,
      channel: 'phone',
      priority: random.pick(['normal', 'normal', 'high']),
      ...(order === undefined ? {} : { order_id: order.id }),
    };
    if (turn % 5 === 1) await desk.post('/v1/tickets', { ...whole, description: undefined }, 422);
    if (turn % 5 === 3) await desk.post('/v1/tickets', { ...whole, customer_id: customer.id.slice(0, -1) }, 422);
    if (turn % 7 === 4) await desk.post('/v1/tickets', { ...whole, priority: 'asap' }, 422);
    const ticket = await desk.post<TicketView>('/v1/tickets', whole);
    book.add(call, order === undefined ? 'technical' : 'delivery', customer, order?.number ?? null);
    if (turn % 4 === 2) await desk.put(`/v1/tickets/${ticket.id}/tags/callback`, {});
    await desk.get<TicketView>(`/v1/tickets/${ticket.id}`);
  },
};
