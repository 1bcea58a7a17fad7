import { WEB_FORMS } from '../data/calls.ts';
import { fill } from '../fill.ts';
import type { CustomerView, TicketView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import { findOrder } from './find.ts';
import type { CursorPage } from './find.ts';

/** The web form's service account files what a customer has typed. It retries when an answer is lost. */
export const webFormIntake: Workflow = {
  name: 'web-form-intake',
  sessions: 9,
  who: 'web-form',
  run: async ({ desk, book, turn }) => {
    desk.pace(0.1, 1.5);
    const form = WEB_FORMS[turn];
    if (form === undefined) return;
    const known = book.order((order) => order.status === 'paid' || order.status === 'pending');
    const page = await desk.get<CursorPage<CustomerView>>(
      `/v1/customers?email=${encodeURIComponent(known.customerEmail)}`,
    );
    const [customer] = page.data;
    if (customer === undefined) throw new Error(`No customer has the e-mail ${known.customerEmail}.`);
    const order = form.aboutOrder ? await findOrder(desk, known.number) : undefined;
    const whole = {
      subject: form.subject,
      description: fill(form.body, { name: customer.name, order: known.number }),
      customer_id: customer.id,
      channel: 'web',
      ...(order === undefined ? {} : { order_id: order.id }),
    };
    const headers = { 'Idempotency-Key': `form-${7040 + turn * 13}` };
    if (turn % 5 === 2) await desk.post('/v1/tickets', { ...whole, subject: '' }, 422);
    const ticket = await desk.post<TicketView>('/v1/tickets', whole, 201, headers);
    if (turn % 3 === 0) await desk.post<TicketView>('/v1/tickets', whole, 201, headers);
    if (turn === 4 || turn === 8) await desk.post('/v1/tickets', { ...whole, subject: 'Form (2)' }, 422, headers);
    book.add(form, order === undefined ? 'technical' : 'delivery', customer, order === undefined ? null : known.number);
    await desk.get<TicketView>(`/v1/tickets/${ticket.id}`);
  },
};
