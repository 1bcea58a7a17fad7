/** What the helpdesk stores. Money is in minor units (cents); times are epoch milliseconds, rendered as ISO 8601. */

export const ROLES = ['agent', 'lead'] as const;
export const PLANS = ['free', 'starter', 'team', 'business'] as const;
export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export const CHANNELS = ['email', 'phone', 'chat', 'web'] as const;
export const TICKET_STATUSES = ['new', 'open', 'pending', 'solved', 'closed'] as const;
export const ORDER_STATUSES = ['pending', 'paid', 'shipped', 'delivered', 'cancelled', 'refunded'] as const;
export const CURRENCIES = ['EUR', 'USD', 'GBP', 'SEK'] as const;
export const CANCEL_REASONS = ['customer_request', 'duplicate', 'out_of_stock', 'fraud'] as const;
export const REFUND_REASONS = [
  'damaged',
  'late_delivery',
  'wrong_item',
  'not_as_described',
  'duplicate_charge',
  'goodwill',
] as const;
export const MACRO_CATEGORIES = ['billing', 'shipping', 'technical', 'general'] as const;

export type Role = (typeof ROLES)[number];
export type Plan = (typeof PLANS)[number];
export type Priority = (typeof PRIORITIES)[number];
export type Channel = (typeof CHANNELS)[number];
export type TicketStatus = (typeof TICKET_STATUSES)[number];
export type OrderStatus = (typeof ORDER_STATUSES)[number];
export type Currency = (typeof CURRENCIES)[number];
export type CancelReason = (typeof CANCEL_REASONS)[number];
export type RefundReason = (typeof REFUND_REASONS)[number];
export type MacroCategory = (typeof MACRO_CATEGORIES)[number];

export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly team: string;
  readonly active: boolean;
}

export interface Customer {
  readonly id: string;
  name: string;
  email: string;
  phone: string | null;
  company: string | null;
  plan: Plan;
  locale: string;
  notes: string | null;
  readonly createdAt: number;
  updatedAt: number;
}

export interface Ticket {
  readonly id: number;
  subject: string;
  readonly description: string;
  status: TicketStatus;
  priority: Priority;
  readonly channel: Channel;
  readonly customerId: string;
  assigneeId: string | null;
  orderId: string | null;
  tags: string[];
  version: number;
  readonly createdAt: number;
  updatedAt: number;
  solvedAt: number | null;
}

export interface Comment {
  readonly id: string;
  readonly ticketId: number;
  readonly author: { readonly type: 'agent' | 'customer'; readonly id: string; readonly name: string };
  readonly public: boolean;
  readonly body: string;
  readonly createdAt: number;
}

export interface Address {
  readonly line1: string;
  readonly city: string;
  readonly postal_code: string;
  readonly country: string;
}

export interface OrderItem {
  readonly sku: string;
  readonly quantity: number;
  readonly unit_price: number;
}

export interface Order {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  status: OrderStatus;
  readonly items: readonly OrderItem[];
  readonly currency: Currency;
  shippingAddress: Address | null;
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
  readonly placedAt: number;
  updatedAt: number;
  cancelledAt: number | null;
}

export interface Refund {
  readonly id: string;
  readonly orderId: string;
  readonly amount: number;
  readonly reason: RefundReason;
  readonly note: string | null;
  readonly createdBy: string;
  readonly createdAt: number;
}

export interface Macro {
  readonly id: string;
  title: string;
  body: string;
  category: MacroCategory;
  updatedAt: number;
}
