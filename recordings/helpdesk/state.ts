import { createIds } from './ids.ts';
import type { IdSource } from './ids.ts';
import type { Agent, Comment, Customer, Macro, Order, Refund, Ticket } from './model.ts';

export interface HelpdeskState {
  readonly ids: IdSource;
  readonly agents: Map<string, Agent>;
  readonly customers: Map<string, Customer>;
  readonly tickets: Map<number, Ticket>;
  readonly comments: Map<string, Comment>;
  readonly orders: Map<string, Order>;
  readonly refunds: Map<string, Refund>;
  readonly macros: Map<string, Macro>;
  /** Counters, never reused: a deleted ticket's id stays free. */
  lastTicketId: number;
  lastOrderNumber: number;
}

export function createState(seed: string): HelpdeskState {
  return {
    ids: createIds(seed),
    agents: new Map(),
    customers: new Map(),
    tickets: new Map(),
    comments: new Map(),
    orders: new Map(),
    refunds: new Map(),
    macros: new Map(),
    lastTicketId: 1040,
    lastOrderNumber: 10380,
  };
}

/** Derived numbers are computed when shown and stored nowhere, so they cannot disagree with their sources. */
export function commentsOf(state: HelpdeskState, ticketId: number): Comment[] {
  return [...state.comments.values()].filter((comment) => comment.ticketId === ticketId);
}

export function refundsOf(state: HelpdeskState, orderId: string): Refund[] {
  return [...state.refunds.values()].filter((refund) => refund.orderId === orderId);
}

export function refundedTotal(state: HelpdeskState, orderId: string): number {
  return refundsOf(state, orderId).reduce((sum, refund) => sum + refund.amount, 0);
}

export function orderTotal(order: Order): number {
  return order.items.reduce((sum, item) => sum + item.quantity * item.unit_price, 0);
}

export function openTicketCount(state: HelpdeskState, customerId: string): number {
  let count = 0;
  for (const ticket of state.tickets.values())
    if (ticket.customerId === customerId && ticket.status !== 'solved' && ticket.status !== 'closed') count++;
  return count;
}
