import { REPLIES, SOLUTIONS } from '../data/replies.ts';
import { PLANS } from '../model.ts';
import type { CustomerView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import { findCustomer, findTicket } from './find.ts';
import { customerOf, say, solve } from './ticket-steps.ts';

/** Moves a customer to another plan, on a ticket or on a call. */
export const changePlan: Workflow = {
  name: 'change-plan',
  sessions: 8,
  who: 'anyone',
  run: async ({ desk, book, random, turn }) => {
    const onTicket = turn % 3 !== 2;
    if (!onTicket) {
      const customer = await findCustomer(desk, book.customer().email);
      await change(customer);
      return;
    }
    const file = book.take({ kinds: ['plan'], statuses: ['new', 'open', 'pending', 'solved'] });
    const ticket = await findTicket(desk, file);
    const customer = await customerOf(desk, ticket);
    await change(customer);
    const answer = turn % 2 === 0 ? random.pick(SOLUTIONS) : (REPLIES.plan[1] ?? '');
    await say(desk, ticket, answer, { name: customer.name });
    await solve(desk, file, ticket);

    async function change(customer: CustomerView): Promise<void> {
      const path = `/v1/customers/${customer.id}`;
      const plan = random.pick(PLANS.filter((candidate) => candidate !== customer.plan));
      if (turn % 4 === 1) await desk.patch(path, { plan: 'enterprise' }, 422);
      const note = `Plan ${customer.plan} until ${customer.updated_at.slice(0, 7)}, then ${plan}.`;
      await desk.patch<CustomerView>(path, turn % 2 === 0 ? { plan } : { plan, notes: note });
      await desk.get<CustomerView>(path);
    }
  },
};
