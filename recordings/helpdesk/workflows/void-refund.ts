import type { OrderView, RefundView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import { findOrder } from './find.ts';
import type { Page } from './find.ts';

/** A lead takes back a refund that went to the wrong order or was withdrawn. */
export const voidRefund: Workflow = {
  name: 'void-refund',
  sessions: 8,
  who: (turn) => (turn % 4 === 3 ? 'agent' : 'lead'),
  run: async ({ desk, book, random, turn }) => {
    const next = book.toVoid[0];
    const number = next?.orderNumber ?? book.order((order) => order.refunded > 0).number;
    const order = await findOrder(desk, number);
    const path = `/v1/orders/${order.id}/refunds`;
    const refunds = (await desk.get<Page<RefundView>>(path)).data;
    const refund = refunds.find((candidate) => candidate.amount === next?.amount) ?? random.pick(refunds);
    if (desk.staff.role === 'agent') {
      await desk.delete(`${path}/${refund.id}`, 403);
      await desk.get(`/v1/agents?role=lead`);
      return;
    }
    await desk.delete(`${path}/${refund.id}`);
    if (turn % 2 === 0) await desk.delete(`${path}/${refund.id}`, 404);
    await desk.get<Page<RefundView>>(path);
    const after = await desk.get<OrderView>(`/v1/orders/${order.id}`);
    const known = book.orders.get(number);
    if (known !== undefined) {
      known.status = after.status;
      known.refunded = after.refunded_total;
    }
    book.toVoid.shift();
    if (next?.right === undefined) return;
    const right = await findOrder(desk, next.right);
    if (right.total - right.refunded_total < next.amount) return;
    await desk.post(`/v1/orders/${right.id}/refunds`, {
      amount: next.amount,
      reason: 'damaged',
      note: `Was booked on ${number} by mistake`,
    });
    const corrected = await desk.get<OrderView>(`/v1/orders/${right.id}`);
    const knownRight = book.orders.get(next.right);
    if (knownRight === undefined) return;
    knownRight.status = corrected.status;
    knownRight.refunded = corrected.refunded_total;
  },
};
