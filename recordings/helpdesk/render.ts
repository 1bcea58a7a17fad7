/** Stored records -> what the API shows. */
import { isoTime } from './clock.ts';
import type { Agent, Comment, Customer, Macro, Order, Refund, Ticket } from './model.ts';
import { commentsOf, openTicketCount, orderTotal, refundedTotal } from './state.ts';
import type { HelpdeskState } from './state.ts';

export type AgentView = Agent;
export type CustomerView = ReturnType<typeof renderCustomer>;
export type TicketView = ReturnType<typeof renderTicket>;
export type CommentView = ReturnType<typeof renderComment>;
export type OrderView = ReturnType<typeof renderOrder>;
export type RefundView = ReturnType<typeof renderRefund>;
export type MacroView = ReturnType<typeof renderMacro>;

export function renderCustomer(state: HelpdeskState, customer: Customer) {
  return {
    id: customer.id,
    name: customer.name,
    email: customer.email,
    phone: customer.phone,
    company: customer.company,
    plan: customer.plan,
    locale: customer.locale,
    notes: customer.notes,
    open_ticket_count: openTicketCount(state, customer.id),
    created_at: isoTime(customer.createdAt),
    updated_at: isoTime(customer.updatedAt),
  };
}

export function renderTicket(state: HelpdeskState, ticket: Ticket) {
  return {
    id: ticket.id,
    subject: ticket.subject,
    description: ticket.description,
    status: ticket.status,
    priority: ticket.priority,
    channel: ticket.channel,
    customer_id: ticket.customerId,
    assignee_id: ticket.assigneeId,
    order_id: ticket.orderId,
    tags: [...ticket.tags],
    comment_count: commentsOf(state, ticket.id).length,
    version: ticket.version,
    created_at: isoTime(ticket.createdAt),
    updated_at: isoTime(ticket.updatedAt),
    solved_at: ticket.solvedAt === null ? null : isoTime(ticket.solvedAt),
  };
}

export function renderComment(comment: Comment) {
  return {
    id: comment.id,
    ticket_id: comment.ticketId,
    author: comment.author,
    public: comment.public,
    body: comment.body,
    created_at: isoTime(comment.createdAt),
  };
}

export function renderOrder(state: HelpdeskState, order: Order) {
  return {
    id: order.id,
    number: order.number,
    customer_id: order.customerId,
    status: order.status,
    items: order.items,
    currency: order.currency,
    total: orderTotal(order),
    refunded_total: refundedTotal(state, order.id),
    shipping_address: order.shippingAddress,
    carrier: order.carrier,
    tracking_number: order.trackingNumber,
    placed_at: isoTime(order.placedAt),
    updated_at: isoTime(order.updatedAt),
    cancelled_at: order.cancelledAt === null ? null : isoTime(order.cancelledAt),
  };
}

export function renderRefund(refund: Refund) {
  return {
    id: refund.id,
    order_id: refund.orderId,
    amount: refund.amount,
    reason: refund.reason,
    note: refund.note,
    created_by: refund.createdBy,
    created_at: isoTime(refund.createdAt),
  };
}

export function renderMacro(macro: Macro) {
  return {
    id: macro.id,
    title: macro.title,
    body: macro.body,
    category: macro.category,
    updated_at: isoTime(macro.updatedAt),
  };
}
