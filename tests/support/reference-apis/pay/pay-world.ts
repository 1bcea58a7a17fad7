import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';
import { asciiSlug, FAMILY_NAMES, GIVEN_NAMES } from '../words.ts';

export type Metadata = Readonly<Record<string, string>>;

export interface Customer {
  readonly id: string;
  readonly object: 'customer';
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly description: string | null;
  readonly metadata: Metadata;
  readonly created: number;
  readonly livemode: false;
}

export interface Charge {
  readonly id: string;
  readonly object: 'charge';
  readonly amount: number;
  readonly amount_captured: number;
  readonly amount_refunded: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly metadata: Metadata;
  readonly captured: boolean;
  readonly refunded: boolean;
  readonly status: 'succeeded';
  readonly payment_method_details: {
    readonly type: 'card';
    readonly card: { readonly brand: string; readonly last4: string };
  };
  readonly created: number;
}

export interface Refund {
  readonly id: string;
  readonly object: 'refund';
  readonly amount: number;
  readonly charge: string;
  readonly currency: string;
  readonly reason: string | null;
  readonly status: 'succeeded';
  readonly metadata: Metadata;
  readonly created: number;
}

export interface PayWorld {
  readonly random: Random;
  /** in order of creation; lists show the newest first */
  readonly customers: Map<string, Customer>;
  readonly deleted: Set<string>;
  readonly charges: Map<string, Charge>;
  readonly refunds: Map<string, Refund>;
  readonly idempotent: Map<string, { readonly print: string; readonly response: Uint8Array; readonly status: number }>;
}

export const PAY_ORIGIN = 'https://api.pay.test';
export const PAY_KEY = 'sk_test_51Hq8vK2mXw9LrTz';
export const CARDS: Readonly<Record<string, readonly [string, string]>> = {
  tok_visa: ['visa', '4242'],
  tok_mastercard: ['mastercard', '4444'],
  tok_amex: ['amex', '8431'],
};

export function newId(random: Random, prefix: 'cus' | 'ch' | 're'): string {
  return `${prefix}_${random.text(prefix === 'cus' ? 14 : 24)}`;
}

export function createPayWorld(seed: number): PayWorld {
  const random = createRandom(31337);
  const world: PayWorld = {
    random: createRandom(seed),
    customers: new Map(),
    deleted: new Set(),
    charges: new Map(),
    refunds: new Map(),
    idempotent: new Map(),
  };
  let created = Math.floor(Date.UTC(2023, 8, 4, 7, 0) / 1000);
  for (let index = 0; index < 28; index++) {
    created += random.between(900, 420_000);
    const id = newId(random, 'cus');
    const name = `${random.pick(GIVEN_NAMES)} ${random.pick(FAMILY_NAMES)}`;
    world.customers.set(id, {
      id,
      object: 'customer',
      name: random.chance(0.15) ? null : name,
      email: random.chance(0.1) ? null : `${asciiSlug(name)}@${random.pick(['shopper.test', 'example.org'])}`,
      phone: random.chance(0.7) ? null : `+4930${random.between(100000, 999999)}`,
      description: random.chance(0.6) ? null : random.pick(['VIP', 'Imported from the old shop', 'wholesale – net 30']),
      metadata: random.chance(0.5)
        ? {}
        : { crm_id: String(random.between(100, 999)), ...(random.chance(0.3) ? { tier: 'gold' } : {}) },
      created,
      livemode: false,
    });
  }
  for (let index = 0; index < 46; index++) {
    created += random.between(600, 160_000);
    const id = newId(random, 'ch');
    const amount = random.pick([990, 1500, 2599, 4900, 12_000, 73_050]);
    const captured = !random.chance(0.15);
    const refund = captured && random.chance(0.25) ? (random.chance(0.5) ? amount : Math.round(amount / 3)) : 0;
    const [brand, last4] = random.pick(Object.values(CARDS));
    const currency = random.pick(['eur', 'eur', 'usd']);
    world.charges.set(id, {
      id,
      object: 'charge',
      amount,
      amount_captured: captured ? amount : 0,
      amount_refunded: refund,
      currency,
      customer: random.chance(0.2) ? null : random.pick([...world.customers.keys()]),
      description: random.chance(0.4) ? null : `Order ${random.between(2000, 3000)}`,
      metadata: random.chance(0.6) ? {} : { order_id: String(random.between(2000, 3000)) },
      captured,
      refunded: refund === amount,
      status: 'succeeded',
      payment_method_details: { type: 'card', card: { brand, last4 } },
      created,
    });
    if (refund > 0) {
      const re = newId(random, 're');
      world.refunds.set(re, {
        id: re,
        object: 'refund',
        amount: refund,
        charge: id,
        currency,
        reason: random.pick([null, 'requested_by_customer', 'duplicate']),
        status: 'succeeded',
        metadata: {},
        created: created + 300,
      });
    }
  }
  return world;
}

const SEED = createPayWorld(0);
const COLD = new Set(
  [SEED.customers, SEED.charges, SEED.refunds].flatMap((table) =>
    [...table.keys()].filter((_, index) => index % 5 >= 3),
  ),
);

/** Seed objects that no session addresses, only lists. */
export const isColdId = (id: string): boolean => COLD.has(id);
