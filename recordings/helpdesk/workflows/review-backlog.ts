import { PRIORITIES } from '../model.ts';
import type { TicketView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import type { Page } from './find.ts';

const QUEUES = [
  'status=open',
  'priority=normal',
  'status=new',
  'status=open',
  'status=solved',
  'status=new',
  'priority=low',
  'status=pending',
];

/** Goes through a queue page by page and lifts what has waited too long. In a hurry it meets the rate limit. */
export const reviewBacklog: Workflow = {
  name: 'review-backlog',
  sessions: 8,
  who: 'lead',
  run: async ({ desk, random, turn }) => {
    const isHurried = turn % 3 === 2 || turn === 0;
    if (isHurried) desk.pace(0.4, 2);
    const queue = QUEUES[turn % QUEUES.length] ?? 'status=open';
    const stale: TicketView[] = [];
    for (let number: number | null = 1; number !== null && number <= 6;) {
      const page: Page<TicketView> = await desk.get(
        `/v1/tickets?${queue}&sort=updated_at&per_page=${turn % 3 === 0 ? 15 : 10}&page=${number}`,
      );
      stale.push(...page.data.filter((ticket) => ticket.priority !== 'urgent').slice(0, isHurried ? 10 : 4));
      number = page.meta.next;
    }
    const picked = isHurried ? stale.slice(0, 19) : random.shuffle(stale).slice(0, 3);
    for (const [i, { id }] of picked.entries()) {
      const ticket = await desk.get<TicketView>(`/v1/tickets/${id}`);
      if (isHurried && i % 6 !== 5) continue;
      const priority = PRIORITIES[PRIORITIES.indexOf(ticket.priority) + 1] ?? 'urgent';
      await desk.patch<TicketView>(`/v1/tickets/${id}`, { priority });
    }
    await desk.get<Page<TicketView>>(`/v1/tickets?${queue}&sort=-priority&per_page=10`);
  },
};
