import { isJsonObject } from '../json.ts';
import { sessionsOf } from '../sessions-of.ts';
import type { Workflow } from '../sessions-of.ts';
import { asciiSlug, CITIES, GIVEN_NAMES, STREETS } from '../words.ts';
import { isColdId } from './billing-seed.ts';
import { INVOICE_WORKFLOWS } from './billing-session-invoices.ts';
import {
  all,
  client,
  CUSTOMERS,
  customerWithCard,
  expand,
  ids,
  nameOf,
  newCustomer,
  newMethod,
  PLANS,
  PRODUCTS,
  setDefault,
  SUBSCRIPTIONS,
} from './billing-session-kit.ts';

const WORKFLOWS: Readonly<Record<string, Workflow>> = {
  overview: (send) => {
    const billing = client(send);
    all(billing, '/v1/customers?limit=20');
    all(billing, '/v1/invoices?limit=20');
    all(billing, '/v1/subscriptions?status=all&limit=20');
    billing.call('GET /v1/products?limit=100');
    billing.call('GET /v1/prices?limit=100');
    billing.call('GET /v1/subscriptions?status=past_due');
    billing.call(`GET /v1/invoices?status=open&limit=5&${expand('data.customer')}`);
  },
  'sign-up': (send, random, index) => {
    const billing = client(send);
    const name = nameOf(random, index);
    const email = `${asciiSlug(name)}@client.test`;
    billing.call(`GET /v1/customers/search?query=${encodeURIComponent(`email:'${email}'`)}`);
    const { customer, method } = customerWithCard(billing, random, index, { name, email });
    billing.call(`GET /v1/prices?active=true&type=recurring&limit=5`);
    const subscription = billing.call('POST /v1/subscriptions', {
      form: {
        customer,
        'items[0][price]': random.pick(PLANS).id,
        'items[0][quantity]': String(random.between(1, 9)),
        'metadata[source]': random.pick(['web', 'app']),
        'expand[]': 'latest_invoice',
      },
      headers: { 'idempotency-key': `sign-up-${index}` },
    });
    billing.call(`GET /v1/subscriptions/${subscription.text('$.id')}`);
    billing.call(`GET /v1/invoices/${subscription.text('$.latest_invoice.id')}`);
    billing.call(`GET /v1/customers/${customer}`);
    billing.call(`GET /v1/invoices?customer=${customer}`);
    billing.call(`GET /v1/payment_methods/${method}`);
  },
  trial: (send, random, index) => {
    const billing = client(send);
    const customer = newCustomer(billing, random, index);
    const form = { customer, 'items[0][price]': random.pick(PLANS).id };
    billing.call('POST /v1/subscriptions', { form });
    const path = `/v1/subscriptions/${billing
      .call('POST /v1/subscriptions', { form: { ...form, trial_period_days: random.pick(['7', '14', '30']) } })
      .text('$.id')}`;
    billing.call(`GET ${path}?${expand('customer')}`);
    billing.call(`POST ${path}`, {
      form: { 'metadata[campaign]': 'spring', 'metadata[owner]': random.pick(GIVEN_NAMES) },
    });
    billing.call(`POST ${path}`, { form: { cancel_at_period_end: 'true' } });
    billing.call(`GET ${path}`);
    if (random.chance(0.5))
      billing.call(`POST ${path}`, { form: { cancel_at_period_end: 'false', 'metadata[campaign]': '' } });
    else {
      billing.call(`DELETE ${path}`);
      billing.call(`POST ${path}`, { form: { description: 'too late' } });
      billing.call(`DELETE ${path}`);
    }
    billing.call(`GET ${path}`);
    billing.call(`GET /v1/subscriptions?customer=${customer}&status=all`);
    billing.call(`GET /v1/subscriptions/sub_${random.text(24)}`);
  },
  ...INVOICE_WORKFLOWS,
  'declined-cards': (send, random, index) => {
    const billing = client(send);
    const customer = newCustomer(billing, random, index);
    const bad = newMethod(billing, random, 'tok_chargeDeclined');
    billing.call(`POST /v1/payment_methods/${bad}/attach`, { form: { customer } });
    const weak = newMethod(billing, random, random.chance(0.5) ? 'tok_chargeCustomerFail' : 'tok_insufficientFunds');
    billing.call(`POST /v1/payment_methods/${weak}/attach`, { form: { customer } });
    setDefault(billing, customer, weak);
    const form = { customer, 'items[0][price]': random.pick(PLANS).id };
    billing.call('POST /v1/subscriptions', { form });
    const good = newMethod(billing, random, 'tok_visa');
    billing.call(`POST /v1/payment_methods/${good}/attach`, { form: { customer } });
    billing.call(`POST /v1/customers/${customer}`, { form: { 'invoice_settings[default_payment_method]': good } });
    billing.call('POST /v1/subscriptions', { form });
    billing.call(`POST /v1/payment_methods/${weak}/detach`);
    billing.call(`GET /v1/customers/${customer}/payment_methods?limit=3`);
    billing.call(`POST /v1/payment_methods/${weak}/detach`);
    billing.call('POST /v1/payment_methods', { form: { type: 'card', 'card[token]': 'tok_unknown' } });
  },
  dunning: (send, random) => {
    const billing = client(send);
    const listed = billing.call('GET /v1/subscriptions?status=past_due&limit=20').rows('$.data').filter(isJsonObject);
    const one = listed.find(({ id }) => !isColdId(String(id)));
    billing.call(`GET /v1/invoices?status=open&limit=10`);
    if (one === undefined) return;
    const invoice = String(one['latest_invoice']);
    const customer = String(one['customer']);
    billing.call(`GET /v1/customers/${customer}?${expand('invoice_settings.default_payment_method')}`);
    billing.call(`GET /v1/invoices/${invoice}`);
    billing.call(`POST /v1/invoices/${invoice}`, { form: { 'metadata[reminder]': random.pick(['1', '2']) } });
    billing.call(`POST /v1/invoices/${invoice}`, { form: { description: 'Second reminder' } });
    billing.call(`POST /v1/invoices/${invoice}/pay`);
    billing.call(`GET /v1/subscriptions/${String(one['id'])}`);
    billing.call(`GET /v1/customers/${customer}`);
  },
  catalogue: (send, random, index) => {
    const billing = client(send);
    billing.call('GET /v1/products?active=true');
    const name = `${random.pick(['Storage', 'Priority support', 'API calls', 'Sandbox'])} ${index}`;
    const product = billing
      .call('POST /v1/products', { form: { name, ...(random.chance(0.5) ? { unit_label: 'unit' } : {}) } })
      .text('$.id');
    const price = billing
      .call('POST /v1/prices', {
        form: {
          product,
          currency: random.pick(['usd', 'eur']),
          unit_amount: String(random.between(5, 80) * 100),
          'recurring[interval]': random.pick(['month', 'year']),
          lookup_key: `key_${index}`,
        },
      })
      .text('$.id');
    billing.call('POST /v1/prices', {
      form: { product, currency: 'usd', unit_amount: '7500', nickname: 'Set-up fee' },
    });
    billing.call('POST /v1/prices', {
      form: { product, currency: 'usd', unit_amount: '1', lookup_key: `key_${index}` },
    });
    billing.call(`GET /v1/prices?product=${product}`);
    billing.call(`GET /v1/prices/${price}?${expand('product')}`);
    billing.call(`POST /v1/prices/${price}`, { form: { active: 'false', nickname: 'Retired' } });
    billing.call(`POST /v1/products/${product}`, {
      form: { description: 'Sold per started unit', 'metadata[sku]': `S${index}`, 'metadata[team]': 'growth' },
    });
    billing.call(`POST /v1/products/${product}`, { form: { 'metadata[team]': '', default_price: price } });
    billing.call(`GET /v1/products/${product}`);
    billing.call(`GET /v1/prices?lookup_keys%5B0%5D=key_${index}`);
    billing.call(`GET /v1/prices?active=false`);
    const known = random.pick(PRODUCTS);
    billing.call(`GET /v1/products/${known.id}`);
    billing.call(`POST /v1/products/${known.id}`, { form: { unit_label: random.pick(['seat', 'user']) } });
    billing.call('POST /v1/products', { form: { description: 'nameless' } });
    billing.call('POST /v1/prices', { form: { product, currency: 'usd' } });
    billing.call(`GET /v1/prices/price_${random.text(24)}`);
  },
  'customer-care': (send, random) => {
    const billing = client(send);
    const query = random.pick([
      "name~'berg'",
      "metadata['account']:null",
      "email~'example.org' AND phone:null",
      "name~'zzz'",
    ]);
    billing.call(`GET /v1/customers/search?query=${encodeURIComponent(query)}&limit=5`);
    const path = `/v1/customers/${random.pick(CUSTOMERS).id}`;
    const seen = billing.call(`GET ${path}`);
    if (!isJsonObject(seen.json) || seen.json['deleted'] === true) return;
    billing.call(`POST ${path}`, {
      form: { phone: '+1 202 555 0142', 'metadata[region]': random.pick(['emea', 'apac']) },
    });
    billing.call(`POST ${path}`, {
      form: {
        'address[line1]': `${random.pick(STREETS)} ${random.between(1, 80)}`,
        'address[city]': random.pick(CITIES),
        'address[country]': 'PT',
      },
    });
    billing.call(`GET ${path}`);
    billing.call(`POST ${path}`, {
      form: { phone: '', 'metadata[region]': '', description: random.pick(['VIP', 'Handle with care']) },
    });
    billing.call(`GET ${path}`);
    billing.call(`GET ${path.replace('customers/', 'subscriptions?customer=')}`);
    billing.call(`GET ${path.replace('customers/', 'invoices?customer=')}&limit=3`);
    billing.call(`POST ${path}`, { form: { email: 'not-an-address' } });
  },
  seats: (send, random) => {
    const billing = client(send);
    const path = `/v1/subscriptions/${random.pick(SUBSCRIPTIONS).id}`;
    const seen = billing.call(`GET ${path}`);
    if (seen.status !== 200 || seen.text('$.status') === 'canceled') return;
    const item = seen.text('$.items.data[0].id');
    const quantity = String(seen.number('$.items.data[0].quantity') + random.between(1, 3));
    billing.call(`POST ${path}`, { form: { 'items[0][id]': item, 'items[0][quantity]': quantity } });
    billing.call(`GET ${path}?${expand('latest_invoice')}`);
    const price = PLANS.find(({ id }) => !JSON.stringify(seen.json).includes(id))?.id ?? '';
    const added = billing.call(`POST ${path}`, { form: { 'items[0][price]': price } });
    const second = ids(added, 'items').at(-1) ?? '';
    billing.call(`GET ${path}`);
    billing.call(`POST ${path}`, { form: { 'items[0][id]': second, 'items[0][deleted]': 'true' } });
    billing.call(`GET ${path}`);
    billing.call(`GET /v1/subscriptions?price=${price}&limit=4`);
  },
  churn: (send, random, index) => {
    const billing = client(send);
    const { customer, method } = customerWithCard(billing, random, index);
    const subscription = billing
      .call('POST /v1/subscriptions', { form: { customer, 'items[0][price]': random.pick(PLANS).id } })
      .text('$.id');
    if (random.chance(0.5)) billing.call(`DELETE /v1/subscriptions/${subscription}`);
    billing.call(`DELETE /v1/customers/${customer}`);
    billing.call(`GET /v1/customers/${customer}`);
    billing.call(`GET /v1/subscriptions/${subscription}`);
    billing.call(`GET /v1/payment_methods/${method}`);
    billing.call(`POST /v1/customers/${customer}`, { form: { name: 'Back again' } });
    billing.call(`DELETE /v1/customers/${customer}`);
    billing.call('POST /v1/invoices', { form: { customer } });
    billing.call('GET /v1/customers?limit=5');
  },
  mistakes: (send, random) => {
    const billing = client(send);
    const customer = random.pick(CUSTOMERS).id;
    billing.call('POST /v1/customers', { form: { nmae: 'Typo' } });
    billing.call('POST /v1/subscriptions', { form: { customer } });
    billing.call('POST /v1/subscriptions', { form: { customer, 'items[0][price]': `price_${random.text(24)}` } });
    billing.call('POST /v1/invoiceitems', { form: { customer, amount: '12.50', currency: 'usd' } });
    billing.call('GET /v1/invoices?status=unpaid');
    billing.call(`GET /v1/customers?limit=5&${expand('data.owner')}`);
    billing.call(`GET /v1/customers/cus_${random.text(14)}`);
    billing.call(`GET /v1/invoices/in_${random.text(24)}`);
    const listed = billing.call('GET /v1/customers?limit=4');
    const third = ids(listed)[2] ?? '';
    billing.call(`GET /v1/customers?limit=4&starting_after=${third}`);
    billing.call(`GET /v1/customers?limit=4&ending_before=${third}`);
    const key = { 'idempotency-key': `care-${random.text(6)}` };
    const form = { name: `Retry ${random.between(1, 99)}`, description: 'made once' };
    const first = billing.call('POST /v1/customers', { form, headers: key });
    billing.call('POST /v1/customers', { form, headers: key });
    billing.call('POST /v1/customers', { form: { name: 'Another' }, headers: key });
    billing.call(`GET /v1/customers/${first.text('$.id')}`);
  },
};

export function billingSessions(seed: number, count: number): ReturnType<typeof sessionsOf> {
  return sessionsOf(WORKFLOWS, seed, count);
}
