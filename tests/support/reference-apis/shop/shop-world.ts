import { asciiSlug, CITIES, FAMILY_NAMES, GIVEN_NAMES, NOTES, STREETS } from '../words.ts';
import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';

export interface Category {
  readonly id: number;
  readonly name: string;
  readonly slug: string;
  readonly parent_id: number | null;
}

export interface Product {
  id: number;
  sku: string;
  name: string;
  description: string | null;
  price: number;
  stock: number;
  category_id: number | null;
  tags: readonly string[];
  active: boolean;
  created_at: string;
  updated_at: string;
}

export interface Address {
  readonly street?: string;
  readonly city?: string;
  readonly zip?: string | null;
  readonly country?: string;
}

export interface Customer {
  id: number;
  name: string;
  email: string;
  phone: string | null;
  address: Address | null;
  created_at: string;
  updated_at: string;
}

export interface OrderLine {
  readonly line: number;
  readonly product_id: number;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unit_price: number;
}

export interface Order {
  id: number;
  number: string;
  customer_id: number;
  status: 'pending' | 'paid' | 'shipped' | 'cancelled';
  lines: readonly OrderLine[];
  note: string | null;
  placed_at: string;
  paid_at: string | null;
  shipped_at: string | null;
  cancelled_at: string | null;
  tracking_number: string | null;
  updated_at: string;
}

export interface ShopWorld {
  readonly random: Random;
  readonly categories: ReadonlyMap<number, Category>;
  readonly products: Map<number, Product>;
  readonly customers: Map<number, Customer>;
  readonly orders: Map<number, Order>;
  next: { product: number; customer: number; order: number };
}

/** Seed entities that no session addresses, only lists. */
export const isCold = (id: number): boolean => id % 5 >= 3;

const ADJECTIVES = [
  'Walnut',
  'Brushed Steel',
  'Linen',
  'Recycled',
  'Compact',
  'Folding',
  'Matte',
  'Nordic',
  'Oversized',
];
const THINGS = [
  'Desk Lamp',
  'Side Table',
  'Mug Set (4)',
  'Throw Blanket',
  'Wall Clock',
  'Bookend',
  'Planter',
  'Shelf 60×20',
];
const TAGS = ['new', 'sale', 'eco', 'gift', 'bulky', 'last-chance'];

export function createShopWorld(seed: number): ShopWorld {
  const random = createRandom(4021);
  const categories = new Map<number, Category>();
  for (const [index, name] of [
    'Lighting',
    'Furniture',
    'Kitchen',
    'Textiles',
    'Décor',
    'Desk Lamps',
    'Outlet',
  ].entries()) {
    categories.set(index + 1, {
      id: index + 1,
      name,
      slug: asciiSlug(name),
      parent_id: name === 'Desk Lamps' ? 1 : null,
    });
  }
  const products = new Map<number, Product>();
  for (let id = 1; id <= 38; id++) {
    if (id === 6 || id === 17) continue; // deleted long ago
    const created = day(random, 400);
    products.set(id, {
      id,
      sku: `${random.pick(['LMP', 'FRN', 'KIT', 'TX'])}-${1000 + id * 7}`,
      name: `${random.pick(ADJECTIVES)} ${random.pick(THINGS)}`,
      description: random.chance(0.3)
        ? null
        : random.pick(['Made in small batches.', 'Ships flat.', 'Dishwasher safe', 'A classic – now in "sage".']),
      price: random.pick([499, 1250, 1990, 2495, 3900, 8900, 14900, 32950]),
      stock: random.chance(0.1) ? 0 : random.between(3, 140),
      category_id: random.chance(0.12) ? null : random.between(1, 6),
      tags: random.shuffle(TAGS).slice(0, random.between(0, 3)),
      active: !random.chance(0.15),
      created_at: iso(created),
      updated_at: iso(random.chance(0.5) ? created : created + random.between(60_000, 9_000_000_000)),
    });
  }
  const customers = new Map<number, Customer>();
  for (let id = 1; id <= 26; id++) {
    if (id === 12) continue;
    const name = `${random.pick(GIVEN_NAMES)} ${random.pick(FAMILY_NAMES)}`;
    const created = iso(day(random, 700));
    customers.set(id, {
      id,
      name,
      email: `${asciiSlug(name).replaceAll('-', '.')}${id % 4 === 0 ? id : ''}@${random.pick(['example.com', 'mail.test', 'posteo.test'])}`,
      phone: random.chance(0.4) ? null : `+44 20 7946 ${random.between(1000, 9999)}`,
      address: random.chance(0.2)
        ? null
        : {
            street: `${random.between(1, 210)} ${random.pick(STREETS)}`,
            city: random.pick(CITIES),
            zip: random.chance(0.2) ? null : String(random.between(10000, 99999)),
            country: random.pick(['GB', 'SE', 'PT', 'DE']),
          },
      created_at: created,
      updated_at: created,
    });
  }
  const orders = new Map<number, Order>();
  let placed = Date.UTC(2024, 0, 3, 9, 14, 31);
  for (let id = 1; id <= 44; id++) {
    placed += random.between(60_000, 150_000_000);
    orders.set(id, seedOrder(random, id, placed, [...products.values()], [...customers.keys()]));
  }
  return {
    random: createRandom(seed),
    categories,
    products,
    customers,
    orders,
    next: { product: 39, customer: 27, order: 45 },
  };
}

function seedOrder(
  random: Random,
  id: number,
  placed: number,
  products: readonly Product[],
  customers: readonly number[],
): Order {
  const status = random.pick(['pending', 'pending', 'paid', 'paid', 'shipped', 'shipped', 'cancelled'] as const);
  const chosen = random.shuffle(products).slice(0, random.between(1, 4));
  const paid = status === 'paid' || status === 'shipped' ? placed + random.between(20_000, 4_000_000) : undefined;
  const done = placed + random.between(5_000_000, 90_000_000);
  return {
    id,
    number: `SO-${1000 + id}`,
    customer_id: random.pick(customers),
    status,
    lines: chosen.map(({ id: product_id, sku, name, price }, index) => ({
      line: index + 1,
      product_id,
      sku,
      name,
      quantity: random.between(1, 3),
      unit_price: price,
    })),
    note: random.chance(0.75) ? null : random.pick(NOTES),
    placed_at: iso(placed),
    paid_at: paid === undefined ? null : iso(paid),
    shipped_at: status === 'shipped' ? iso(done) : null,
    cancelled_at: status === 'cancelled' ? iso(done) : null,
    tracking_number: status === 'shipped' ? `1Z${random.text(10, '0123456789')}` : null,
    updated_at: iso(status === 'shipped' || status === 'cancelled' ? done : (paid ?? placed)),
  };
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}

function day(random: Random, back: number): number {
  return Date.UTC(2024, 1, 20) - random.between(0, back * 86_400_000);
}
