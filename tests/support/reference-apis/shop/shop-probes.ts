import { probesOf } from '../define-probe.ts';
import { createProbeSource } from '../probe-source.ts';
import type { ProbeContext, ProbePlan, Scenario } from '../probe-source.ts';
import type { ProbeSource, SlotRef } from '../probe.ts';
import { FAMILY_NAMES, GIVEN_NAMES, NOTES } from '../words.ts';
import { READ_ONLY_KEY, SHOP_ORIGIN, STAFF_KEY } from './shop-origin.ts';
import { createShopWorld, isCold } from './shop-world.ts';

const probe = probesOf({ origin: SHOP_ORIGIN, headers: { 'x-api-key': STAFF_KEY }, shows: '$' });

const SEED = createShopWorld(0);
const OPEN = [...SEED.orders.values()].filter(({ status }) => status === 'pending' || status === 'paid');
const COLD_PRODUCTS = [...SEED.products.values()].filter(({ id }) => isCold(id));
/** Cold products no open order holds: probes may delete them, so no other scenario uses them. */
const DOOMED = COLD_PRODUCTS.filter(({ id }) => !OPEN.some(({ lines }) => lines.some((line) => line.product_id === id)))
  .slice(0, 4)
  .map(({ id }) => id);
const LASTING = COLD_PRODUCTS.map(({ id }) => id).filter((id) => !DOOMED.includes(id));
const PLENTY = COLD_PRODUCTS.filter(({ id, stock }) => stock > 40 && LASTING.includes(id)).map(({ id }) => id);
const COLD_CUSTOMERS = [...SEED.customers.keys()].filter(isCold);
const COLD_ORDERS = [...SEED.orders.keys()].filter(isCold);
const COLD_PENDING = COLD_ORDERS.filter((id) => SEED.orders.get(id)?.status === 'pending');
const COLD_PAID = COLD_ORDERS.filter((id) => SEED.orders.get(id)?.status === 'paid');
const COLD_DONE = COLD_ORDERS.filter((id) => ['shipped', 'cancelled'].includes(SEED.orders.get(id)?.status ?? ''));

const cold = (id: number): SlotRef => ({ kind: 'literal', value: id, untouched: true });
const literal = (id: number): SlotRef => ({ kind: 'literal', value: id });

function* makeProduct({ random, unique }: ProbeContext, p: SlotRef): ReturnType<Scenario> {
  const json = {
    sku: `PRB-${20_000 + unique()}`,
    name: random.pick(['Cedar Tray', 'Wool Runner', 'Glass Carafe', 'Task Light']),
    price: random.between(3, 250) * 50,
    stock: random.between(30, 90),
    ...(random.chance(0.6) ? { category_id: random.between(1, 6) } : {}),
    ...(random.chance(0.4) ? { tags: ['gift', 'eco'], description: 'Limited run.' } : {}),
  };
  yield probe('write', 'POST /v1/products', {
    json,
    slots: { p },
    creates: '/v1/products/{p}',
    bind: bindTo(p, '$.id'),
  });
}

function* makeOrder({ random }: ProbeContext, o: SlotRef, p: SlotRef, c: SlotRef): ReturnType<Scenario> {
  const items = [
    { product_id: { $slot: 'p' }, quantity: random.between(1, 3) },
    { product_id: random.pick(PLENTY), quantity: 1 },
  ];
  yield probe('write', 'POST /v1/orders', {
    json: { customer_id: { $slot: 'c' }, items, note: random.chance(0.4) ? random.pick(NOTES) : null },
    slots: { o, p, c },
    creates: '/v1/orders/{o}',
    bind: bindTo(o, '$.id'),
  });
}

function bindTo(handle: SlotRef, jsonPath: string): readonly { readonly name: string; readonly jsonPath: string }[] {
  return handle.kind === 'handle' ? [{ name: handle.name, jsonPath }] : [];
}

const getProduct = (p: SlotRef) => probe('read-item', 'GET /v1/products/{p}', { slots: { p } });
const getOrder = (o: SlotRef) => probe('read-item', 'GET /v1/orders/{o}', { slots: { o } });
const getCustomer = (c: SlotRef) => probe('read-item', 'GET /v1/customers/{c}', { slots: { c } });
const act = (action: string, o: SlotRef) =>
  probe('write', `POST /v1/orders/{o}/${action}`, {
    slots: { o },
    ...(action === 'ship' ? { json: { tracking_number: '1Z4410002219' } } : {}),
  });
const failing = (action: string, o: SlotRef) => ({ ...act(action, o), class: 'error' as const, shows: undefined });

const WRITES: readonly Scenario[] = [
  function* productLife(context) {
    const p = context.fresh('product');
    yield* makeProduct(context, p);
    yield getProduct(p);
    yield probe('write', 'PATCH /v1/products/{p}', {
      slots: { p },
      json: { price: context.random.between(1, 90) * 100, description: null },
    });
    yield probe('write', 'PUT /v1/products/{p}', {
      slots: { p },
      json: {
        sku: `PRB-${20_000 + context.unique()}`,
        name: 'Cedar Tray, large',
        price: 4200,
        stock: 7,
        tags: ['bulky'],
      },
    });
    yield getProduct(p);
    yield probe('write', 'PATCH /v1/products/{p}', { slots: { p }, json: { active: false, category_id: 3 } });
    yield probe('list', 'GET /v1/categories');
    yield probe('write', 'DELETE /v1/products/{p}', { slots: { p } });
    yield probe('error', 'GET /v1/products/{p}', { slots: { p } });
  },
  function* coldProductEdit({ random }) {
    const p = cold(random.pick(LASTING));
    yield probe('write', 'PATCH /v1/products/{p}', {
      slots: { p },
      json: { price: random.between(2, 400) * 50, tags: random.chance(0.5) ? [] : ['sale', 'gift'] },
    });
    yield getProduct(p);
    yield probe('write', 'PATCH /v1/products/{p}', {
      slots: { p },
      json: { description: random.chance(0.5) ? null : 'Now with a longer cord.', stock: random.between(60, 200) },
    });
    yield probe('write', 'PATCH /v1/products/{p}', {
      slots: { p },
      json: { active: random.chance(0.8), price: random.between(2, 400) * 50 },
    });
    yield getProduct(p);
  },
  function* customerLife(context) {
    const { random, fresh, unique } = context;
    const c = fresh('customer');
    const email = `probe.${unique()}@posteo.test`;
    yield probe('write', 'POST /v1/customers', {
      json: {
        name: `${random.pick(GIVEN_NAMES)} ${random.pick(FAMILY_NAMES)}`,
        email,
        phone: '+351 21 555 0101',
        address: { street: 'Rua Nova 8', city: 'Porto', zip: null, country: 'PT' },
      },
      slots: { c },
      creates: '/v1/customers/{c}',
      bind: bindTo(c, '$.id'),
    });
    yield probe('write', 'PATCH /v1/customers/{c}', {
      slots: { c },
      json: { address: { city: 'Braga', zip: '4700-001' } },
    });
    yield getCustomer(c);
    yield probe('write', 'PATCH /v1/customers/{c}', {
      slots: { c },
      json: random.chance(0.5) ? { phone: null } : { address: null },
    });
    yield probe('filter', 'GET /v1/customers', { query: { email } });
    if (random.chance(0.5)) {
      yield probe('write', 'DELETE /v1/customers/{c}', { slots: { c } });
      yield probe('error', 'GET /v1/customers/{c}', { slots: { c } });
    }
  },
  function* orderLife(context) {
    const [p, o] = [context.fresh('product'), context.fresh('order')];
    const c = cold(context.random.pick(COLD_CUSTOMERS));
    yield* makeProduct(context, p);
    yield* makeOrder(context, o, p, c);
    yield getOrder(o);
    yield getProduct(p);
    yield probe('write', 'POST /v1/orders/{o}/items', {
      slots: { o },
      json: { product_id: context.random.pick(PLENTY), quantity: 1 },
    });
    yield probe('write', 'PATCH /v1/orders/{o}', { slots: { o }, json: { note: context.random.pick(NOTES) } });
    yield probe('list', 'GET /v1/orders');
    yield act('pay', o);
    yield getCustomer(c);
    yield act('ship', o);
    yield getOrder(o);
  },
  function* orderUndone(context) {
    const [p, o] = [context.fresh('product'), context.fresh('order')];
    const c = cold(context.random.pick(COLD_CUSTOMERS));
    yield* makeProduct(context, p);
    yield* makeOrder(context, o, p, c);
    yield probe('write', 'DELETE /v1/orders/{o}/items/1', { slots: { o }, entity: '/v1/orders/{o}' });
    yield getOrder(o);
    yield getProduct(p);
    yield act('cancel', o);
    yield getOrder(o);
    yield failing('cancel', o);
    yield probe('filter', 'GET /v1/orders', { slots: { c }, query: { customer_id: { $slot: 'c' } } });
  },
  function* coldOrderMoves(context) {
    const id = context.take(COLD_PENDING);
    const o = cold(id ?? context.random.pick(COLD_DONE));
    if (id !== undefined) {
      yield context.random.chance(0.6) ? act('pay', o) : act('cancel', o);
      yield getOrder(o);
      yield probe('filter', 'GET /v1/orders', { query: { status: 'pending' } });
    }
    const paid = context.take(COLD_PAID);
    if (paid !== undefined) {
      yield act('ship', cold(paid));
      yield getOrder(cold(paid));
    }
    yield getOrder(o);
  },
  function* coldProductGoes(context) {
    const id = context.take(DOOMED);
    if (id === undefined) return;
    yield getProduct(cold(id));
    yield probe('write', 'DELETE /v1/products/{p}', { slots: { p: cold(id) } });
    yield probe('error', 'GET /v1/products/{p}', { slots: { p: cold(id) } });
    yield probe('list', 'GET /v1/products');
  },
];

const PAGES: readonly Scenario[] = [
  function* productPages({ random }) {
    const per_page = String(random.pick([5, 7, 12, 50]));
    for (const page of ['1', '2', '3']) yield probe('page', 'GET /v1/products', { query: { page, per_page } });
  },
  function* orderPages({ random }) {
    yield probe('page', 'GET /v1/orders', { query: { page: String(random.between(2, 4)), per_page: '10' } });
    yield probe('page', 'GET /v1/orders', {
      query: { status: random.pick(['paid', 'shipped']), page: '2', per_page: '4' },
    });
  },
  function* customerPages() {
    yield probe('page', 'GET /v1/customers', { query: { page: '2', per_page: '8' } });
    yield probe('page', 'GET /v1/customers', { query: { page: '30' } });
  },
  function* filters({ random }) {
    yield probe('filter', 'GET /v1/products', { query: { category_id: String(random.between(1, 6)) } });
    yield probe('filter', 'GET /v1/products', {
      query: { q: random.pick(['lamp', 'set', 'FRN', 'linen']), active: 'true' },
    });
    yield probe('filter', 'GET /v1/products', { query: { sort: '-price', per_page: '6' } });
  },
  function* ordersOfCustomer({ random }) {
    const c = cold(random.pick(COLD_CUSTOMERS));
    yield probe('filter', 'GET /v1/orders', { slots: { c }, query: { customer_id: { $slot: 'c' } } });
    yield getCustomer(c);
  },
];

const ERRORS: readonly Scenario[] = [
  function* unknownIds({ random }) {
    yield probe('error', 'GET /v1/orders/{o}', { slots: { o: literal(random.between(8000, 9000)) } });
    yield probe('error', 'GET /v1/products/{p}', { slots: { p: literal(random.between(700, 800)) } });
  },
  function* outOfStock({ random }) {
    const p = random.pick(PLENTY);
    yield probe('error', 'POST /v1/orders', {
      json: { customer_id: random.pick(COLD_CUSTOMERS), items: [{ product_id: p, quantity: 6000 }] },
    });
    yield getProduct(cold(p));
  },
  function* emptyOrder({ random }) {
    yield probe('error', 'POST /v1/orders', { json: { customer_id: random.pick(COLD_CUSTOMERS), items: [] } });
  },
  function* duplicateSku({ random }) {
    const twin = SEED.products.get(random.pick(LASTING));
    yield probe('error', 'POST /v1/products', { json: { sku: twin?.sku ?? '', name: 'Copy', price: 900 } });
  },
  function* priceless({ unique }) {
    yield probe('error', 'POST /v1/products', { json: { sku: `PRB-${20_000 + unique()}`, name: 'Nameless' } });
  },
  function* duplicateEmail({ random }) {
    const twin = SEED.customers.get(random.pick(COLD_CUSTOMERS));
    yield probe('error', 'POST /v1/customers', { json: { name: 'Someone Else', email: twin?.email ?? '' } });
  },
  function* badEmail() {
    yield probe('error', 'POST /v1/customers', { json: { name: 'Ada Berg', email: 'ada.berg' } });
  },
  function* wrongState({ random }) {
    const o = cold(random.pick(COLD_DONE));
    yield failing('pay', o);
    yield failing('cancel', o);
    yield getOrder(o);
  },
  function* wrongKey() {
    yield probe('error', 'GET /v1/products', { headers: { 'x-api-key': 'shp_live_guess' } });
  },
];

const RARE_ERRORS: readonly Scenario[] = [
  function* brokenJson() {
    yield probe('error', 'POST /v1/products', {
      known: false,
      body: { kind: 'raw', text: '{"sku": "LMP-1', mediaType: 'application/json' },
    });
  },
  function* negativePrice({ random }) {
    const p = cold(random.pick(LASTING));
    yield probe('error', 'PATCH /v1/products/{p}', { known: false, slots: { p }, json: { price: -5 } });
    yield getProduct(p);
  },
  function* noSuchCategory({ unique }) {
    yield probe('error', 'POST /v1/products', {
      known: false,
      json: { sku: `PRB-${20_000 + unique()}`, name: 'Lost', price: 100, category_id: 77 },
    });
  },
  function* pageZero() {
    yield probe('error', 'GET /v1/products', { known: false, query: { page: '0' } });
  },
  function* deleteOrder({ random }) {
    yield probe('error', 'DELETE /v1/orders/{o}', { known: false, slots: { o: cold(random.pick(COLD_ORDERS)) } });
  },
  function* noteOnDone({ random }) {
    const o = cold(random.pick(COLD_DONE));
    yield probe('error', 'PATCH /v1/orders/{o}', { known: false, slots: { o }, json: { note: 'too late' } });
    yield getOrder(o);
  },
  function* itemOnDone({ random }) {
    const o = cold(random.pick(COLD_DONE));
    yield probe('error', 'POST /v1/orders/{o}/items', {
      known: false,
      slots: { o },
      json: { product_id: random.pick(PLENTY) },
    });
  },
  function* readOnlyKey({ unique }) {
    yield probe('error', 'POST /v1/products', {
      known: false,
      headers: { 'x-api-key': READ_ONLY_KEY },
      json: { sku: `PRB-${20_000 + unique()}`, name: 'No', price: 1 },
    });
  },
  function* customerWithOrders() {
    const c = [...SEED.orders.values()].find(({ customer_id }) => isCold(customer_id))?.customer_id ?? 3;
    yield probe('error', 'DELETE /v1/customers/{c}', { known: false, slots: { c: cold(c) } });
    yield getCustomer(cold(c));
  },
];

export function shopProbes(seed: number): ProbeSource {
  const plan: ProbePlan = { writes: WRITES, pages: PAGES, errors: ERRORS, rareErrors: RARE_ERRORS };
  return createProbeSource(seed, plan);
}
