/** How staff find what a customer talks about: always by reading, never by knowing an id. */
import type { CaseFile } from '../casebook.ts';
import type { Desk } from '../desk.ts';
import type { CustomerView, OrderView, TicketView } from '../render.ts';

export interface Page<T> {
  readonly data: readonly T[];
  readonly meta: { readonly total: number; readonly next: number | null };
}

export interface CursorPage<T> {
  readonly data: readonly T[];
  readonly meta: { readonly total: number; readonly next_cursor: string | null };
}

/** By words of the subject, by the customer, by leafing through the queue, or by searching everywhere. */
export async function findTicket(desk: Desk, file: CaseFile): Promise<TicketView> {
  const ways = [bySubject, bySubject, bySubject, byCustomer, byQueue, bySearch];
  const id = await desk.random.pick(ways)(desk, file);
  return desk.open<TicketView>(`/v1/tickets/${id}`);
}

export async function findCustomer(desk: Desk, email: string): Promise<CustomerView> {
  const page = await desk.get<CursorPage<CustomerView>>(`/v1/customers?email=${encodeURIComponent(email)}`);
  return desk.open<CustomerView>(`/v1/customers/${one(page.data, email).id}`);
}

export async function findCustomerByName(desk: Desk, name: string, email: string): Promise<CustomerView> {
  const page = await desk.get<CursorPage<CustomerView>>(`/v1/customers?q=${encodeURIComponent(name)}`);
  const found = page.data.find((customer) => customer.email === email);
  return desk.open<CustomerView>(`/v1/customers/${one(found === undefined ? [] : [found], name).id}`);
}

export async function findOrder(desk: Desk, number: string): Promise<OrderView> {
  const page = await desk.get<Page<OrderView>>(`/v1/orders?number=${number}`);
  return desk.open<OrderView>(`/v1/orders/${one(page.data, number).id}`);
}

async function bySubject(desk: Desk, file: CaseFile): Promise<number> {
  const words = file.subject.split(' ').slice(0, desk.random.int(2, 4)).join(' ');
  const page = await desk.get<Page<TicketView>>(`/v1/tickets?q=${encodeURIComponent(words)}`);
  return idOf(page, file) ?? byCustomer(desk, file);
}

async function byCustomer(desk: Desk, file: CaseFile): Promise<number> {
  const customer = await findCustomer(desk, file.customerEmail);
  const page = await desk.get<Page<TicketView>>(`/v1/tickets?customer_id=${customer.id}`);
  return idOf(page, file) ?? missing(file.subject);
}

async function byQueue(desk: Desk, file: CaseFile): Promise<number> {
  for (let number: number | null = 1; number !== null && number <= 3;) {
    const page: Page<TicketView> = await desk.get(
      `/v1/tickets?status=${file.status}&sort=created_at${number === 1 ? '' : `&page=${number}`}`,
    );
    const id = idOf(page, file);
    if (id !== undefined) return id;
    number = page.meta.next;
  }
  return bySearch(desk, file);
}

async function bySearch(desk: Desk, file: CaseFile): Promise<number> {
  type Hit = { readonly type: string; readonly id: number; readonly title: string };
  const page = await desk.get<Page<Hit>>(`/v1/search?q=${encodeURIComponent(file.subject)}`);
  const hit = page.data.find((candidate) => candidate.type === 'ticket' && candidate.title === file.subject);
  return hit?.id ?? missing(file.subject);
}

function idOf(page: Page<TicketView>, file: CaseFile): number | undefined {
  return page.data.find((ticket) => ticket.subject === file.subject)?.id;
}

function one<T>(found: readonly T[], what: string): T {
  return found[0] ?? missing(what);
}

function missing(what: string): never {
  throw new Error(`The workload expected to find "${what}".`);
}
