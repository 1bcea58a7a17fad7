import type { ReferenceResponse } from '../reference-api.ts';
import type { Call, Route } from '../router.ts';
import { customerOf, seconds } from './billing-customers.ts';
import { addInvoice } from './billing-invoices.ts';
import { charge } from './billing-methods.ts';
import {
  branch,
  flag,
  integer,
  invalid,
  listReply,
  mergeMetadata,
  missing,
  paramsOf,
  required,
  text,
} from './billing-params.ts';
import type { Params } from './billing-params.ts';
import type { Line, Price, Subscription, SubscriptionItem } from './billing-rows.ts';
import { reply, rowOf } from './billing-show.ts';
import { lineText, newId, periodEnd, update } from './billing-world.ts';
import type { BillingWorld } from './billing-world.ts';

type BillingCall = Call<BillingWorld>;

const ONE = '/v1/subscriptions/{id}';
const STATUSES = ['active', 'trialing', 'past_due', 'canceled', 'all'];

export const SUBSCRIPTION_ROUTES: readonly Route<BillingWorld>[] = [
  { operation: 'subscriptions.list', method: 'GET', pattern: '/v1/subscriptions', handle: listSubscriptions },
  { operation: 'subscriptions.create', method: 'POST', pattern: '/v1/subscriptions', handle: createSubscription },
  {
    operation: 'subscriptions.get',
    method: 'GET',
    pattern: ONE,
    handle: (call) => reply(call, subscriptionAt(call).id),
  },
  { operation: 'subscriptions.update', method: 'POST', pattern: ONE, handle: updateSubscription },
  { operation: 'subscriptions.cancel', method: 'DELETE', pattern: ONE, handle: cancelSubscription },
];

/** Canceled ones are shown only where they are asked for. */
function listSubscriptions(call: BillingCall): ReferenceResponse {
  const { query } = call;
  const status = query.get('status');
  if (status !== null && !STATUSES.includes(status))
    throw invalid(undefined, `Invalid status: must be one of ${STATUSES.join(', ')}`, 'status');
  const [customer, price] = [query.get('customer'), query.get('price')];
  const rows = [...call.state.subscriptions.values()].filter(
    (row) =>
      (status === null ? row.status !== 'canceled' : status === 'all' || row.status === status) &&
      (customer === null || row.customer === customer) &&
      (price === null || row.items.some((item) => item.price === price)),
  );
  return listReply(call, rows, rowOf(call));
}

function subscriptionAt(call: BillingCall): Subscription {
  const subscription = call.state.subscriptions.get(call.param('id'));
  if (subscription === undefined) throw missing('subscription', call.param('id'));
  return subscription;
}

function createSubscription(call: BillingCall): ReferenceResponse {
  const { state, at } = call;
  const params = paramsOf(call, [
    'customer',
    'items',
    'trial_period_days',
    'metadata',
    'description',
    'default_payment_method',
    'cancel_at_period_end',
    'expand',
  ]);
  const customer = customerOf(state, required(params, 'customer'), 'customer');
  const given = Object.values(branch(params, 'items')).filter((item) => typeof item === 'object');
  if (given.length === 0) throw invalid('parameter_missing', 'Missing required param: items.', 'items');
  const wanted = given.map((item, index) => ({
    price: priceOf(state, item, index),
    quantity: quantityOf(item, index) ?? 1,
  }));
  const first = wanted[0]?.price as Price;
  if (customer.currency !== null && customer.currency !== first.currency)
    throw invalid(
      undefined,
      `You cannot combine currencies on a single customer. This customer has had a subscription or invoice in ${customer.currency}.`,
    );
  const method = text(params, 'default_payment_method', null);
  if (method !== null && state.methods.get(method)?.customer !== customer.id)
    throw missing('PaymentMethod', method, 'default_payment_method', 400);
  const trial = integer(params, 'trial_period_days') ?? 0;
  if (trial === 0) charge(state, customer, method);
  const now = seconds(at);
  const end = trial === 0 ? periodEnd(now, first.recurring) : now + trial * 86_400;
  const ends = flag(params, 'cancel_at_period_end', false);
  const subscription: Subscription = {
    id: newId(state.random, 'sub'),
    billing_cycle_anchor: trial === 0 ? now : end,
    cancel_at: ends ? end : null,
    cancel_at_period_end: ends,
    canceled_at: ends ? now : null,
    created: now,
    currency: first.currency,
    current_period_end: end,
    current_period_start: now,
    customer: customer.id,
    default_payment_method: method,
    description: text(params, 'description', null),
    ended_at: null,
    items: wanted.map(({ price, quantity }) => ({
      id: newId(state.random, 'si'),
      price: price.id,
      quantity,
      created: now,
    })),
    latest_invoice: null,
    metadata: mergeMetadata(params, {}),
    status: trial === 0 ? 'active' : 'trialing',
    trial_end: trial === 0 ? null : end,
    trial_start: trial === 0 ? null : now,
  };
  state.subscriptions.set(subscription.id, subscription);
  const lines = wanted.map(({ price, quantity }): Line => ({
    id: newId(state.random, 'il'),
    amount: trial === 0 ? price.unit_amount * quantity : 0,
    description: trial === 0 ? lineText(state, price, quantity) : `Trial period for ${nameOf(state, price)}`,
    invoice_item: null,
    period: { end, start: now },
    price: price.id,
    quantity,
    subscription: subscription.id,
  }));
  const invoice = addInvoice(state, now, customer, {
    billing_reason: 'subscription_create',
    currency: first.currency,
    subscription: subscription.id,
    attempt_count: trial === 0 ? 1 : 0,
    lines,
    paid: true,
  });
  update(state.subscriptions, subscription.id, { latest_invoice: invoice.id });
  return reply(call, subscription.id);
}

const nameOf = (state: BillingWorld, price: Price): string => state.products.get(price.product)?.name ?? '';

function priceOf(state: BillingWorld, item: Params, index: number): Price {
  const id = item['price'];
  const param = `items[${index}][price]`;
  if (typeof id !== 'string') throw invalid('parameter_missing', `Missing required param: ${param}.`, param);
  const price = state.prices.get(id);
  if (price === undefined) throw missing('price', id, param, 400);
  if (!price.active)
    throw invalid(undefined, `The price specified is inactive. This field only accepts active prices.`, param);
  if (price.recurring === null)
    throw invalid(
      undefined,
      'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
      param,
    );
  return price;
}

function quantityOf(item: Params, index: number): number | undefined {
  const quantity = integer(item, 'quantity', `items[${index}][quantity]`);
  if (quantity !== undefined && quantity < 0)
    throw invalid(
      'parameter_invalid_integer',
      'This value must be greater than or equal to 0.',
      `items[${index}][quantity]`,
    );
  return quantity;
}

function updateSubscription(call: BillingCall): ReferenceResponse {
  const { state, at } = call;
  const subscription = subscriptionAt(call);
  const params = paramsOf(call, [
    'items',
    'metadata',
    'description',
    'cancel_at_period_end',
    'default_payment_method',
    'proration_behavior',
    'expand',
  ]);
  if (subscription.status === 'canceled')
    throw invalid(
      'resource_missing',
      'A canceled subscription can only update its cancellation_details and metadata.',
      'id',
    );
  const method = text(params, 'default_payment_method', subscription.default_payment_method);
  if (method !== null && state.methods.get(method)?.customer !== subscription.customer)
    throw missing('PaymentMethod', method, 'default_payment_method', 400);
  const items = itemsAfter(state, subscription, params, seconds(at));
  const ends = flag(params, 'cancel_at_period_end', subscription.cancel_at_period_end);
  const changed = ends !== subscription.cancel_at_period_end;
  update(state.subscriptions, subscription.id, {
    cancel_at: ends ? subscription.current_period_end : null,
    cancel_at_period_end: ends,
    canceled_at: changed ? (ends ? seconds(at) : null) : subscription.canceled_at,
    default_payment_method: method,
    description: text(params, 'description', subscription.description),
    items,
    metadata: mergeMetadata(params, subscription.metadata),
  });
  return reply(call, subscription.id);
}

/** An item with an id changes, one without is added, one marked as deleted goes. */
function itemsAfter(
  state: BillingWorld,
  subscription: Subscription,
  params: Params,
  now: number,
): readonly SubscriptionItem[] {
  let items = subscription.items;
  for (const [index, item] of Object.values(branch(params, 'items')).entries()) {
    if (typeof item !== 'object') continue;
    const id = item['id'];
    const before = items.find((one) => one.id === id);
    if (id !== undefined && before === undefined)
      throw missing('subscription item', String(id), `items[${index}][id]`, 400);
    const price = item['price'] === undefined && before !== undefined ? before.price : priceOf(state, item, index).id;
    const quantity = quantityOf(item, index) ?? before?.quantity ?? 1;
    if (before === undefined) {
      if (items.some((one) => one.price === price))
        throw invalid(undefined, `Price \`${price}\` is already on this subscription.`, `items[${index}][price]`);
      items = [...items, { id: newId(state.random, 'si'), price, quantity, created: now }];
    } else if (item['deleted'] === 'true') {
      if (items.length === 1) throw invalid(undefined, 'A subscription must have at least one active item.', 'items');
      items = items.filter((one) => one !== before);
    } else items = items.map((one) => (one === before ? { ...before, price, quantity } : one));
  }
  return items;
}

function cancelSubscription(call: BillingCall): ReferenceResponse {
  const subscription = subscriptionAt(call);
  if (subscription.status === 'canceled') throw missing('subscription', subscription.id);
  const now = seconds(call.at);
  update(call.state.subscriptions, subscription.id, { status: 'canceled', canceled_at: now, ended_at: now });
  return reply(call, subscription.id);
}
