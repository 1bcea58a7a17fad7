import type { TicketView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import type { Page } from './find.ts';

const OLD = ['q1-campaign', 'awaiting-parts', 'onboarding', 'hardware', 'invoice', 'carrier', 'vip', 'firmware'];
const REPLACED_BY: Readonly<Record<string, string>> = {
  'q1-campaign': 'campaign',
  'awaiting-parts': 'waiting',
  onboarding: 'first-steps',
  hardware: 'device',
  invoice: 'billing',
  carrier: 'transport',
  vip: 'key-account',
  firmware: 'software',
};

/** Replaces an old tag on a few tickets. */
export const tidyTags: Workflow = {
  name: 'tidy-tags',
  sessions: 8,
  who: 'anyone',
  run: async ({ desk, random, turn }) => {
    const tag = OLD[turn % OLD.length] ?? 'vip';
    const page = await desk.get<Page<TicketView>>(`/v1/tickets?tag=${tag}`);
    for (const { id } of page.data.slice(0, random.int(1, 2))) {
      await desk.open<TicketView>(`/v1/tickets/${id}`);
      if (turn % 3 === 1) await desk.put(`/v1/tickets/${id}/tags/Needs%20Call`, {}, 422);
      await desk.put<TicketView>(`/v1/tickets/${id}/tags/${REPLACED_BY[tag]}`, {});
      await desk.delete(`/v1/tickets/${id}/tags/${tag}`);
      if (turn % 4 === 2) await desk.delete(`/v1/tickets/${id}/tags/${tag}`, 404);
      await desk.get<TicketView>(`/v1/tickets/${id}`);
    }
  },
};
