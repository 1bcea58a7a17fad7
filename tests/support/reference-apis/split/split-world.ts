import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';
import { asciiSlug, CITIES, COMPANY_NAMES, FAMILY_NAMES, GIVEN_NAMES, STREETS } from '../words.ts';

export interface Account {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly ownerEmail: string;
  readonly status: 'active' | 'suspended';
  readonly billingAddress: {
    readonly street: string;
    readonly city: string;
    readonly postalCode: string | null;
  } | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface Member {
  readonly accountSlug: string;
  readonly email: string;
  readonly name: string;
  readonly role: 'owner' | 'admin' | 'member';
  readonly joinedAt: string;
}

export interface Subscription {
  readonly id: string;
  readonly account_id: string;
  readonly plan: string;
  readonly seats: number;
  readonly status: 'active' | 'cancelled';
  readonly started_on: string;
  readonly cancelled_on: string | null;
}

export interface Bill {
  readonly id: string;
  readonly account_id: string;
  readonly subscription_id: string | null;
  readonly amount: number;
  readonly status: 'open' | 'paid' | 'uncollectible';
  readonly due_on: string;
  readonly paid_at: string | null;
  readonly memo: string | null;
}

export interface SplitWorld {
  readonly random: Random;
  /** by slug */
  readonly accounts: Map<string, Account>;
  /** by `slug email` */
  readonly members: Map<string, Member>;
  readonly subscriptions: Map<string, Subscription>;
  readonly bills: Map<string, Bill>;
  /** when each token expires */
  readonly tokens: Map<string, number>;
  /** times of recent calls to billing, by token */
  readonly recent: Map<string, readonly number[]>;
  next: { subscription: number };
}

export const ACCOUNTS_ORIGIN = 'https://accounts.example.test';
export const BILLING_ORIGIN = 'https://billing.example.test';
export const CLIENT = { clientId: 'backoffice', clientSecret: 'bo-secret-5d1e77' } as const;
/** price per seat and month, in cents */
export const PLANS: Readonly<Record<string, number>> = { starter: 900, team: 1900, business: 3450 };

export function createSplitWorld(seed: number): SplitWorld {
  const random = createRandom(60606);
  const world: SplitWorld = {
    random: createRandom(seed),
    accounts: new Map(),
    members: new Map(),
    subscriptions: new Map(),
    bills: new Map(),
    tokens: new Map(),
    recent: new Map(),
    next: { subscription: 70_031 },
  };
  let at = Date.UTC(2022, 6, 11, 6, 45, 12);
  let subscription = 70_001;
  for (const name of COMPANY_NAMES) {
    at += random.between(9_000_000, 3_000_000_000);
    const slug = asciiSlug(name);
    const people = Array.from(
      { length: random.between(1, 4) },
      () => `${random.pick(GIVEN_NAMES)} ${random.pick(FAMILY_NAMES)}`,
    );
    const emails = people.map(
      (person, index) => `${asciiSlug(person).replaceAll('-', '.')}${index || ''}@${slug}.example`,
    );
    const id = newAccountId(random);
    world.accounts.set(slug, {
      id,
      slug,
      name,
      ownerEmail: emails[0] as string,
      status: random.chance(0.12) ? 'suspended' : 'active',
      billingAddress: random.chance(0.35)
        ? null
        : {
            street: `${random.between(1, 90)} ${random.pick(STREETS)}`,
            city: random.pick(CITIES),
            postalCode: random.chance(0.3) ? null : String(random.between(1000, 99999)),
          },
      createdAt: isoOf(at),
      updatedAt: isoOf(at + random.between(0, 900_000_000)),
    });
    for (const [index, email] of emails.entries()) {
      world.members.set(`${slug} ${email}`, {
        accountSlug: slug,
        email,
        name: people[index] as string,
        role: index === 0 ? 'owner' : random.pick(['admin', 'member', 'member']),
        joinedAt: isoOf(at + index * 86_400_000),
      });
    }
    for (let count = random.pick([0, 1, 1, 2]); count > 0; count--) {
      const plan = random.pick(Object.keys(PLANS));
      const seats = random.between(2, 60);
      const cancelled = random.chance(0.2);
      const subscriptionId = String(subscription++);
      world.subscriptions.set(subscriptionId, {
        id: subscriptionId,
        account_id: id,
        plan,
        seats,
        status: cancelled ? 'cancelled' : 'active',
        started_on: dayOf(at),
        cancelled_on: cancelled ? dayOf(at + 8_000_000_000) : null,
      });
      for (let bill = random.between(0, 3); bill > 0; bill--) {
        const billId = `inv-${random.text(8, '0123456789abcdef')}`;
        const status = random.pick(['open', 'paid', 'paid', 'uncollectible'] as const);
        const due = at + bill * 2_592_000_000;
        world.bills.set(billId, {
          id: billId,
          account_id: id,
          subscription_id: random.chance(0.15) ? null : subscriptionId,
          amount: (PLANS[plan] ?? 0) * seats,
          status,
          due_on: dayOf(due),
          paid_at: status === 'paid' ? isoOf(due - 90_000_000) : null,
          memo: random.chance(0.8) ? null : 'Reminder sent twice',
        });
      }
    }
  }
  return world;
}

const SEED = createSplitWorld(0);
const slugs = [...SEED.accounts.keys()];
const COLD_SLUGS = new Set(slugs.filter((_, index) => index % 5 >= 3));
const coldIds = new Set([...SEED.accounts.values()].filter(({ slug }) => COLD_SLUGS.has(slug)).map(({ id }) => id));
const COLD_BILLING = new Set(
  [...SEED.subscriptions.values(), ...SEED.bills.values()]
    .filter(({ account_id }) => coldIds.has(account_id))
    .map(({ id }) => id),
);

/** Seed accounts that no session addresses, only lists; with all that belongs to them. */
export const isColdSlug = (slug: string): boolean => COLD_SLUGS.has(slug);
export const isColdBilling = (id: string): boolean => COLD_BILLING.has(id);

export function newAccountId(random: Random): string {
  return `acc_${random.text(10, 'abcdefghjkmnpqrstvwxyz0123456789')}`;
}

export function isoOf(at: number): string {
  return new Date(at).toISOString();
}

export function dayOf(at: number): string {
  return isoOf(at).slice(0, 10);
}
