import { conflict, notFound } from '../errors.ts';
import type { Exchange, Reply, Route } from '../exchange.ts';
import { Fields, isRecord } from '../fields.ts';
import { PRODUCTS } from '../data/products.ts';
import { CANCEL_REASONS, CURRENCIES, ORDER_STATUSES } from '../model.ts';
import type { Address, Order, OrderItem } from '../model.ts';
import { enumParameter, numberedPage, sorted } from '../pages.ts';
import { renderOrder } from '../render.ts';
import { orderTotal } from '../state.ts';
import type { HelpdeskState } from '../state.ts';

export const orderRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/orders', handle: listOrders },
  { method: 'POST', path: '/v1/orders', handle: createOrder },
  { method: 'GET', path: '/v1/orders/:id', handle: ({ state, params }) => show(state, findOrder(state, params)) },
  { method: 'PATCH', path: '/v1/orders/:id', handle: updateOrder },
  { method: 'POST', path: '/v1/orders/:id/cancel', handle: cancelOrder },
];

/** @throws ApiError 404 */
export function findOrder(state: HelpdeskState, params: Readonly<Record<string, string>>): Order {
  const order = state.orders.get(params['id'] ?? '');
  if (order === undefined) throw notFound('order');
  return order;
}

function show(state: HelpdeskState, order: Order): Reply {
  return { status: 200, body: renderOrder(state, order) };
}

function listOrders(exchange: Exchange): Reply {
  const { state, url } = exchange;
  const status = enumParameter(exchange, 'status', ORDER_STATUSES);
  const [number, customer] = ['number', 'customer_id'].map((name) => url.searchParams.get(name));
  const found = [...state.orders.values()].filter(
    (order) =>
      (status === null || order.status === status) &&
      (number === null || order.number === number) &&
      (customer === null || order.customerId === customer),
  );
  const ordered = sorted<Order>(
    exchange,
    found,
    { placed_at: (order) => order.placedAt, total: (order) => orderTotal(order) },
    '-placed_at',
  );
  return numberedPage(exchange, ordered, (order) => renderOrder(state, order));
}

function createOrder({ state, body, now }: Exchange): Reply {
  const fields = new Fields(body);
  const customerId = fields.text('customer_id', { required: true });
  if (customerId !== undefined && !state.customers.has(customerId))
    fields.reject('customer_id', 'unknown_customer', 'does not name a customer');
  const items = readItems(fields);
  const currency = fields.oneOf('currency', CURRENCIES) ?? 'EUR';
  const address = readAddress(fields, true);
  fields.done();
  const order: Order = {
    id: state.ids.id('ord'),
    number: `ORD-${++state.lastOrderNumber}`,
    customerId: customerId ?? '',
    status: 'pending',
    items,
    currency,
    shippingAddress: address === undefined ? null : { line1: '', city: '', postal_code: '', country: '', ...address },
    carrier: null,
    trackingNumber: null,
    placedAt: now,
    updatedAt: now,
    cancelledAt: null,
  };
  state.orders.set(order.id, order);
  return { status: 201, headers: { Location: `/v1/orders/${order.id}` }, body: renderOrder(state, order) };
}

function updateOrder({ state, params, body, now }: Exchange): Reply {
  const order = findOrder(state, params);
  const fields = new Fields(body);
  fields.object('shipping_address', { required: true });
  const address = readAddress(fields, false);
  fields.done();
  if (order.status !== 'pending' && order.status !== 'paid')
    throw conflict('order_not_editable', `The address of a ${order.status} order cannot be changed.`);
  const before = order.shippingAddress ?? { line1: '', city: '', postal_code: '', country: '' };
  order.shippingAddress = { ...before, ...address };
  order.updatedAt = now;
  return show(state, order);
}

function cancelOrder({ state, params, body, now }: Exchange): Reply {
  const order = findOrder(state, params);
  const fields = new Fields(body);
  fields.oneOf('reason', CANCEL_REASONS, { required: true });
  fields.done();
  if (order.status !== 'pending' && order.status !== 'paid')
    throw conflict('order_not_cancellable', `A ${order.status} order cannot be cancelled.`);
  order.status = 'cancelled';
  order.cancelledAt = now;
  order.updatedAt = now;
  return show(state, order);
}

function readItems(fields: Fields): OrderItem[] {
  const items: OrderItem[] = [];
  for (const [i, entry] of (fields.list('items', { required: true, min: 1 }) ?? []).entries()) {
    const { sku, quantity, unit_price } = isRecord(entry) ? entry : {};
    const isKnown = typeof sku === 'string' && PRODUCTS.some((product) => product.sku === sku);
    if (!isKnown) fields.reject(`items[${i}].sku`, 'unknown_sku', 'is not in the catalogue');
    else if (!isCount(quantity, 1, 200)) fields.reject(`items[${i}].quantity`, 'out_of_range', 'must be from 1 to 200');
    else if (!isCount(unit_price, 0, 5_000_000))
      fields.reject(`items[${i}].unit_price`, 'out_of_range', 'must be an amount in minor units');
    else items.push({ sku, quantity, unit_price });
  }
  return items;
}

function readAddress(fields: Fields, whole: boolean): Partial<Address> | undefined {
  const sent = fields.object('shipping_address');
  if (sent === undefined) return undefined;
  const address: Record<string, string> = {};
  for (const part of ['line1', 'city', 'postal_code', 'country']) {
    const value = sent[part];
    if (typeof value === 'string' && value.trim() !== '') address[part] = value;
    else if (value !== undefined || whole) fields.reject(`shipping_address.${part}`, 'required', 'is required');
  }
  if (address['country'] !== undefined && !/^[A-Z]{2}$/.test(address['country']))
    fields.reject('shipping_address.country', 'invalid_format', 'must be a two-letter country code');
  return address;
}

function isCount(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}
