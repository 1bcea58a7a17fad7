import { probesOf } from '../define-probe.ts';
import type { ProbeDraft } from '../define-probe.ts';
import type { ProbeContext } from '../probe-source.ts';
import type { ProbeBinding, ProbeBody, ProbeSlot, SlotRef } from '../probe.ts';
import { asciiSlug, COMPANY_NAMES } from '../words.ts';
import { createBillingWorld, isColdId } from './billing-seed.ts';
import { BILLING_AUTH, BILLING_ORIGIN } from './billing-world.ts';

export const SEED = createBillingWorld(0);
const coldOnes = <T extends { readonly id: string }>(rows: Iterable<T>): readonly T[] =>
  [...rows].filter(({ id }) => isColdId(id));
export const COLD_CUSTOMERS = coldOnes(SEED.customers.values());
export const COLD_SUBSCRIPTIONS = coldOnes(SEED.subscriptions.values());
export const LIVE = COLD_SUBSCRIPTIONS.filter(({ status }) => status !== 'canceled');
export const COLD_INVOICES = coldOnes(SEED.invoices.values());
export const COLD_PRODUCTS = coldOnes(SEED.products.values());
export const COLD_PRICES = coldOnes(SEED.prices.values());
export const PLANS = [...SEED.prices.values()].filter(
  (price) => price.active && price.recurring !== null && price.currency === 'usd',
);
export const ONE_TIME = [...SEED.prices.values()].filter(({ recurring }) => recurring === null);

export const GOOD = ['tok_visa', 'tok_mastercard', 'tok_de'] as const;

export const customerPath = '/v1/customers/{c}';
export const subscriptionPath = '/v1/subscriptions/{s}';
export const invoicePath = '/v1/invoices/{i}';

export const probe = probesOf({ origin: BILLING_ORIGIN, headers: { authorization: BILLING_AUTH }, shows: '$' });
export const cold = (value: string): SlotRef => ({ kind: 'literal', value, untouched: true });
export const known = (value: string): SlotRef => ({ kind: 'literal', value });
export const slot = (name: string): ProbeSlot => ({ $slot: name });

export function form(fields: Readonly<Record<string, string | ProbeSlot>>): ProbeBody {
  return { kind: 'form', fields: Object.entries(fields) };
}

export function bindTo(handle: SlotRef, jsonPath = '$.id'): readonly ProbeBinding[] {
  return handle.kind === 'handle' ? [{ name: handle.name, jsonPath }] : [];
}

type Fields = Readonly<Record<string, string | ProbeSlot>>;

export function newCustomer({ random, unique }: ProbeContext, c: SlotRef, more: Fields = {}): ProbeDraft {
  const name = `${random.pick(COMPANY_NAMES)} P${unique()}`;
  return probe('write', 'POST /v1/customers', {
    slots: { c },
    creates: customerPath,
    bind: bindTo(c),
    body: form({ name, email: `${asciiSlug(name)}@probe.test`, ...more }),
  });
}

/** A card of the customer, set as the one that pays. */
export function* card({ fresh }: ProbeContext, c: SlotRef, token: string): Generator<ProbeDraft> {
  const m = fresh('method');
  yield newMethod(m, token);
  yield attach(m, c);
  yield probe('write', `POST ${customerPath}`, {
    slots: { c, m },
    body: form({ 'invoice_settings[default_payment_method]': slot('m') }),
  });
}

export const newMethod = (m: SlotRef, token: string): ProbeDraft =>
  probe('write', 'POST /v1/payment_methods', {
    slots: { m },
    creates: '/v1/payment_methods/{m}',
    bind: bindTo(m),
    body: form({ type: 'card', 'card[token]': token }),
  });

export const attach = (m: SlotRef, c: SlotRef): ProbeDraft =>
  probe('write', 'POST /v1/payment_methods/{m}/attach', { slots: { m, c }, body: form({ customer: slot('c') }) });

export function subscribe(s: SlotRef, c: SlotRef, price: string, more: Fields = {}): ProbeDraft {
  return probe('write', 'POST /v1/subscriptions', {
    slots: { s, c },
    creates: subscriptionPath,
    bind: bindTo(s),
    body: form({ customer: slot('c'), 'items[0][price]': price, ...more }),
  });
}

export function item(
  x: SlotRef,
  c: SlotRef,
  fields: Fields,
  slots: Readonly<Record<string, SlotRef>> = {},
): ProbeDraft {
  return probe('write', 'POST /v1/invoiceitems', {
    slots: { ...slots, x, c },
    creates: '/v1/invoiceitems/{x}',
    bind: bindTo(x),
    body: form({ customer: slot('c'), ...fields }),
  });
}

export function draft(i: SlotRef, c: SlotRef, more: Fields = {}): ProbeDraft {
  return probe('write', 'POST /v1/invoices', {
    slots: { i, c },
    creates: invoicePath,
    bind: bindTo(i),
    body: form({ customer: slot('c'), ...more }),
  });
}

export const getCustomer = (c: SlotRef): ProbeDraft => probe('read-item', `GET ${customerPath}`, { slots: { c } });
export const getSubscription = (s: SlotRef): ProbeDraft =>
  probe('read-item', `GET ${subscriptionPath}`, { slots: { s } });
export const getInvoice = (i: SlotRef): ProbeDraft => probe('read-item', `GET ${invoicePath}`, { slots: { i } });
export const act = (verb: string, i: SlotRef, fields: Fields = {}): ProbeDraft =>
  probe('write', `POST ${invoicePath}/${verb}`, {
    slots: { i },
    ...(Object.keys(fields).length === 0 ? {} : { body: form(fields) }),
  });
