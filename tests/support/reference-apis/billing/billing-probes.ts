import { createProbeSource } from '../probe-source.ts';
import type { Scenario } from '../probe-source.ts';
import type { ProbeSource } from '../probe.ts';
import { CITIES, STREETS } from '../words.ts';
import { BILLING_ERRORS, BILLING_RARE_ERRORS } from './billing-probe-errors.ts';
import { INVOICE_WRITES } from './billing-probe-invoices.ts';
import {
  act,
  attach,
  bindTo,
  card,
  cold,
  COLD_CUSTOMERS,
  COLD_INVOICES,
  COLD_PRICES,
  COLD_PRODUCTS,
  customerPath,
  form,
  getCustomer,
  getInvoice,
  getSubscription,
  GOOD,
  LIVE,
  newCustomer,
  newMethod,
  PLANS,
  probe,
  slot,
  subscribe,
  subscriptionPath,
} from './billing-probe-kit.ts';
import { PAGES } from './billing-probe-pages.ts';

const OVERDUE = COLD_INVOICES.filter(({ status, subscription }) => status === 'open' && subscription !== null);

const WRITES: readonly Scenario[] = [
  function* signUp(context) {
    const { random, fresh } = context;
    const [c, s, i] = [fresh('customer'), fresh('subscription'), fresh('invoice')];
    yield newCustomer(context, c);
    yield* card(context, c, random.pick(GOOD));
    yield {
      ...subscribe(s, c, random.pick(PLANS).id, { 'items[0][quantity]': String(random.between(1, 20)) }),
      bind: [...bindTo(s), ...bindTo(i, '$.latest_invoice')],
    };
    yield getSubscription(s);
    yield getInvoice(i);
    yield getCustomer(c);
    yield probe('filter', 'GET /v1/invoices', { slots: { c }, query: { customer: slot('c') } });
  },
  function* trial(context) {
    const { random, fresh } = context;
    const [c, s] = [fresh('customer'), fresh('subscription')];
    yield newCustomer(context, c);
    yield subscribe(s, c, random.pick(PLANS).id, { trial_period_days: random.pick(['7', '10', '14', '21']) });
    yield probe('write', `POST ${subscriptionPath}`, { slots: { s }, body: form({ cancel_at_period_end: 'true' }) });
    yield getSubscription(s);
    yield probe('write', `POST ${subscriptionPath}`, {
      slots: { s },
      body: form({ cancel_at_period_end: 'false', 'metadata[why]': 'changed mind' }),
    });
    yield getSubscription(s);
    yield probe('write', `DELETE ${subscriptionPath}`, { slots: { s } });
    yield getSubscription(s);
    yield probe('filter', 'GET /v1/subscriptions', { slots: { c }, query: { customer: slot('c') } });
  },
  function* coldSubscription({ random }) {
    const subscription = random.pick(LIVE);
    const s = cold(subscription.id);
    const field = random.pick(['campaign', 'source', 'note']);
    yield probe('write', `POST ${subscriptionPath}`, {
      slots: { s },
      body: form({ [`metadata[${field}]`]: random.pick(['a', 'b', '']), description: 'Renegotiated' }),
    });
    yield getSubscription(s);
    yield probe('write', `POST ${subscriptionPath}`, {
      slots: { s },
      body: form({
        'items[0][id]': subscription.items[0]?.id ?? '',
        'items[0][quantity]': String(random.between(2, 40)),
      }),
    });
    yield getSubscription(s);
    yield probe('list', 'GET /v1/subscriptions', { query: { limit: '10' } });
  },
  function* coldCustomer({ random }) {
    const c = cold(random.pick(COLD_CUSTOMERS).id);
    const post = (fields: Readonly<Record<string, string>>): ReturnType<typeof probe> =>
      probe('write', `POST ${customerPath}`, { slots: { c }, body: form(fields) });
    yield post({
      phone: `+1 202 555 0${random.between(100, 199)}`,
      'metadata[region]': random.pick(['latam', 'emea']),
    });
    yield post({ 'address[city]': random.pick(CITIES), 'address[line1]': random.pick(STREETS) });
    yield getCustomer(c);
    yield post(
      random.chance(0.5) ? { phone: '', 'metadata[region]': '' } : { address: '', description: 'Key account' },
    );
    yield getCustomer(c);
    yield probe('filter', 'GET /v1/invoices', { slots: { c }, query: { customer: slot('c'), limit: '3' } });
  },
  ...INVOICE_WRITES,
  function* overdue({ take }) {
    const invoice = take(OVERDUE);
    if (invoice === undefined) return;
    const [i, s, c] = [cold(invoice.id), cold(invoice.subscription ?? ''), cold(invoice.customer)];
    yield getCustomer(c);
    yield act('pay', i);
    yield getSubscription(s);
    yield getCustomer(c);
    yield probe('filter', 'GET /v1/subscriptions', { query: { status: 'past_due' } });
  },
  function* cards(context) {
    const { random, fresh } = context;
    const [c, m, n] = [fresh('customer'), fresh('method'), fresh('method')];
    yield newCustomer(context, c);
    yield newMethod(m, random.pick(GOOD));
    yield attach(m, c);
    yield newMethod(n, 'tok_amex');
    yield attach(n, c);
    yield probe('write', `POST ${customerPath}`, {
      slots: { c, m },
      body: form({ 'invoice_settings[default_payment_method]': slot('m'), 'invoice_settings[footer]': 'VAT exempt' }),
    });
    yield probe('list', `GET ${customerPath}/payment_methods`, { slots: { c } });
    yield probe('write', 'POST /v1/payment_methods/{m}/detach', { slots: { m } });
    yield getCustomer(c);
    yield probe('list', `GET ${customerPath}/payment_methods`, { slots: { c } });
    yield probe('read-item', 'GET /v1/payment_methods/{m}', { slots: { m } });
  },
  function* items(context) {
    const { random, fresh } = context;
    const [c, s, j] = [fresh('customer'), fresh('subscription'), fresh('line')];
    const [first, second] = random.shuffle(PLANS);
    const post = (fields: Parameters<typeof form>[0]): ReturnType<typeof probe> =>
      probe('write', `POST ${subscriptionPath}`, {
        slots: { s, j },
        body: form(fields),
        bind: bindTo(j, '$.items.data[0].id'),
      });
    yield newCustomer(context, c);
    yield* card(context, c, 'tok_visa');
    yield {
      ...subscribe(s, c, first?.id ?? '', { 'items[1][price]': second?.id ?? '', 'items[1][quantity]': '4' }),
      bind: [...bindTo(s), ...bindTo(j, '$.items.data[0].id')],
    };
    yield getSubscription(s);
    yield post({ 'items[0][id]': slot('j'), 'items[0][quantity]': '6' });
    yield post({ 'items[0][id]': slot('j'), 'items[0][deleted]': 'true' });
    yield getSubscription(s);
  },
  function* gone(context) {
    const { random, fresh } = context;
    const [c, s] = [fresh('customer'), fresh('subscription')];
    yield newCustomer(context, c);
    yield subscribe(s, c, random.pick(PLANS).id, { trial_period_days: '14' });
    yield probe('write', `DELETE ${customerPath}`, { slots: { c } });
    yield getSubscription(s);
    yield probe('read-item', `GET ${customerPath}`, { slots: { c }, shows: null });
    yield probe('list', 'GET /v1/customers', { query: { limit: '3' } });
  },
  function* catalogue({ random, fresh, unique }) {
    const [p, r] = [fresh('product'), fresh('price')];
    const number = unique();
    yield probe('write', 'POST /v1/products', {
      slots: { p },
      creates: '/v1/products/{p}',
      bind: bindTo(p),
      body: form({ name: `Add-on ${number}`, 'metadata[line]': 'extras' }),
    });
    yield probe('write', 'POST /v1/prices', {
      slots: { p, r },
      creates: '/v1/prices/{r}',
      bind: bindTo(r),
      body: form({
        product: slot('p'),
        currency: random.pick(['usd', 'eur']),
        unit_amount: String(random.between(100, 9000)),
        ...(random.chance(0.6) ? { 'recurring[interval]': 'year', lookup_key: `probe_${number}` } : {}),
      }),
    });
    yield probe('read-item', 'GET /v1/prices/{r}', { slots: { r } });
    yield probe('write', 'POST /v1/products/{p}', {
      slots: { p, r },
      body: form({ default_price: slot('r'), active: 'false' }),
    });
    yield probe('read-item', 'GET /v1/products/{p}', { slots: { p } });
    yield probe('filter', 'GET /v1/prices', { slots: { p }, query: { product: slot('p') } });
  },
  function* coldCatalogue({ random }) {
    const [p, r] = [cold(random.pick(COLD_PRODUCTS).id), cold(random.pick(COLD_PRICES).id)];
    yield probe('write', 'POST /v1/products/{p}', {
      slots: { p },
      body: form({ description: random.pick(['Now with audit', '']), 'metadata[team]': 'core' }),
    });
    yield probe('read-item', 'GET /v1/products/{p}', { slots: { p } });
    yield probe('write', 'POST /v1/prices/{r}', { slots: { r }, body: form({ nickname: random.pick(['Promo', '']) }) });
    yield probe('read-item', 'GET /v1/prices/{r}', { slots: { r } });
  },
  function* once(context) {
    const { random, fresh } = context;
    const c = fresh('customer');
    const key = { 'idempotency-key': `probe-${random.text(10)}` };
    const made = newCustomer(context, c, { description: 'sent twice' });
    const keyed = { ...made, headers: [...made.headers, ...Object.entries(key)] };
    yield keyed;
    yield keyed;
    yield getCustomer(c);
  },
];

export function billingProbes(seed: number): ProbeSource {
  return createProbeSource(seed, {
    writes: WRITES,
    pages: PAGES,
    errors: BILLING_ERRORS,
    rareErrors: BILLING_RARE_ERRORS,
  });
}
