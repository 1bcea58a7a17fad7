import { isJsonObject } from '../json.ts';
import type { JsonValue } from '../json.ts';
import { jsonReply } from '../reply.ts';
import type { Call, Route } from '../router.ts';
import { bodyOf, notFound, refuse, refuseInvalid } from './shop-errors.ts';
import { pageOf } from './shop-paging.ts';
import { iso } from './shop-world.ts';
import type { Order, OrderLine, ShopWorld } from './shop-world.ts';

type Reply = ReturnType<typeof jsonReply>;

export const SHOP_ORDER_ROUTES: readonly Route<ShopWorld>[] = [
  { operation: 'orders.list', method: 'GET', pattern: '/v1/orders', handle: listOrders },
  { operation: 'orders.create', method: 'POST', pattern: '/v1/orders', handle: createOrder },
  {
    operation: 'orders.get',
    method: 'GET',
    pattern: '/v1/orders/{id}',
    handle: (call) => jsonReply(200, show(orderAt(call))),
  },
  { operation: 'orders.update', method: 'PATCH', pattern: '/v1/orders/{id}', handle: patchOrder },
  { operation: 'orders.items.add', method: 'POST', pattern: '/v1/orders/{id}/items', handle: addItem },
  { operation: 'orders.items.remove', method: 'DELETE', pattern: '/v1/orders/{id}/items/{line}', handle: removeItem },
  { operation: 'orders.pay', method: 'POST', pattern: '/v1/orders/{id}/pay', handle: pay },
  { operation: 'orders.ship', method: 'POST', pattern: '/v1/orders/{id}/ship', handle: ship },
  { operation: 'orders.cancel', method: 'POST', pattern: '/v1/orders/{id}/cancel', handle: cancel },
];

/** Tax 20 % rounded; shipping is free from 100.00, and for an order without lines. All in cents. */
function amountsOf({ lines }: Pick<Order, 'lines'>): {
  subtotal: number;
  tax: number;
  shipping: number;
  total: number;
} {
  const subtotal = lines.reduce((sum, { quantity, unit_price }) => sum + quantity * unit_price, 0);
  const tax = Math.round(subtotal * 0.2);
  const shipping = subtotal >= 10_000 || subtotal === 0 ? 0 : 490;
  return { subtotal, tax, shipping, total: subtotal + tax + shipping };
}

export function totalOf(order: Order): number {
  return amountsOf(order).total;
}

function show(order: Order): object {
  const { id, number, customer_id, status, lines, ...rest } = order;
  const items = lines.map((line) => ({ ...line, subtotal: line.quantity * line.unit_price }));
  return { id, number, customer_id, status, items, item_count: items.length, ...amountsOf(order), ...rest };
}

function orderAt(call: Call<ShopWorld>): Order {
  const order = call.state.orders.get(Number(call.param('id')));
  if (order === undefined) throw notFound('Order');
  return order;
}

function listOrders(call: Call<ShopWorld>): Reply {
  const [status, customer] = [call.query.get('status'), call.query.get('customer_id')];
  const rows = [...call.state.orders.values()]
    .filter((order) => status === null || order.status === status)
    .filter((order) => customer === null || String(order.customer_id) === customer)
    .toReversed();
  return pageOf(call, rows.map(show));
}

function createOrder(call: Call<ShopWorld>): Reply {
  const body = bodyOf(call);
  const { customer_id, items, note = null } = body;
  if (!call.state.customers.has(Number(customer_id))) refuseInvalid({ customer_id: ['does not exist'] });
  if (!Array.isArray(items) || items.length === 0) refuseInvalid({ items: ["can't be empty"] });
  const lines = (items as readonly JsonValue[]).map((item, index) => lineOf(call, item, index + 1));
  const needed = new Map<number, number>();
  for (const line of lines) needed.set(line.product_id, (needed.get(line.product_id) ?? 0) + line.quantity);
  for (const [product, quantity] of needed) requireStock(call, product, quantity);
  for (const [product, quantity] of needed) moveStock(call, product, -quantity);
  const id = call.state.next.order++;
  const order: Order = {
    id,
    number: `SO-${1000 + id}`,
    customer_id: Number(customer_id),
    status: 'pending',
    lines,
    note: note as string | null,
    placed_at: iso(call.at),
    paid_at: null,
    shipped_at: null,
    cancelled_at: null,
    tracking_number: null,
    updated_at: iso(call.at),
  };
  call.state.orders.set(id, order);
  return jsonReply(201, show(order), { location: `/v1/orders/${id}` });
}

function patchOrder(call: Call<ShopWorld>): Reply {
  const body = bodyOf(call);
  const order = orderAt(call);
  if (order.status === 'shipped' || order.status === 'cancelled') throw stateConflict('order_locked', order);
  const { note } = body;
  if (note !== undefined && note !== null && typeof note !== 'string') refuseInvalid({ note: ['must be text'] });
  return save(call, order, note === undefined ? {} : { note: note as string | null });
}

function addItem(call: Call<ShopWorld>): Reply {
  const order = orderAt(call);
  const line = lineOf(call, bodyOf(call), Math.max(0, ...order.lines.map((other) => other.line)) + 1);
  if (order.status !== 'pending') throw stateConflict('order_not_editable', order);
  requireStock(call, line.product_id, line.quantity);
  moveStock(call, line.product_id, -line.quantity);
  return save(call, order, { lines: [...order.lines, line] }, 201);
}

function removeItem(call: Call<ShopWorld>): Reply {
  const order = orderAt(call);
  const line = order.lines.find((other) => String(other.line) === call.param('line'));
  if (line === undefined) throw notFound('Item');
  if (order.status !== 'pending') throw stateConflict('order_not_editable', order);
  moveStock(call, line.product_id, line.quantity);
  return save(call, order, { lines: order.lines.filter((other) => other !== line) });
}

function pay(call: Call<ShopWorld>): Reply {
  const order = orderAt(call);
  if (order.status !== 'pending') throw stateConflict('order_not_payable', order);
  return save(call, order, { status: 'paid', paid_at: iso(call.at) });
}

function ship(call: Call<ShopWorld>): Reply {
  const order = orderAt(call);
  const { tracking_number } = bodyOf(call);
  if (typeof tracking_number !== 'string') refuseInvalid({ tracking_number: ["can't be blank"] });
  if (order.status !== 'paid') throw stateConflict('order_not_shippable', order);
  return save(call, order, { status: 'shipped', shipped_at: iso(call.at), tracking_number: tracking_number as string });
}

function cancel(call: Call<ShopWorld>): Reply {
  const order = orderAt(call);
  if (order.status === 'shipped' || order.status === 'cancelled') throw stateConflict('order_not_cancellable', order);
  for (const line of order.lines) moveStock(call, line.product_id, line.quantity);
  return save(call, order, { status: 'cancelled', cancelled_at: iso(call.at) });
}

function save(call: Call<ShopWorld>, order: Order, change: Partial<Order>, status = 200): Reply {
  const saved: Order = { ...order, ...change, updated_at: iso(call.at) };
  call.state.orders.set(order.id, saved);
  return jsonReply(status, show(saved));
}

function stateConflict(error: string, { status }: Order): Error {
  return refuse(409, error, `Not possible while the order is ${status}`, { status });
}

function lineOf(call: Call<ShopWorld>, item: JsonValue, line: number): OrderLine {
  const { product_id, quantity = 1 } = isJsonObject(item) ? item : {};
  const product = call.state.products.get(Number(product_id));
  if (product === undefined) {
    refuseInvalid({ product_id: ['does not exist'] });
    throw new Error('unreachable');
  }
  if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 1) {
    refuseInvalid({ quantity: ['must be greater than 0'] });
  }
  const { id, sku, name, price } = product;
  return { line, product_id: id, sku, name, quantity: quantity as number, unit_price: price };
}

function requireStock(call: Call<ShopWorld>, productId: number, quantity: number): void {
  const stock = call.state.products.get(productId)?.stock ?? 0;
  if (stock < quantity) {
    throw refuse(409, 'out_of_stock', 'Not enough stock', {
      product_id: productId,
      requested: quantity,
      available: stock,
    });
  }
}

function moveStock(call: Call<ShopWorld>, productId: number, change: number): void {
  const product = call.state.products.get(productId);
  if (product !== undefined) product.stock += change;
}
