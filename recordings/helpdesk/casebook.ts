import type { Call } from './data/calls.ts';
import { rows } from './data/rows.ts';
import { SENDERS } from './data/people.ts';
import { DUPLICATES, STORIES } from './data/stories.ts';
import type { StoryKind } from './data/stories.ts';
import type { OrderStatus, TicketStatus } from './model.ts';
import type { Random } from './random.ts';
import { buildSeedData } from './seed-data.ts';
import { orderTotal, refundedTotal } from './state.ts';

/** What the staff know about a case before they look anything up: words people say, never ids of the API. */
export interface CaseFile {
  readonly subject: string;
  readonly kind: StoryKind;
  customerEmail: string;
  readonly customerName: string;
  readonly orderNumber: string | null;
  readonly duplicateOf: string | null;
  orderLinked: boolean;
  status: TicketStatus;
  uses: number;
  deleted: boolean;
}

export interface KnownOrder {
  readonly number: string;
  customerEmail: string;
  readonly total: number;
  status: OrderStatus;
  refunded: number;
}

export interface KnownCustomer {
  readonly name: string;
  email: string;
  uses: number;
}

export interface Wanted {
  readonly kinds?: readonly StoryKind[];
  readonly statuses: readonly TicketStatus[];
  readonly order?: (order: KnownOrder) => boolean;
  readonly where?: (file: CaseFile) => boolean;
}

/** The memory of the support floor. Workflows take cases from it and write down what became of them. */
export class Casebook {
  readonly files: CaseFile[] = [];
  readonly customers: KnownCustomer[] = [];
  readonly orders = new Map<string, KnownOrder>();
  /** Refunds waiting for a lead, and refunds to be taken back. */
  readonly handedOver: CaseFile[] = [];
  readonly toVoid: { orderNumber: string; amount: number; right?: string }[] = [];
  readonly toRevert: { email: string; phone: string | null }[] = [];
  readonly #random: Random;

  constructor(seed: string, random: Random) {
    this.#random = random;
    const { state } = buildSeedData(seed);
    const senders = new Set(rows(SENDERS).map(([, email]) => email));
    for (const { name, email } of state.customers.values())
      if (!senders.has(email)) this.customers.push({ name, email, uses: 0 });
    for (const order of state.orders.values()) {
      const customerEmail = state.customers.get(order.customerId)?.email ?? '';
      const { number, status } = order;
      this.orders.set(number, {
        number,
        customerEmail,
        total: orderTotal(order),
        status,
        refunded: refundedTotal(state, order.id),
      });
    }
    for (const { subject, description, customerId, orderId, status } of state.tickets.values()) {
      const customer = state.customers.get(customerId);
      const duplicateOf = DUPLICATES.find((duplicate) => duplicate.subject === subject)?.of ?? null;
      const linked = orderId === null ? undefined : state.orders.get(orderId)?.number;
      this.files.push({
        subject,
        kind: STORIES.find((story) => story.subject === (duplicateOf ?? subject))?.kind ?? 'technical',
        customerEmail: customer?.email ?? '',
        customerName: customer?.name ?? '',
        orderNumber: linked ?? /ORD-\d+/.exec(description)?.[0] ?? null,
        duplicateOf,
        orderLinked: orderId !== null,
        status,
        uses: 0,
        deleted: false,
      });
    }
  }

  /** A fitting case, one of the least used. Duplicates are left to those who ask for them. */
  take(wanted: Wanted): CaseFile {
    const fitting = this.files.filter((file) => !file.deleted && this.#fits(file, wanted));
    const file = leastUsed(this.#random, fitting, JSON.stringify([wanted.kinds, wanted.statuses]));
    file.uses += 1;
    return file;
  }

  customer(): KnownCustomer {
    const customer = leastUsed(this.#random, this.customers, 'customer');
    customer.uses += 1;
    return customer;
  }

  order(fits: (order: KnownOrder) => boolean): KnownOrder {
    return this.#random.pick([...this.orders.values()].filter(fits));
  }

  bySubject(subject: string): CaseFile | undefined {
    return this.files.find((file) => file.subject === subject);
  }

  add(call: Call, kind: StoryKind, customer: { name: string; email: string }, orderNumber: string | null): void {
    this.files.push({
      subject: call.subject,
      kind,
      customerEmail: customer.email,
      customerName: customer.name,
      orderNumber,
      duplicateOf: null,
      orderLinked: orderNumber !== null,
      status: 'new',
      uses: 0,
      deleted: false,
    });
  }

  #fits(file: CaseFile, { kinds, statuses, order, where }: Wanted): boolean {
    if (!statuses.includes(file.status)) return false;
    if (kinds === undefined ? file.kind === 'spam' : !kinds.includes(file.kind)) return false;
    if (where === undefined ? file.duplicateOf !== null : !where(file)) return false;
    const known = file.orderNumber === null ? undefined : this.orders.get(file.orderNumber);
    return order === undefined || (known !== undefined && order(known));
  }
}

function leastUsed<T extends { readonly uses: number }>(random: Random, list: readonly T[], what: string): T {
  if (list.length === 0) throw new Error(`The casebook has nothing for ${what}.`);
  const least = Math.min(...list.map((entry) => entry.uses));
  return random.pick(list.filter((entry) => entry.uses === least));
}
