import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';
import { asciiSlug, CITIES, FAMILY_NAMES, GIVEN_NAMES, STREETS } from '../words.ts';
import type { Customer, PaymentMethod, Price, Product } from './billing-rows.ts';
import { cardOf, hostedUrl, lineText, newId, newPrefix, numberOf, periodEnd, TOKENS, update } from './billing-world.ts';
import type { BillingWorld, Token } from './billing-world.ts';

export function createBillingWorld(seed: number): BillingWorld {
  const random = createRandom(271828);
  const world: BillingWorld = {
    random: createRandom(seed + 17),
    customers: new Map(),
    methods: new Map(),
    products: new Map(),
    prices: new Map(),
    subscriptions: new Map(),
    invoices: new Map(),
    items: new Map(),
    deleted: new Set(),
    idempotent: new Map(),
  };
  const started = Math.floor(Date.UTC(2023, 5, 6, 9, 30) / 1000);
  seedCatalogue(world, random, started);
  let created = started + 86_400;
  for (let index = 0; index < 30; index++) {
    created += random.between(20_000, 500_000);
    seedCustomer(world, random, index, created);
  }
  return world;
}

function seedCatalogue(world: BillingWorld, random: Random, started: number): void {
  const names = ['Starter', 'Team', 'Business', 'Onboarding', 'Audit log', 'Training day', 'Legacy plan'];
  for (const [index, name] of names.entries()) {
    const created = started + index * 4000;
    const product: Product = {
      id: newId(random, 'prod'),
      object: 'product',
      active: name !== 'Legacy plan',
      created,
      default_price: null,
      description: index % 2 === 0 ? `${name}, billed in advance` : null,
      livemode: false,
      metadata: index % 3 === 0 ? { tier: String(index) } : {},
      name,
      unit_label: index < 3 ? 'seat' : null,
      updated: created,
    };
    world.products.set(product.id, product);
    const amounts = [1200, 2900, 7900, 50_000, 450, 95_000, 990];
    const unit = amounts[index] ?? 1000;
    const oneTime = name === 'Onboarding' || name === 'Training day';
    for (const interval of oneTime ? [null] : (['month', 'year'] as const)) {
      const unit_amount = interval === 'year' ? unit * 10 : unit;
      const price: Price = {
        id: newId(random, 'price'),
        object: 'price',
        active: product.active,
        created: created + (interval === 'year' ? 67 : 60),
        currency: name === 'Audit log' ? 'eur' : 'usd',
        livemode: false,
        lookup_key: interval === null ? null : `${asciiSlug(name).replaceAll('-', '_')}_${interval}ly`,
        metadata: {},
        nickname: interval === 'year' ? `${name} yearly` : null,
        product: product.id,
        recurring: interval === null ? null : { interval, interval_count: 1 },
        type: interval === null ? 'one_time' : 'recurring',
        unit_amount,
        unit_amount_decimal: String(unit_amount),
      };
      world.prices.set(price.id, price);
    }
  }
}

function seedCustomer(world: BillingWorld, random: Random, index: number, created: number): void {
  const name = `${random.pick(GIVEN_NAMES)} ${random.pick(FAMILY_NAMES)}`;
  const id = newId(random, 'cus');
  const method: PaymentMethod | undefined = index % 6 === 4 ? undefined : seedMethod(random, id, created, name);
  if (method !== undefined) world.methods.set(method.id, method);
  const customer: Customer = {
    id,
    object: 'customer',
    address: random.chance(0.4)
      ? null
      : {
          city: random.pick(CITIES),
          country: random.pick(['DE', 'US', 'PT']),
          line1: `${random.pick(STREETS)} ${random.between(1, 90)}`,
          line2: null,
          postal_code: String(random.between(10_000, 99_999)),
          state: null,
        },
    balance: 0,
    created,
    currency: null,
    delinquent: false,
    description: random.chance(0.5)
      ? null
      : random.pick(['Pilot customer', 'Moved from annual – see ticket', 'reseller']),
    email: random.chance(0.1) ? null : `${asciiSlug(name)}.${index}@${random.pick(['client.test', 'example.org'])}`,
    invoice_prefix: newPrefix(random),
    invoice_settings: { default_payment_method: method?.id ?? null, footer: null },
    livemode: false,
    metadata: random.chance(0.4) ? {} : { account: `A-${random.between(100, 999)}` },
    name: random.chance(0.1) ? null : name,
    next_invoice_sequence: 1,
    phone: random.chance(0.6) ? null : `+1 202 555 0${random.between(100, 199)}`,
  };
  world.customers.set(id, customer);
  if (method === undefined || index % 7 === 5) return seedInvoice(world, random, customer.id, created + 900, undefined);
  seedSubscription(world, random, customer, created + 3600, index);
  if (index % 4 === 1) seedInvoice(world, random, customer.id, created + 90_000, undefined);
}

function seedMethod(random: Random, customer: string, created: number, name: string): PaymentMethod {
  const good = ['tok_visa', 'tok_mastercard', 'tok_de', 'tok_amex'] as const;
  const token = TOKENS[random.pick(good)] as Token;
  return {
    id: newId(random, 'pm'),
    object: 'payment_method',
    billing_details: { name: random.chance(0.3) ? null : name, postal_code: null },
    card: cardOf(token),
    created: created + 30,
    customer,
    livemode: false,
    metadata: {},
    type: 'card',
  };
}

function seedSubscription(
  world: BillingWorld,
  random: Random,
  customer: Customer,
  created: number,
  index: number,
): void {
  const price = random.pick([...world.prices.values()].filter(({ active, recurring }) => active && recurring !== null));
  const id = newId(random, 'sub');
  const status = (['active', 'active', 'past_due', 'active', 'canceled'] as const)[index % 5] ?? 'active';
  const ended = status === 'canceled' ? created + 400_000 : null;
  const quantity = random.between(1, 12);
  world.subscriptions.set(id, {
    id,
    billing_cycle_anchor: created,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: ended,
    created,
    currency: price.currency,
    current_period_end: periodEnd(created, price.recurring),
    current_period_start: created,
    customer: customer.id,
    default_payment_method: null,
    description: null,
    ended_at: ended,
    items: [{ id: newId(random, 'si'), price: price.id, quantity, created }],
    latest_invoice: null,
    metadata: random.chance(0.6) ? {} : { source: random.pick(['web', 'sales']) },
    status,
    trial_end: null,
    trial_start: null,
  });
  seedInvoice(world, random, customer.id, created, id);
  if (status === 'past_due') update(world.customers, customer.id, { delinquent: true });
}

function seedInvoice(
  world: BillingWorld,
  random: Random,
  customerId: string,
  created: number,
  subscriptionId: string | undefined,
): void {
  const customer = world.customers.get(customerId) as Customer;
  const subscription = subscriptionId === undefined ? undefined : world.subscriptions.get(subscriptionId);
  const item = subscription?.items[0];
  const price = item === undefined ? undefined : world.prices.get(item.price);
  const quantity = item?.quantity ?? 1;
  const amount = price === undefined ? random.between(20, 400) * 100 : price.unit_amount * quantity;
  const status = subscription === undefined ? 'open' : subscription.status === 'past_due' ? 'open' : 'paid';
  const paid = status === 'paid';
  const id = newId(random, 'in');
  const sequence = customer.next_invoice_sequence;
  world.invoices.set(id, {
    id,
    amount_paid: paid ? amount : 0,
    attempt_count: subscription === undefined ? 0 : 1,
    auto_advance: !paid && subscription !== undefined,
    billing_reason: subscription === undefined ? 'manual' : 'subscription_create',
    collection_method: subscription === undefined ? 'send_invoice' : 'charge_automatically',
    created,
    currency: price?.currency ?? 'usd',
    customer: customer.id,
    customer_email: customer.email,
    customer_name: customer.name,
    description: null,
    due_date: subscription === undefined ? created + 30 * 86_400 : null,
    hosted_invoice_url: hostedUrl(id),
    lines: [
      {
        id: newId(random, 'il'),
        amount,
        description: price === undefined ? 'Consulting' : lineText(world, price, quantity),
        invoice_item: null,
        period: { end: subscription?.current_period_end ?? created, start: created },
        price: price?.id ?? null,
        quantity,
        subscription: subscriptionId ?? null,
      },
    ],
    metadata: {},
    number: numberOf(customer.invoice_prefix, sequence),
    status,
    finalized_at: created,
    paid_at: paid ? created + 4 : null,
    voided_at: null,
    subscription: subscriptionId ?? null,
  });
  update(world.customers, customer.id, {
    next_invoice_sequence: sequence + 1,
    currency: customer.currency ?? price?.currency ?? 'usd',
  });
  if (subscriptionId !== undefined) update(world.subscriptions, subscriptionId, { latest_invoice: id });
}

const SEED = createBillingWorld(0);
const COLD_CUSTOMERS = new Set([...SEED.customers.keys()].filter((_, index) => index % 5 >= 2 && index % 2 === 0));
const COLD = new Set([
  ...COLD_CUSTOMERS,
  ...[...SEED.subscriptions.values(), ...SEED.invoices.values()]
    .filter(({ customer }) => COLD_CUSTOMERS.has(customer))
    .map(({ id }) => id),
  ...[...SEED.products.values()].filter(({ name }) => ['Business', 'Training day'].includes(name)).map(({ id }) => id),
  ...[...SEED.prices.values()].filter((_, index) => index % 3 === 2).map(({ id }) => id),
]);

/** Seed objects that no session addresses or names; lists show them. */
export const isColdId = (id: string): boolean => COLD.has(id);
