import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Random } from '../random.ts';
import type { ReferenceSend } from '../reference-api.ts';
import { createSessionClient } from '../session-client.ts';
import type { Answer, SessionClient } from '../session-client.ts';
import { sessionsOf } from '../sessions-of.ts';
import type { Workflow } from '../sessions-of.ts';
import { asciiSlug, FAMILY_NAMES, GIVEN_NAMES, NOTES } from '../words.ts';
import { SHOP_ORIGIN, STAFF_KEY } from './shop-origin.ts';
import { isCold } from './shop-world.ts';

const SEEDED = { products: 38, customers: 26, orders: 44 } as const;

const WORKFLOWS: Readonly<Record<string, Workflow>> = {
  'nightly-export': (send) => {
    const client = staff(send);
    client.call('GET /v1/categories');
    for (const name of ['products', 'customers', 'orders']) {
      let next: string | undefined = `/v1/${name}?per_page=20`;
      while (next !== undefined) {
        const answer: Answer = client.call(`GET ${next}`);
        next = /<https?:\/\/[^/]+([^>]+)>; rel="next"/.exec(answer.header('link') ?? '')?.[1];
      }
    }
  },
  'phone-order': (send, random) => {
    const client = staff(send);
    const customer = pick(random, client.call('GET /v1/customers?page=1&per_page=25'), 'customers');
    client.call(`GET /v1/customers?email=${encodeURIComponent(String(customer['email']))}`);
    const product = inStock(client, random);
    client.call(`GET /v1/products/${product}`);
    const items = [
      { product_id: product, quantity: random.between(1, 2) },
      { product_id: inStock(client, random), quantity: 1 },
    ];
    const order = client.call('POST /v1/orders', {
      json: { customer_id: customer['id'], items, note: random.chance(0.5) ? random.pick(NOTES) : null },
    });
    client.call(`GET /v1/orders/${order.text('$.id')}`);
    client.call(`GET /v1/products/${product}`);
    if (random.chance(0.7)) client.call(`POST /v1/orders/${order.text('$.id')}/pay`);
    client.call(`GET /v1/customers/${customer['id']}`);
  },
  fulfilment: (send, random) => {
    const client = staff(send);
    const order = pick(random, client.call('GET /v1/orders?status=paid'), 'orders');
    client.call(`GET /v1/orders/${order['id']}`);
    client.call(`POST /v1/orders/${order['id']}/ship`, {
      json: { tracking_number: `1Z${random.text(10, '0123456789')}` },
    });
    client.call(`GET /v1/orders/${order['id']}`);
    client.call('GET /v1/orders?status=shipped&per_page=5');
    if (random.chance(0.5)) client.call(`POST /v1/orders/${order['id']}/cancel`);
  },
  'catalogue-edit': (send, random) => {
    const client = staff(send);
    const product = pick(random, client.call(`GET /v1/products?page=${random.between(1, 3)}`), 'products');
    const { id, created_at: _created, updated_at: _updated, ...fields } = product;
    client.call(`GET /v1/products/${id}`);
    client.call(`PATCH /v1/products/${id}`, {
      json: random.chance(0.5) ? { price: random.between(5, 90) * 100 - 1 } : { description: null, tags: ['sale'] },
    });
    client.call(`GET /v1/products/${id}`);
    client.call(`PUT /v1/products/${id}`, { json: { ...fields, stock: random.between(20, 80), active: true } });
    client.call(`GET /v1/products/${id}`);
    client.call(`GET /v1/categories/${random.between(1, 5)}`);
    if (random.chance(0.4)) client.call(`PATCH /v1/products/${id}`, { json: { name: '' } });
    if (random.chance(0.4)) client.call('GET /v1/categories/99');
  },
  'new-product': (send, random, index) => {
    const client = staff(send);
    const sku = `${random.pick(['LMP', 'KIT'])}-${7000 + index}`;
    const name = random.pick(['Cork Board', 'Desk Lamp Mini', 'Bread Bin', 'Picnic Rug']);
    if (random.chance(0.6)) client.call('POST /v1/products', { json: { sku, name } });
    const product = client.call('POST /v1/products', {
      json: {
        sku,
        name,
        price: random.between(4, 120) * 100,
        ...(random.chance(0.5) ? { stock: 25, category_id: random.between(1, 5), tags: ['new'] } : {}),
      },
    });
    const id = product.text('$.id');
    client.call(`GET /v1/products/${id}`);
    client.call('POST /v1/products', { json: { sku, name: `${name} II`, price: 1500 } });
    client.call(`PATCH /v1/products/${id}`, {
      json: { description: 'Back in stock soon.', stock: random.between(5, 60) },
    });
    client.call(`GET /v1/products?q=${sku}`);
    if (random.chance(0.5)) {
      client.call(`DELETE /v1/products/${id}`);
      client.call(`GET /v1/products/${id}`);
    }
  },
  'new-customer': (send, random, index) => {
    const client = staff(send);
    const name = `${random.pick(GIVEN_NAMES)} ${random.pick(FAMILY_NAMES)}`;
    const email = `${asciiSlug(name)}${index}@mail.test`;
    if (random.chance(0.5)) client.call('POST /v1/customers', { json: { name, email: 'not-an-address' } });
    const customer = client.call('POST /v1/customers', {
      json: {
        name,
        email,
        ...(random.chance(0.6)
          ? {
              phone: `+46 8 ${index}21 90 00`,
              address: { street: '4 Mill Lane', city: 'Leeds', zip: null, country: 'GB' },
            }
          : {}),
      },
    });
    const id = customer.text('$.id');
    if (random.chance(0.6)) client.call('POST /v1/customers', { json: { name, email } });
    client.call(`GET /v1/customers/${id}`);
    client.call(`PATCH /v1/customers/${id}`, {
      json: random.chance(0.5) ? { phone: null } : { address: { city: 'Lisbon', zip: '1200-109' } },
    });
    client.call(`GET /v1/customers/${id}`);
    client.call(`GET /v1/customers?email=${encodeURIComponent(email)}`);
    if (random.chance(0.75)) {
      client.call(`DELETE /v1/customers/${id}`);
      client.call(`GET /v1/customers/${id}`);
    }
  },
  'order-correction': (send, random) => {
    const client = staff(send);
    const customer = pick(random, client.call('GET /v1/customers?per_page=15'), 'customers');
    const product = inStock(client, random);
    const created = client.call('POST /v1/orders', {
      json: { customer_id: customer['id'], items: [{ product_id: product, quantity: 2 }] },
    });
    const order = `/v1/orders/${created.text('$.id')}`;
    client.call(`POST ${order}/items`, { json: { product_id: inStock(client, random), quantity: 1 } });
    client.call(`GET ${order}`);
    client.call(`DELETE ${order}/items/1`);
    client.call(`GET /v1/products/${product}`);
    client.call(`PATCH ${order}`, { json: { note: random.pick(NOTES) } });
    client.call(`GET ${order}`);
    client.call(`POST ${order}/cancel`);
    client.call(`GET ${order}`);
    client.call(`POST ${order}/cancel`);
    client.call(`GET /v1/orders?customer_id=${customer['id']}`);
    if (random.chance(0.4)) client.call(`DELETE ${order}/items/9`);
  },
  mistakes: (send, random) => {
    const client = staff(send);
    const customer = pick(random, client.call('GET /v1/customers'), 'customers');
    const product = inStock(client, random);
    client.call('POST /v1/orders', {
      json: { customer_id: customer['id'], items: [{ product_id: product, quantity: 5000 }] },
    });
    client.call('POST /v1/orders', { json: { customer_id: customer['id'], items: [] } });
    if (random.chance(0.6))
      client.call('POST /v1/orders', {
        json: { customer_id: 9000 + random.between(1, 99), items: [{ product_id: product }] },
      });
    client.call(`GET /v1/orders/${random.between(8000, 9000)}`);
    const paid = pick(random, client.call('GET /v1/orders?status=paid'), 'orders');
    client.call(`POST /v1/orders/${paid['id']}/pay`);
    const pending = pick(random, client.call('GET /v1/orders?status=pending'), 'orders');
    client.call(`POST /v1/orders/${pending['id']}/ship`, { json: { tracking_number: '1Z0000000000' } });
    const [item] = Array.isArray(pending['items']) ? (pending['items'] as readonly JsonObject[]) : [];
    if (item !== undefined && !isCold(Number(item['product_id'])))
      client.call(`DELETE /v1/products/${item['product_id']}`);
    client.call(`GET /v1/products/${random.between(700, 800)}`);
    client.call(`PATCH /v1/customers/${random.between(700, 800)}`, { json: { phone: '+44 20 7946 1111' } });
    client.call(`POST /v1/orders/${random.between(8000, 9000)}/pay`);
  },
  browse: (send, random) => {
    const client = staff(send);
    client.call(`GET /v1/products?category_id=${random.between(1, 6)}`);
    client.call(`GET /v1/products?active=${random.pick(['true', 'false'])}&per_page=15`);
    client.call(`GET /v1/products?sort=${random.pick(['price', '-price'])}&page=2&per_page=10`);
    client.call(`GET /v1/products?q=${random.pick(['lamp', 'walnut', 'KIT', 'zzz'])}`);
    const orders = client.call(`GET /v1/orders?page=${random.between(1, 4)}&per_page=10`);
    const order = pick(random, orders, 'orders');
    client.call(`GET /v1/orders/${order['id']}`);
    client.call(`GET /v1/orders?status=${random.pick(['pending', 'cancelled', 'shipped'])}&page=1&per_page=5`);
    client.call('GET /v1/products?page=40');
  },
  'stale-key': (send, random) => {
    const stale = createSessionClient(send, SHOP_ORIGIN, { 'x-api-key': 'shp_live_rotated0000000000' });
    stale.call('GET /v1/products');
    stale.call('GET /v1/orders');
    const client = staff(send);
    const order = pick(random, client.call('GET /v1/orders?status=pending'), 'orders');
    client.call(`POST /v1/orders/${order['id']}/pay`);
    client.call(`GET /v1/orders/${order['id']}`);
  },
};

export function shopSessions(seed: number, count: number): ReturnType<typeof sessionsOf> {
  return sessionsOf(WORKFLOWS, seed, count);
}

function staff(send: ReferenceSend): SessionClient {
  return createSessionClient(send, SHOP_ORIGIN, { 'x-api-key': STAFF_KEY });
}

/** A row that sessions may address; seed entities kept cold are only ever listed. */
function pick(random: Random, answer: Answer, kind: keyof typeof SEEDED): JsonObject {
  const rows = answer.rows('$').filter(isJsonObject);
  return random.pick(rows.filter(({ id }) => Number(id) > SEEDED[kind] || !isCold(Number(id))));
}

function inStock(client: SessionClient, random: Random): number {
  const rows = client.call('GET /v1/products?active=true&per_page=25').rows('$').filter(isJsonObject);
  return Number(random.pick(rows.filter(({ id, stock }) => !isCold(Number(id)) && Number(stock) > 3))['id']);
}
