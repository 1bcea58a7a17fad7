import { REPLACEMENT_ANSWERS } from '../data/replies.ts';
import { PRODUCTS } from '../data/products.ts';
import type { Casebook } from '../casebook.ts';
import type { OrderView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import { findCustomer, findOrder, findTicket } from './find.ts';
import type { Page } from './find.ts';
import { customerOf, say, solve } from './ticket-steps.ts';

/** Sends a new item for a faulty one, free of charge, with consumables at their price. */
export const replacementOrder: Workflow = {
  name: 'replacement-order',
  sessions: 8,
  who: 'anyone',
  run: async ({ desk, book, random, turn }) => {
    const file = book.take({
      kinds: ['replacement', 'refund'],
      statuses: ['new', 'open', 'pending', 'solved'],
      order: ({ status }) => status === 'shipped' || status === 'delivered',
    });
    const ticket = await findTicket(desk, file);
    const customer = await customerOf(desk, ticket);
    const old = await findOrder(desk, file.orderNumber ?? '');
    const [faulty] = old.items;
    const whole = {
      customer_id: customer.id,
      currency: old.currency,
      items: [
        { sku: faulty?.sku, quantity: faulty?.quantity, unit_price: 0 },
        ...(turn % 2 === 0 ? [{ sku: 'LBL-57', quantity: random.int(2, 9), unit_price: 1185 }] : []),
        ...(turn % 3 === 1 ? [{ sku: 'BAT-34', quantity: 1, unit_price: 3870 - random.int(90, 400) }] : []),
      ],
      ...(old.shipping_address === null ? {} : { shipping_address: old.shipping_address }),
    };
    if (turn % 4 === 1) await desk.post('/v1/orders', { ...whole, items: [] }, 422);
    if (turn % 4 === 3)
      await desk.post('/v1/orders', { ...whole, items: [{ sku: 'SCN-211', quantity: 1, unit_price: 0 }] }, 422);
    const order = await desk.post<OrderView>('/v1/orders', whole);
    learn(book, order, customer.email);
    await desk.get<OrderView>(`/v1/orders/${order.id}`);
    await say(desk, ticket, random.pick(REPLACEMENT_ANSWERS), { name: customer.name, order: order.number });
    if (file.status !== 'solved') await solve(desk, file, ticket);
  },
};

/** Takes an order on the phone. */
export const orderByPhone: Workflow = {
  name: 'order-by-phone',
  sessions: 8,
  who: 'anyone',
  run: async ({ desk, book, random, turn }) => {
    const customer = await findCustomer(desk, book.customer().email);
    const earlier = await desk.get<Page<OrderView>>(`/v1/orders?customer_id=${customer.id}&sort=-placed_at`);
    const items = random
      .shuffle(PRODUCTS)
      .slice(0, 1 + (turn % 3))
      .map(({ sku, price }) => ({
        sku,
        quantity: random.pick([1, 1, 2, 3, 5]),
        unit_price: price - random.int(0, 9) * 35,
      }));
    const address = earlier.data[0]?.shipping_address ?? null;
    const whole = {
      customer_id: customer.id,
      items,
      ...(turn % 3 === 0 ? {} : { currency: customer.locale.endsWith('GB') ? 'GBP' : 'EUR' }),
      ...(address === null ? {} : { shipping_address: address }),
    };
    if (turn % 4 === 2) await desk.post('/v1/orders', { ...whole, currency: 'CHF' }, 422);
    if (turn % 5 === 3) await desk.post('/v1/orders', { ...whole, customer_id: undefined }, 422);
    const key = { 'Idempotency-Key': `phone-${customer.id}-${turn}` };
    const order = await desk.post<OrderView>('/v1/orders', whole, 201, turn % 2 === 0 ? {} : key);
    if (turn % 4 === 1) await desk.post<OrderView>('/v1/orders', whole, 201, key);
    learn(book, order, customer.email);
    await desk.get<OrderView>(`/v1/orders/${order.id}`);
    await desk.get<Page<OrderView>>(`/v1/orders?customer_id=${customer.id}`);
  },
};

function learn(book: Casebook, order: OrderView, customerEmail: string): void {
  const { number, total, status } = order;
  book.orders.set(number, { number, customerEmail, total, status, refunded: 0 });
}
