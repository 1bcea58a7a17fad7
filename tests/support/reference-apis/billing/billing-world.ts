import type { Random } from '../random.ts';
import type { Customer, Invoice, InvoiceItem, PaymentMethod, Price, Product, Subscription } from './billing-rows.ts';

export const BILLING_ORIGIN = 'https://api.billing.test';
export const BILLING_KEY = 'rk_test_9dGk2VtQ7sLwXe4hB0uN';
/** The key is the user name of basic authentication; there is no password. */
export const BILLING_AUTH = `Basic ${btoa(`${BILLING_KEY}:`)}`;

export interface BillingWorld {
  readonly random: Random;
  /** in order of creation; lists show the newest first */
  readonly customers: Map<string, Customer>;
  readonly methods: Map<string, PaymentMethod>;
  readonly products: Map<string, Product>;
  readonly prices: Map<string, Price>;
  readonly subscriptions: Map<string, Subscription>;
  readonly invoices: Map<string, Invoice>;
  readonly items: Map<string, InvoiceItem>;
  readonly deleted: Set<string>;
  readonly idempotent: Map<string, { readonly print: string; readonly status: number; readonly body: Uint8Array }>;
}

type Prefix = 'cus' | 'pm' | 'prod' | 'price' | 'sub' | 'si' | 'in' | 'il' | 'ii';
const LENGTHS: Readonly<Record<Prefix, number>> = {
  cus: 14,
  pm: 24,
  prod: 14,
  price: 24,
  sub: 24,
  si: 14,
  in: 24,
  il: 24,
  ii: 24,
};

export interface Token {
  readonly brand: string;
  readonly last4: string;
  readonly country: string;
  readonly funding: string;
  /** where the card fails */
  readonly fails?: 'attach' | 'pay' | 'funds';
}

export const TOKENS: Readonly<Record<string, Token>> = {
  tok_visa: { brand: 'visa', last4: '4242', country: 'US', funding: 'credit' },
  tok_mastercard: { brand: 'mastercard', last4: '4444', country: 'US', funding: 'credit' },
  tok_amex: { brand: 'amex', last4: '0005', country: 'US', funding: 'credit' },
  tok_de: { brand: 'visa', last4: '0016', country: 'DE', funding: 'debit' },
  tok_chargeDeclined: { brand: 'visa', last4: '0002', country: 'US', funding: 'credit', fails: 'attach' },
  tok_chargeCustomerFail: { brand: 'visa', last4: '0341', country: 'US', funding: 'credit', fails: 'pay' },
  tok_insufficientFunds: { brand: 'visa', last4: '9995', country: 'US', funding: 'debit', fails: 'funds' },
};

export function newId(random: Random, prefix: Prefix): string {
  return `${prefix}_${random.text(LENGTHS[prefix])}`;
}

/** Begins the numbers of a customer's invoices. */
export const newPrefix = (random: Random): string => random.text(1, 'ABCDEF') + random.text(7, '0123456789ABCDEF');

export function cardOf(token: Token): PaymentMethod['card'] {
  return {
    brand: token.brand,
    country: token.country,
    exp_month: 8,
    exp_year: 2027,
    funding: token.funding,
    last4: token.last4,
  };
}

/** A month or a year later at the same time of day; the last day of a shorter month. */
export function periodEnd(start: number, recurring: Price['recurring']): number {
  const date = new Date(start * 1000);
  const day = date.getUTCDate();
  const months = (recurring?.interval === 'year' ? 12 : 1) * (recurring?.interval_count ?? 1);
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime() / 1000;
}

export function update<T>(table: Map<string, T>, id: string, more: Partial<T>): T {
  const saved = { ...(table.get(id) as T), ...more };
  table.set(id, saved);
  return saved;
}

export const hostedUrl = (id: string): string => `https://pay.billing.test/i/${id}`;
export const numberOf = (prefix: string, sequence: number): string => `${prefix}-${String(sequence).padStart(4, '0')}`;

/** @example '3 × Team (at $29.00 / month)' */
export function lineText(world: BillingWorld, price: Price, quantity: number): string {
  const name = world.products.get(price.product)?.name ?? '';
  const amount = `${price.currency === 'eur' ? '€' : '$'}${(price.unit_amount / 100).toFixed(2)}`;
  return price.recurring === null ? name : `${quantity} × ${name} (at ${amount} / ${price.recurring.interval})`;
}
