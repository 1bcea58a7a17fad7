import type { Casebook, CaseFile, KnownOrder } from '../casebook.ts';
import { REFUND_ANSWERS } from '../data/replies.ts';
import { AGENT_REFUND_LIMIT } from '../routes/refunds.ts';
import type { RefundReason } from '../model.ts';
import type { OrderView, RefundView, TicketView } from '../render.ts';
import type { Turn, Workflow } from '../workflow.ts';
import { findOrder, findTicket } from './find.ts';
import type { Page } from './find.ts';
import { customerOf, findAgent, money, say, solve } from './ticket-steps.ts';

const REASONS: readonly RefundReason[] = ['damaged', 'late_delivery', 'not_as_described', 'wrong_item'];

/** Gives money back for an order, in full or in part, and tells the customer. Above the limit a lead is needed. */
export const refundOrder: Workflow = {
  name: 'refund-order',
  sessions: 12,
  who: 'anyone',
  bad: [3, 7, 10],
  run: async (turn) => {
    const isWrong = refundOrder.bad?.includes(turn.turn) ?? false;
    const file = turn.book.take({
      kinds: ['refund', 'delivery'],
      statuses: ['new', 'open', 'pending'],
      order: canRefund,
    });
    if (isWrong) await refundTheWrongOrder(turn, file);
    else await refund(turn, file);
  },
};

/** A lead books what an agent was not allowed to. */
export const approveLargeRefund: Workflow = {
  name: 'approve-large-refund',
  sessions: 8,
  who: 'lead',
  run: async (turn) => {
    const large = (order: KnownOrder): boolean => canRefund(order) && order.total - order.refunded > AGENT_REFUND_LIMIT;
    const file =
      takeHandedOver(turn.book) ??
      turn.book.take({
        kinds: ['refund', 'delivery', 'replacement'],
        statuses: ['new', 'open', 'pending', 'solved'],
        order: large,
      });
    await refund(turn, file);
  },
};

/** The oldest case handed over that is still waiting: others may have settled it meanwhile. */
function takeHandedOver({ handedOver, orders }: Casebook): CaseFile | undefined {
  for (let file = handedOver.shift(); file !== undefined; file = handedOver.shift()) {
    const order = orders.get(file.orderNumber ?? '');
    if (file.status !== 'closed' && order !== undefined && canRefund(order)) return file;
  }
  return undefined;
}

function canRefund(order: KnownOrder): boolean {
  return (order.status === 'shipped' || order.status === 'delivered') && order.total - order.refunded > 1500;
}

async function refund({ desk, book, random, turn }: Turn, file: CaseFile): Promise<void> {
  const number = file.orderNumber ?? '';
  const ticket = await findTicket(desk, file);
  const customer = await customerOf(desk, ticket);
  const order = await findOrder(desk, number);
  const path = `/v1/orders/${order.id}/refunds`;
  if (turn % 3 !== 2) await desk.get<Page<RefundView>>(path);
  const remaining = order.total - order.refunded_total;
  const amount = turn % 2 === 0 ? remaining : Math.max(535, Math.floor(remaining * (0.1 + random.next() * 0.6)));
  const reason = random.pick(REASONS);
  const key = turn % 4 === 1 ? { 'Idempotency-Key': `refund-${number}-${turn}` } : undefined;

  if (turn % 5 === 0) await desk.post(path, { amount: remaining + random.int(120, 4100), reason }, 422);
  if (turn % 7 === 2) await desk.post(path, { amount }, 422);
  const note = random.chance(0.5) ? { note: `Agreed with ${customer.name}, case ${ticket.id}` } : {};
  const body = { amount, reason, ...note };
  if (desk.staff.role === 'agent' && amount > AGENT_REFUND_LIMIT) {
    await desk.post(path, body, 403);
    await handOver({ desk, book, random, turn }, file, ticket, `${money(amount, order.currency)} on ${number}`);
    return;
  }
  await desk.post<RefundView>(path, body, 201, key);
  // The console lost the answer and sends the same request again; the key keeps it one refund.
  if (key !== undefined) await desk.post<RefundView>(path, body, 201, key);
  const after = await desk.get<OrderView>(`/v1/orders/${order.id}`);
  remember(book, after);
  await say(desk, ticket, random.pick(REFUND_ANSWERS), {
    name: customer.name,
    order: number,
    money: money(amount, order.currency),
  });
  await solve(desk, file, ticket);
  if (turn % 4 === 3) book.toVoid.push({ orderNumber: number, amount });
}

async function handOver({ desk, book }: Turn, file: CaseFile, ticket: TicketView, what: string): Promise<void> {
  await say(
    desk,
    ticket,
    `Please approve a refund of ${what}, it is above my limit. I have seen the photos.`,
    {},
    false,
  );
  const lead = await findAgent(desk, '?role=lead');
  await desk.post(`/v1/tickets/${ticket.id}/assign`, { assignee_id: lead }, 200);
  if (file.status === 'new') file.status = 'open';
  await desk.get(`/v1/tickets/${ticket.id}`);
  book.handedOver.push(file);
}

/** Mixes up two order numbers and never notices; a lead takes it back another day. */
async function refundTheWrongOrder({ desk, book, random }: Turn, file: CaseFile): Promise<void> {
  const right = file.orderNumber ?? '';
  const wrong = book.order((order) => canRefund(order) && order.customerEmail !== file.customerEmail);
  const ticket = await findTicket(desk, file);
  const order = await findOrder(desk, wrong.number);
  const amount = Math.min(AGENT_REFUND_LIMIT, Math.floor((order.total - order.refunded_total) * 0.37) + 3);
  await desk.post(`/v1/orders/${order.id}/refunds`, { amount, reason: 'damaged' });
  remember(book, await desk.get<OrderView>(`/v1/orders/${order.id}`));
  const customer = await customerOf(desk, ticket);
  await say(desk, ticket, random.pick(REFUND_ANSWERS), {
    name: customer.name,
    order: right,
    money: money(amount, order.currency),
  });
  book.toVoid.unshift({ orderNumber: wrong.number, amount, right });
}

function remember(book: Casebook, order: OrderView): void {
  const known = book.orders.get(order.number);
  if (known === undefined) return;
  known.status = order.status;
  known.refunded = order.refunded_total;
}
