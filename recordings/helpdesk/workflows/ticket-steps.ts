/** What most cases have in common once the ticket is open on the screen. */
import type { CaseFile } from '../casebook.ts';
import type { Desk } from '../desk.ts';
import { fill } from '../fill.ts';
import type { TicketStatus } from '../model.ts';
import type { AgentView, CommentView, CustomerView, TicketView } from '../render.ts';
import type { Page } from './find.ts';

export async function say(
  desk: Desk,
  ticket: TicketView,
  text: string,
  words: Readonly<Record<string, string>>,
  isPublic = true,
): Promise<CommentView> {
  const body = fill(text, { agent: desk.staff.name, ...words });
  return desk.post<CommentView>(`/v1/tickets/${ticket.id}/comments`, { body, public: isPublic });
}

export async function customerOf(desk: Desk, ticket: TicketView): Promise<CustomerView> {
  return desk.recall<CustomerView>(`/v1/customers/${ticket.customer_id}`);
}

export async function move(desk: Desk, file: CaseFile, ticket: TicketView, status: TicketStatus): Promise<TicketView> {
  const moved = await desk.patch<TicketView>(`/v1/tickets/${ticket.id}`, { status });
  file.status = status;
  return moved;
}

/** Takes a new ticket, so that it can be answered and solved. */
export async function takeOver(desk: Desk, file: CaseFile, ticket: TicketView): Promise<void> {
  if (file.status !== 'new') return;
  const me = await desk.get<AgentView>('/v1/agents/me');
  await desk.post<TicketView>(`/v1/tickets/${ticket.id}/assign`, { assignee_id: me.id }, 200);
  file.status = 'open';
}

/** Solves the ticket wherever it stands, and looks at the result. */
export async function solve(desk: Desk, file: CaseFile, ticket: TicketView): Promise<void> {
  await takeOver(desk, file, ticket);
  if (file.status === 'open' || file.status === 'pending') await move(desk, file, ticket, 'solved');
  await desk.get<TicketView>(`/v1/tickets/${ticket.id}`);
}

/** The id of an agent who fits, found in the list of staff. */
export async function findAgent(
  desk: Desk,
  query: string,
  fits: (agent: AgentView) => boolean = () => true,
): Promise<string> {
  const page = await desk.get<Page<AgentView>>(`/v1/agents${query}`);
  return desk.random.pick(page.data.filter((agent) => agent.active && agent.team !== 'automation' && fits(agent))).id;
}

/** @example money(3487, 'EUR')  ->  "34.87 EUR" */
export function money(amount: number, currency: string): string {
  return `${(amount / 100).toFixed(2)} ${currency}`;
}
