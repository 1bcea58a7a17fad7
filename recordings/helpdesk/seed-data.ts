import type { Credentials } from './auth.ts';
import { ADDRESSES, CUSTOMERS, SENDERS } from './data/people.ts';
import { rows } from './data/rows.ts';
import { STAFF_LOGINS } from './data/staff-logins.ts';
import { MACROS } from './data/macros.ts';
import { PRODUCTS } from './data/products.ts';
import { CUSTOMER_MESSAGES, INTERNAL_NOTES, REPLIES } from './data/replies.ts';
import { DUPLICATES, STORIES } from './data/stories.ts';
import type { Story } from './data/stories.ts';
import { fill } from './fill.ts';
import type { Agent, Channel, Customer, Order, OrderStatus, Plan, Priority, Ticket } from './model.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { slugOf } from './routes/macros.ts';
import { createState, orderTotal } from './state.ts';
import type { HelpdeskState } from './state.ts';

/** Monday, 2 March 2026, 08:00 UTC: the first recorded morning. */
export const FIRST_MORNING = Date.UTC(2026, 2, 2, 8);
const DAY = 86_400_000;

export interface SeedData {
  readonly state: HelpdeskState;
  readonly credentials: readonly Credentials[];
}

/** What is there on the first morning. Pure: the same seed gives the same records and ids. */
export function buildSeedData(seed: string): SeedData {
  const state = createState(seed);
  const random = createRandom(`${seed}/records`);
  const credentials = addStaff(state);
  addCustomers(state, random);
  addOrders(state, random);
  addTickets(state, random);
  for (const macro of MACROS) {
    const id = slugOf(macro.title);
    state.macros.set(id, { id, ...macro, updatedAt: FIRST_MORNING - random.int(20, 400) * DAY });
  }
  return { state, credentials };
}

function addStaff(state: HelpdeskState): Credentials[] {
  const credentials: Credentials[] = [];
  for (const { name, email, role, team, active, secret, login } of STAFF_LOGINS) {
    const id = state.ids.id('agt');
    state.agents.set(id, { id, name, email, role, team, active });
    if (active) credentials.push({ login, secret, agentId: id });
  }
  return credentials;
}

function addCustomers(state: HelpdeskState, random: Random): void {
  let createdAt = FIRST_MORNING - 620 * DAY;
  for (const [name = '', email = '', phone, company, plan = '', locale = '', notes] of rows(CUSTOMERS)) {
    createdAt += random.int(2 * DAY, 12 * DAY) + random.int(0, 36_000) * 1000;
    const id = state.ids.id('cus');
    const customer: Customer = {
      id,
      name,
      email,
      phone: phone || null,
      company: company || null,
      plan: plan as Plan,
      locale,
      notes: notes || null,
      createdAt,
      updatedAt: createdAt + (random.chance(0.6) ? random.int(1, 80) * DAY + random.int(0, 80_000) * 1000 : 0),
    };
    state.customers.set(id, customer);
  }
  for (const [name = '', email = ''] of rows(SENDERS)) {
    createdAt += random.int(1, 3) * DAY;
    const id = state.ids.id('cus');
    const rest = { phone: null, company: null, plan: 'free', locale: 'en-US', notes: null } as const;
    state.customers.set(id, { id, name, email, ...rest, createdAt, updatedAt: createdAt });
  }
}

const STATUS_MIX: readonly OrderStatus[] = [
  ...Array<OrderStatus>(5).fill('delivered'),
  ...Array<OrderStatus>(5).fill('shipped'),
  ...Array<OrderStatus>(4).fill('paid'),
  ...Array<OrderStatus>(3).fill('pending'),
  'cancelled',
  'refunded',
];

function addOrders(state: HelpdeskState, random: Random): void {
  const customers = people(state);
  let placedAt = FIRST_MORNING - 75 * DAY;
  for (let i = 0; i < 130; i++) {
    placedAt += random.int(20_000, 92_000) * 1000 * 0.57;
    placedAt = Math.floor(placedAt / 1000) * 1000;
    state.lastOrderNumber += random.pick([1, 1, 2, 3, 5]);
    addOrder(
      state,
      random,
      customers[i] ?? random.pick(customers),
      STATUS_MIX[i % STATUS_MIX.length] ?? 'paid',
      placedAt,
    );
  }
}

function addOrder(
  state: HelpdeskState,
  random: Random,
  customer: Customer,
  status: OrderStatus,
  placedAt: number,
): void {
  const [line1 = '', city = '', postal_code = '', country = ''] = random.pick(rows(ADDRESSES));
  const left = status === 'shipped' || status === 'delivered' || status === 'refunded';
  const updatedAt = placedAt + random.int(1800, 200_000) * 1000;
  const order: Order = {
    id: state.ids.id('ord'),
    number: `ORD-${state.lastOrderNumber}`,
    customerId: customer.id,
    status,
    items: random
      .shuffle(PRODUCTS)
      .slice(0, random.pick([1, 1, 1, 2, 2, 3]))
      .map((product) => ({
        sku: product.sku,
        quantity: product.price < 2000 ? random.int(2, 12) : random.pick([1, 1, 2]),
        unit_price: product.price - (random.chance(0.2) ? random.int(15, 290) : 0),
      })),
    currency: country === 'GB' ? 'GBP' : country === 'US' ? 'USD' : country === 'SE' ? 'SEK' : 'EUR',
    shippingAddress: random.chance(0.06) ? null : { line1, city, postal_code, country },
    carrier: left ? random.pick(['DHL', 'UPS', 'PostNord', 'GLS']) : null,
    trackingNumber: left ? `JD${random.int(10_000_000, 99_999_999)}${random.int(100, 999)}` : null,
    placedAt,
    updatedAt,
    cancelledAt: status === 'cancelled' ? updatedAt : null,
  };
  state.orders.set(order.id, order);
  if (status !== 'refunded') return;
  const id = state.ids.id('ref');
  const createdBy = [...state.agents.keys()][0] ?? '';
  const amount = orderTotal(order);
  state.refunds.set(id, {
    id,
    orderId: order.id,
    amount,
    reason: 'not_as_described',
    note: null,
    createdBy,
    createdAt: updatedAt,
  });
}

const TAGS = ['vip', 'hardware', 'firmware', 'awaiting-parts', 'invoice', 'carrier', 'q1-campaign', 'onboarding'];
const PRIORITY_MIX: readonly Priority[] = ['normal', 'normal', 'normal', 'low', 'high'];
const CHANNEL_MIX: readonly Channel[] = ['email', 'email', 'web', 'chat', 'phone'];

function addTickets(state: HelpdeskState, random: Random): void {
  const staff = [...state.agents.values()].filter((agent) => agent.active && agent.team !== 'automation');
  const orders = random.shuffle([...state.orders.values()]);
  const customers = random.shuffle(people(state));
  const senders = [...state.customers.values()].filter((customer) => !customers.includes(customer));
  const written = new Map<string, Case>();
  let createdAt = FIRST_MORNING - 30 * DAY;
  for (const story of random.shuffle(STORIES)) {
    const order = takeOrder(orders, story);
    const customer = pickCustomer(state, random, story, order, customers, senders);
    createdAt += random.int(2_000, 32_000) * 1000;
    const opened = { story, order, customer, createdAt, agent: random.pick(staff) };
    written.set(story.subject, opened);
    addTicket(state, random, opened);
  }
  for (const { of, ...story } of DUPLICATES) {
    const first = written.get(of);
    if (first === undefined) throw new Error(`No story is called "${of}".`);
    createdAt += random.int(900, 9_000) * 1000;
    addTicket(state, random, { ...first, story: { ...story, kind: first.story.kind }, createdAt });
  }
}

/** Everybody but the senders of unasked mail. */
function people(state: HelpdeskState): Customer[] {
  const senders = new Set(rows(SENDERS).map(([, email]) => email));
  return [...state.customers.values()].filter((customer) => !senders.has(customer.email));
}

/** Customers take turns, so that most have one ticket or two. */
function pickCustomer(
  state: HelpdeskState,
  random: Random,
  story: Story,
  order: Order | undefined,
  customers: Customer[],
  senders: readonly Customer[],
): Customer {
  if (story.kind === 'spam') return random.pick(senders);
  const customer = order === undefined ? customers.pop() : state.customers.get(order.customerId);
  if (customer === undefined) throw new Error('The seed needs more customers.');
  if (order === undefined) customers.unshift(customer);
  return customer;
}

/** Each order has at most one seed ticket, so that a case is found by its order without doubt. */
function takeOrder(orders: Order[], story: Story): Order | undefined {
  if (story.order === undefined) return undefined;
  const at = orders.findIndex((order) => story.order?.includes(order.status));
  if (at < 0) throw new Error(`The seed needs more orders for "${story.subject}".`);
  return orders.splice(at, 1)[0];
}

interface Case {
  readonly story: Story;
  readonly order: Order | undefined;
  readonly customer: Customer;
  readonly createdAt: number;
  readonly agent: Agent;
}

function addTicket(state: HelpdeskState, random: Random, { story, order, customer, createdAt, agent }: Case): void {
  const product = PRODUCTS.find((candidate) => candidate.sku === order?.items[0]?.sku)?.name ?? 'device';
  const words = { name: customer.name, company: customer.company ?? 'our shop', order: order?.number ?? '', product };
  const isNew = story.status === 'new';
  state.lastTicketId += random.pick([1, 1, 1, 2, 3]);
  const ticket: Ticket = {
    id: state.lastTicketId,
    subject: story.subject,
    description: fill(story.body, words),
    status: story.status,
    priority: isNew ? 'normal' : random.pick(PRIORITY_MIX),
    channel: random.pick(CHANNEL_MIX),
    customerId: customer.id,
    assigneeId: isNew || random.chance(0.15) ? null : agent.id,
    orderId: order !== undefined && random.chance(0.7) ? order.id : null,
    tags: random.shuffle(TAGS).slice(0, random.pick([0, 0, 1, 1, 2])),
    version: 1,
    createdAt,
    updatedAt: createdAt,
    solvedAt: null,
  };
  state.tickets.set(ticket.id, ticket);
  if (isNew) return;
  const comment = (author: Agent | Customer, isPublic: boolean, body: string): void => {
    ticket.updatedAt += random.int(900, 60_000) * 1000;
    ticket.version += 1;
    const id = state.ids.id('cmt');
    const type = 'role' in author ? 'agent' : 'customer';
    state.comments.set(id, {
      id,
      ticketId: ticket.id,
      author: { type, id: author.id, name: author.name },
      public: isPublic,
      body: fill(body, { ...words, agent: agent.name }),
      createdAt: ticket.updatedAt,
    });
  };
  if (random.chance(0.8)) comment(agent, true, random.pick(REPLIES[story.kind]));
  if (random.chance(0.5)) comment(customer, true, random.pick(CUSTOMER_MESSAGES));
  if (random.chance(0.3)) comment(agent, false, random.pick(INTERNAL_NOTES));
  if (story.status === 'solved') ticket.solvedAt = ticket.updatedAt;
}
