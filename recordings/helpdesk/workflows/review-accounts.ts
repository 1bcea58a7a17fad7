import { PLANS } from '../model.ts';
import type { CustomerView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import type { CursorPage } from './find.ts';

/** Walks through the customer list and notes what is missing. */
export const reviewAccounts: Workflow = {
  name: 'review-accounts',
  sessions: 8,
  who: 'anyone',
  run: async ({ desk, random, turn }) => {
    const filter = turn % 2 === 0 ? '' : `plan=${PLANS[Math.floor(turn / 2)]}&`;
    const incomplete: CustomerView[] = [];
    let cursor: string | null = null;
    do {
      const more: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page: CursorPage<CustomerView> = await desk.get(
        `/v1/customers?${filter}sort=${turn % 4 === 2 ? 'name' : 'created_at'}&limit=${turn % 3 === 0 ? 25 : 20}${more}`,
      );
      incomplete.push(...page.data.filter((customer) => customer.phone === null || customer.company === null));
      cursor = page.meta.next_cursor;
    } while (cursor !== null);
    for (const { id, name } of random.shuffle(incomplete).slice(0, 2)) {
      const customer = await desk.open<CustomerView>(`/v1/customers/${id}`);
      const gap = customer.phone === null ? 'phone number' : 'company';
      const notes = random.pick([
        `No ${gap} on file; asked by e-mail.`,
        `${gap[0]?.toUpperCase()}${gap.slice(1)} missing, ask when ${name} next calls.`,
        `Account check: ${gap} still unknown.`,
      ]);
      await desk.patch<CustomerView>(`/v1/customers/${id}`, { notes });
      await desk.get<CustomerView>(`/v1/customers/${id}`);
    }
  },
};
