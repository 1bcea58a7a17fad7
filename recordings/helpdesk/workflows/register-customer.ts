import { FIRST_TICKETS } from '../data/calls.ts';
import { NEW_CUSTOMERS } from '../data/new-customers.ts';
import { rows } from '../data/rows.ts';
import type { CustomerView, TicketView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import type { CursorPage } from './find.ts';

/** Makes sure that somebody is not a customer yet, then registers them with their first request. */
export const registerCustomer: Workflow = {
  name: 'register-customer',
  sessions: FIRST_TICKETS.length,
  who: 'anyone',
  run: async ({ desk, book, random, turn }) => {
    const [name = '', email = '', phone, company, locale = ''] = rows(NEW_CUSTOMERS)[turn] ?? [];
    const call = FIRST_TICKETS[turn];
    if (call === undefined) return;
    await desk.get<CursorPage<CustomerView>>(`/v1/customers?email=${encodeURIComponent(email)}`);
    const whole = {
      name,
      email,
      locale,
      ...(phone ? { phone } : {}),
      ...(company ? { company } : {}),
      ...(turn % 2 === 0 ? { plan: random.pick(['free', 'starter']) } : {}),
    };
    if (turn % 4 === 1) await desk.post('/v1/customers', { ...whole, email: email.replace('@', ' at ') }, 422);
    if (turn % 4 === 2) await desk.post('/v1/customers', { ...whole, name: undefined }, 422);
    if (turn % 4 === 3) await desk.post('/v1/customers', { ...whole, email: book.customer().email }, 409);
    const customer = await desk.post<CustomerView>('/v1/customers', whole);
    book.customers.push({ name, email, uses: 1 });
    const ticket = await desk.post<TicketView>('/v1/tickets', {
      subject: call.subject,
      description: call.body,
      customer_id: customer.id,
      channel: random.pick(['phone', 'chat']),
      ...(turn % 3 === 0 ? { tags: ['first-contact'] } : {}),
    });
    book.add(call, 'technical', { name, email }, null);
    await desk.get<TicketView>(`/v1/tickets/${ticket.id}`);
    await desk.get<CustomerView>(`/v1/customers/${customer.id}`);
  },
};
