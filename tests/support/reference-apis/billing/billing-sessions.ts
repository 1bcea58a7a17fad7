import { isJsonObject } from '../json.ts';
import type { JsonValue } from '../json.ts';
import type { Random } from '../random.ts';
import type { ReferenceSend } from '../reference-api.ts';
import { createSessionClient } from '../session-client.ts';
import type { Answer, SessionClient } from '../session-client.ts';
import { sessionsOf } from '../sessions-of.ts';
import type { Workflow } from '../sessions-of.ts';
import { asciiSlug, CITIES, COMPANY_NAMES, GIVEN_NAMES, STREETS } from '../words.ts';
import { BILLING_AUTH, BILLING_ORIGIN, createBillingWorld, isColdId } from './billing-world.ts';

const SEED = createBillingWorld(0);
const hot = <T extends { readonly id: string }>(rows: Iterable<T>): readonly T[] =>
  [...rows].filter(({ id }) => !isColdId(id));
const CUSTOMERS = hot(SEED.customers.values());
const PRICES = hot(SEED.prices.values());
const PLANS = PRICES.filter((price) => price.active && price.recurring !== null && price.currency === 'usd');
const ONE_TIME = PRICES.filter(({ recurring }) => recurring === null);
const SUBSCRIPTIONS = hot(SEED.subscriptions.values());
const PRODUCTS = hot(SEED.products.values());

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
  'one-off-invoice': (send, random, index) => {
    const billing = client(send);
    const { customer } = customerWithCard(billing, random, index);
    const item = billing.call('POST /v1/invoiceitems', {
      form: { customer, amount: String(random.between(20, 90) * 100), currency: 'usd', description: 'Consulting' },
    });
    billing.call('POST /v1/invoiceitems', {
      form: { customer, price: random.pick(ONE_TIME).id, quantity: String(random.between(1, 3)) },
    });
    if (random.chance(0.7)) billing.call(`DELETE /v1/invoiceitems/${item.text('$.id')}`);
    const path = `/v1/invoices/${billing
      .call('POST /v1/invoices', { form: { customer, 'metadata[po]': `PO-${random.between(100, 999)}` } })
      .text('$.id')}`;
    billing.call('POST /v1/invoiceitems', {
      form: { customer, invoice: path.slice(13), amount: '1500', currency: 'usd', description: 'Travel' },
    });
    billing.call(`GET ${path}/lines`);
    billing.call(`POST ${path}`, { form: { description: 'Thank you for your business', 'metadata[po]': '' } });
    billing.call(`GET ${path}`);
    billing.call(`POST ${path}/finalize`);
    billing.call(`POST ${path}/finalize`);
    billing.call(`POST ${path}/pay`);
    billing.call(`GET ${path}`);
    billing.call(`POST ${path}/pay`);
    billing.call(`GET /v1/customers/${customer}`);
  },
  'sent-invoice': (send, random, index) => {
    const billing = client(send);
    const customer = newCustomer(billing, random, index);
    const created = billing.call('POST /v1/invoices', {
      form: { customer, collection_method: 'send_invoice', days_until_due: random.pick(['14', '30', '45']) },
    });
    const path = `/v1/invoices/${created.text('$.id')}`;
    billing.call(`POST ${path}/finalize`);
    for (const [description, amount] of [
      ['Licence', '250000'],
      ['Support', '40000'],
    ] as const)
      billing.call('POST /v1/invoiceitems', {
        form: { customer, invoice: created.text('$.id'), amount, currency: 'usd', description },
      });
    billing.call(`POST ${path}/finalize`);
    billing.call(`GET ${path}?${expand('customer')}`);
    if (random.chance(0.5)) {
      billing.call(`POST ${path}/void`);
      billing.call(`POST ${path}/pay`, { form: { paid_out_of_band: 'true' } });
    } else {
      billing.call(`POST ${path}/pay`);
      billing.call(`POST ${path}/pay`, { form: { paid_out_of_band: 'true' } });
      billing.call(`POST ${path}/void`);
    }
    billing.call(`GET ${path}`);
    billing.call(`GET /v1/invoices?customer=${customer}&status=open`);
    billing.call(`DELETE ${path}`);
  },
  drafts: (send, random, index) => {
    const billing = client(send);
    const customer = newCustomer(billing, random, index);
    billing.call('POST /v1/invoiceitems', {
      form: { customer, amount: '9900', currency: 'usd', description: 'Migration' },
    });
    const draft = billing
      .call('POST /v1/invoices', { form: { customer, description: 'Draft for review' } })
      .text('$.id');
    billing.call(`GET /v1/invoices/${draft}`);
    billing.call(`GET /v1/invoices?status=draft`);
    billing.call(`DELETE /v1/invoices/${draft}`);
    billing.call(`GET /v1/invoices/${draft}`);
    const again = billing.call('POST /v1/invoices', { form: { customer } }).text('$.id');
    billing.call(`POST /v1/invoices/${again}/finalize`);
    billing.call(`GET /v1/invoices/${again}/lines?limit=3`);
  },
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

function client(send: ReferenceSend): SessionClient {
  return createSessionClient(send, BILLING_ORIGIN, { authorization: BILLING_AUTH });
}

const expand = (path: string): string => `expand%5B%5D=${path}`;
const nameOf = (random: Random, index: number): string => `${random.pick(COMPANY_NAMES)} ${index}`;

function newCustomer(
  billing: SessionClient,
  random: Random,
  index: number,
  more: Readonly<Record<string, string>> = {},
): string {
  const name = nameOf(random, index);
  const account: Readonly<Record<string, string>> = random.chance(0.5) ? { 'metadata[account]': `A-${index}` } : {};
  return billing
    .call('POST /v1/customers', { form: { name, email: `${asciiSlug(name)}@client.test`, ...account, ...more } })
    .text('$.id');
}

function newMethod(billing: SessionClient, random: Random, token: string): string {
  const name: Readonly<Record<string, string>> = random.chance(0.4)
    ? { 'billing_details[name]': random.pick(GIVEN_NAMES) }
    : {};
  return billing
    .call('POST /v1/payment_methods', { form: { type: 'card', 'card[token]': token, ...name } })
    .text('$.id');
}

function customerWithCard(
  billing: SessionClient,
  random: Random,
  index: number,
  more: Readonly<Record<string, string>> = {},
): { readonly customer: string; readonly method: string } {
  const customer = newCustomer(billing, random, index, more);
  const method = newMethod(billing, random, random.pick(['tok_visa', 'tok_mastercard', 'tok_de']));
  billing.call(`POST /v1/payment_methods/${method}/attach`, { form: { customer } });
  setDefault(billing, customer, method);
  return { customer, method };
}

function setDefault(billing: SessionClient, customer: string, method: string): void {
  billing.call(`POST /v1/customers/${customer}`, { form: { 'invoice_settings[default_payment_method]': method } });
}

function ids(answer: Answer, below?: string): readonly string[] {
  const path = below === undefined ? '$.data' : `$.${below}.data`;
  return answer.rows(path).map((row: JsonValue) => (isJsonObject(row) ? String(row['id']) : ''));
}

function all(billing: SessionClient, path: string): void {
  for (let after = ''; ;) {
    const page = billing.call(`GET ${path}${after === '' ? '' : `&starting_after=${after}`}`);
    after = ids(page).at(-1) ?? '';
    if (!isJsonObject(page.json) || page.json['has_more'] !== true) return;
  }
}
