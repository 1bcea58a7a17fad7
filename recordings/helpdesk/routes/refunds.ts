import { conflict, forbidden, notFound } from '../errors.ts';
import type { Exchange, Reply, Route } from '../exchange.ts';
import { Fields } from '../fields.ts';
import { REFUND_REASONS } from '../model.ts';
import type { Refund } from '../model.ts';
import { numberedPage } from '../pages.ts';
import { renderRefund } from '../render.ts';
import { orderTotal, refundedTotal, refundsOf } from '../state.ts';
import { findOrder } from './orders.ts';

/** What an agent may give back in one go without a lead, in minor units. */
export const AGENT_REFUND_LIMIT = 25_000;

export const refundRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/orders/:id/refunds', handle: listRefunds },
  { method: 'POST', path: '/v1/orders/:id/refunds', handle: createRefund },
  { method: 'DELETE', path: '/v1/orders/:id/refunds/:refund', handle: voidRefund },
];

function listRefunds(exchange: Exchange): Reply {
  const order = findOrder(exchange.state, exchange.params);
  return numberedPage(exchange, refundsOf(exchange.state, order.id), renderRefund);
}

function createRefund({ state, params, body, agent, now }: Exchange): Reply {
  const order = findOrder(state, params);
  const remaining = orderTotal(order) - refundedTotal(state, order.id);
  const fields = new Fields(body);
  const amount = fields.integer('amount', { required: true, min: 1, max: 100_000_000 });
  const reason = fields.oneOf('reason', REFUND_REASONS, { required: true });
  const note = fields.textOrNull('note') ?? null;
  const isRefundable = order.status === 'paid' || order.status === 'shipped' || order.status === 'delivered';
  if (amount !== undefined && isRefundable && amount > remaining)
    fields.reject('amount', 'exceeds_remaining', `is more than the remaining ${remaining}`);
  fields.done();
  if (amount === undefined || reason === undefined) throw new Error('done() lets no required field be missing');
  if (!isRefundable) throw conflict('order_not_refundable', `A ${order.status} order cannot be refunded.`);
  if (agent.role !== 'lead' && amount > AGENT_REFUND_LIMIT)
    throw forbidden('refund_limit_exceeded', `Refunds above ${AGENT_REFUND_LIMIT} need a lead.`);
  const refund: Refund = {
    id: state.ids.id('ref'),
    orderId: order.id,
    amount,
    reason,
    note,
    createdBy: agent.id,
    createdAt: now,
  };
  state.refunds.set(refund.id, refund);
  if (amount === remaining) order.status = 'refunded';
  order.updatedAt = now;
  return {
    status: 201,
    headers: { Location: `/v1/orders/${order.id}/refunds/${refund.id}` },
    body: renderRefund(refund),
  };
}

/** Takes a refund back before the payment run. A fully refunded order is `paid` again. */
function voidRefund({ state, params, agent, now }: Exchange): Reply {
  const order = findOrder(state, params);
  const refund = state.refunds.get(params['refund'] ?? '');
  if (refund === undefined || refund.orderId !== order.id) throw notFound('refund');
  if (agent.role !== 'lead') throw forbidden('insufficient_role', 'Only leads may void refunds.');
  state.refunds.delete(refund.id);
  if (order.status === 'refunded') order.status = 'paid';
  order.updatedAt = now;
  return { status: 204 };
}
