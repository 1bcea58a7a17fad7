import { probesOf } from '../define-probe.ts';
import type { ProbeDraft } from '../define-probe.ts';
import { createProbeSource } from '../probe-source.ts';
import type { Scenario } from '../probe-source.ts';
import type { ProbeBody, ProbeSlot, ProbeSource, SlotRef } from '../probe.ts';
import { GIVEN_NAMES } from '../words.ts';
import { createPayWorld, isColdId, PAY_KEY, PAY_ORIGIN } from './pay-world.ts';

const probe = probesOf({ origin: PAY_ORIGIN, headers: { authorization: `Bearer ${PAY_KEY}` }, shows: '$' });

const SEED = createPayWorld(0);
const COLD_CUSTOMERS = [...SEED.customers.keys()].filter(isColdId);
const DOOMED = COLD_CUSTOMERS.slice(0, 3);
const CUSTOMERS = COLD_CUSTOMERS.slice(3);
const COLD_CHARGES = [...SEED.charges.values()].filter(({ id }) => isColdId(id));
const idsWhere = (fits: (charge: (typeof COLD_CHARGES)[number]) => boolean): readonly string[] =>
  COLD_CHARGES.filter(fits).map(({ id }) => id);
const REFUNDABLE = idsWhere(({ captured, amount_refunded }) => captured && amount_refunded === 0);
const REFUNDED = idsWhere(({ refunded }) => refunded);
const UNCAPTURED = idsWhere(({ captured }) => !captured);
const ALL_COLD = idsWhere(() => true);

const cold = (id: string): SlotRef => ({ kind: 'literal', value: id, untouched: true });
const literal = (id: string): SlotRef => ({ kind: 'literal', value: id });
const form = (fields: Readonly<Record<string, string | ProbeSlot>>): ProbeBody => ({
  kind: 'form',
  fields: Object.entries(fields),
});
const idOf = (handle: SlotRef): readonly { readonly name: string; readonly jsonPath: string }[] =>
  handle.kind === 'handle' ? [{ name: handle.name, jsonPath: '$.id' }] : [];

const getCustomer = (c: SlotRef): ProbeDraft => probe('read-item', 'GET /v1/customers/{c}', { slots: { c } });
const getCharge = (h: SlotRef): ProbeDraft => probe('read-item', 'GET /v1/charges/{h}', { slots: { h } });
const balance = (): ProbeDraft => probe('read-item', 'GET /v1/balance', { shows: null });
const setCharge = (h: SlotRef, fields: Readonly<Record<string, string>>): ProbeDraft =>
  probe('write', 'POST /v1/charges/{h}', { slots: { h }, body: form(fields) });
const capture = (h: SlotRef, fields: Readonly<Record<string, string>>): ProbeDraft =>
  probe('write', 'POST /v1/charges/{h}/capture', { slots: { h }, body: form(fields) });

function makeCharge(h: SlotRef, c: SlotRef, fields: Readonly<Record<string, string>>, headers = {}): ProbeDraft {
  return probe('write', 'POST /v1/charges', {
    slots: { h, c },
    creates: '/v1/charges/{h}',
    bind: idOf(h),
    headers,
    body: form({ currency: 'eur', customer: { $slot: 'c' }, ...fields }),
  });
}

function makeRefund(r: SlotRef, h: SlotRef, fields: Readonly<Record<string, string>>): ProbeDraft {
  return probe('write', 'POST /v1/refunds', {
    slots: { r, h },
    creates: '/v1/refunds/{r}',
    bind: idOf(r),
    body: form({ charge: { $slot: 'h' }, ...fields }),
  });
}

const WRITES: readonly Scenario[] = [
  function* customerLife({ random, fresh, unique }) {
    const c = fresh('customer');
    const email = `probe.${unique()}@example.org`;
    yield probe('write', 'POST /v1/customers', {
      slots: { c },
      creates: '/v1/customers/{c}',
      bind: idOf(c),
      body: form({ email, name: random.pick(GIVEN_NAMES), 'metadata[crm_id]': '7', 'metadata[tier]': 'gold' }),
    });
    yield probe('write', 'POST /v1/customers/{c}', {
      slots: { c },
      body: form({ 'metadata[tier]': '', 'metadata[agent]': 'probe', phone: '+491234' }),
    });
    yield getCustomer(c);
    yield probe('write', 'POST /v1/customers/{c}', { slots: { c }, body: form({ phone: '', description: 'Checked' }) });
    yield probe('filter', 'GET /v1/customers', { query: { email } });
    yield probe('write', 'DELETE /v1/customers/{c}', { slots: { c } });
    yield getCustomer(c);
    yield probe('list', 'GET /v1/customers');
  },
  function* chargeLife({ random, fresh }) {
    const [h, one, two] = [fresh('charge'), fresh('refund'), fresh('refund')];
    const c = cold(random.pick(CUSTOMERS));
    yield makeCharge(h, c, { amount: String(random.between(20, 300) * 100), 'metadata[order_id]': '55' });
    yield makeRefund(one, h, { amount: '700', reason: 'duplicate' });
    yield getCharge(h);
    yield setCharge(h, { description: 'Partly refunded', 'metadata[order_id]': '' });
    yield probe('filter', 'GET /v1/charges', { slots: { c }, query: { customer: { $slot: 'c' } } });
    yield makeRefund(two, h, {});
    yield getCharge(h);
    yield probe('error', 'POST /v1/refunds', {
      slots: { h },
      entity: '/v1/charges/{h}',
      body: form({ charge: { $slot: 'h' } }),
    });
    yield probe('filter', 'GET /v1/refunds', { slots: { h }, query: { charge: { $slot: 'h' } } });
  },
  function* authorized({ random, fresh }) {
    const h = fresh('charge');
    const amount = random.between(50, 90) * 100;
    yield makeCharge(h, cold(random.pick(CUSTOMERS)), { amount: String(amount), capture: 'false' });
    yield balance();
    yield setCharge(h, { 'metadata[room]': '12', 'metadata[nights]': '2' });
    yield capture(h, random.chance(0.5) ? { amount: String(amount - 900) } : {});
    yield getCharge(h);
    yield balance();
  },
  function* sentTwice({ random, fresh }) {
    const [h, again] = [fresh('charge'), fresh('charge')];
    const headers = { 'idempotency-key': random.uuid() };
    const c = cold(random.pick(CUSTOMERS));
    yield makeCharge(h, c, { amount: '3300', source: 'tok_amex' }, headers);
    yield makeCharge(again, c, { amount: '3300', source: 'tok_amex' }, headers);
    yield probe('filter', 'GET /v1/charges', { slots: { c }, query: { customer: { $slot: 'c' } } });
    yield setCharge(h, { description: 'Only once' });
    yield getCharge(again);
    yield probe('error', 'POST /v1/charges', {
      slots: { c },
      headers,
      body: form({ amount: '3400', currency: 'eur', customer: { $slot: 'c' } }),
    });
  },
  function* coldCustomerEdit({ random }) {
    const c = cold(random.pick(CUSTOMERS));
    yield probe('write', 'POST /v1/customers/{c}', {
      slots: { c },
      body: form({ 'metadata[tier]': random.pick(['gold', 'silver', '']) }),
    });
    yield getCustomer(c);
    yield probe('write', 'POST /v1/customers/{c}', {
      slots: { c },
      body: form({ description: random.pick(['', 'Audited']), 'metadata[crm_id]': '11' }),
    });
    yield getCustomer(c);
    yield probe('write', 'POST /v1/customers/{c}', { slots: { c }, body: form({ phone: random.pick(['', '+4912']) }) });
  },
  function* coldRefund({ fresh, take }) {
    const id = take(REFUNDABLE);
    if (id === undefined) return;
    const r = fresh('refund');
    yield makeRefund(r, cold(id), { amount: '100' });
    yield getCharge(cold(id));
    yield makeRefund(fresh('refund'), cold(id), {});
    yield getCharge(cold(id));
    yield probe('read-item', 'GET /v1/refunds/{r}', { slots: { r } });
  },
  function* coldCapture({ take }) {
    const id = take(UNCAPTURED);
    if (id === undefined) return;
    yield capture(cold(id), {});
    yield getCharge(cold(id));
    yield balance();
  },
  function* coldCustomerGoes({ take }) {
    const id = take(DOOMED);
    if (id === undefined) return;
    yield probe('write', 'DELETE /v1/customers/{c}', { slots: { c: cold(id) } });
    yield getCustomer(cold(id));
    yield probe('list', 'GET /v1/customers');
  },
];

const PAGES: readonly Scenario[] = [
  function* startingAfter({ random, fresh, isBound }) {
    const limit = String(random.pick([4, 6, 9]));
    const [one, two] = [fresh('last'), fresh('last')];
    const bind = (handle: typeof one) => [{ name: handle.name, jsonPath: `$.data[${Number(limit) - 1}].id` }];
    yield probe('page', 'GET /v1/charges', { query: { limit }, bind: bind(one) });
    yield probe('page', 'GET /v1/charges', {
      slots: { n: one },
      query: { limit, starting_after: { $slot: 'n' } },
      bind: bind(two),
    });
    if (isBound(two))
      yield probe('page', 'GET /v1/charges', { slots: { n: two }, query: { limit, starting_after: { $slot: 'n' } } });
  },
  function* fromCold({ random }) {
    const n = cold(random.pick(CUSTOMERS));
    yield probe('page', 'GET /v1/customers', { slots: { n }, query: { limit: '7', starting_after: { $slot: 'n' } } });
    yield probe('filter', 'GET /v1/charges', { slots: { n }, query: { customer: { $slot: 'n' } } });
  },
  function* since({ random }) {
    yield probe('filter', 'GET /v1/charges', {
      query: { 'created[gte]': String(1_704_067_200 + random.between(0, 15) * 86_400), limit: '30' },
    });
    yield probe('filter', 'GET /v1/charges', { query: { limit: '8', 'expand[]': 'data.customer' } });
  },
  function* byEmail({ random }) {
    const email = SEED.customers.get(random.pick(CUSTOMERS))?.email ?? 'none@example.org';
    yield probe('filter', 'GET /v1/customers', { query: { email } });
    yield probe('page', 'GET /v1/refunds', { query: { limit: '3' } });
  },
];

const ERRORS: readonly Scenario[] = [
  function* unknownIds({ random }) {
    yield probe('error', 'GET /v1/customers/{c}', { slots: { c: literal(`cus_${random.text(14)}`) } });
    yield probe('error', 'GET /v1/charges/{h}', { slots: { h: literal(`ch_${random.text(24)}`) } });
  },
  function* declined({ random }) {
    const c = cold(random.pick(CUSTOMERS));
    yield probe('error', 'POST /v1/charges', {
      slots: { c },
      body: form({ amount: '4200', currency: 'eur', customer: { $slot: 'c' }, source: 'tok_chargeDeclined' }),
    });
    yield probe('filter', 'GET /v1/charges', { slots: { c }, query: { customer: { $slot: 'c' } } });
  },
  function* noAmount() {
    yield probe('error', 'POST /v1/charges', { body: form({ currency: 'usd', source: 'tok_visa' }) });
  },
  function* tooSmall({ random }) {
    yield probe('error', 'POST /v1/charges', {
      body: form({ amount: String(random.between(1, 49)), currency: 'usd' }),
    });
  },
  function* ghostCustomer() {
    yield probe('error', 'POST /v1/charges', {
      body: form({ amount: '900', currency: 'eur', customer: 'cus_ghostghost' }),
    });
  },
  function* refundedAlready({ random }) {
    const h = cold(random.pick(REFUNDED));
    yield probe('error', 'POST /v1/refunds', {
      slots: { h },
      entity: '/v1/charges/{h}',
      body: form({ charge: { $slot: 'h' } }),
    });
    yield getCharge(h);
  },
  function* refundTooLarge({ fresh, random }) {
    const h = fresh('charge');
    yield makeCharge(h, cold(random.pick(CUSTOMERS)), { amount: '2500' });
    yield probe('error', 'POST /v1/refunds', {
      slots: { h },
      entity: '/v1/charges/{h}',
      body: form({ charge: { $slot: 'h' }, amount: '2501' }),
    });
    yield getCharge(h);
  },
  function* revokedKey() {
    yield probe('error', 'GET /v1/charges', { headers: { authorization: 'Bearer sk_test_stolen' } });
  },
];

const RARE_ERRORS: readonly Scenario[] = [
  function* currency() {
    yield probe('error', 'POST /v1/charges', { known: false, body: form({ amount: '1000', currency: 'xxx' }) });
  },
  function* unknownParameter({ random }) {
    const c = cold(random.pick(CUSTOMERS));
    yield probe('error', 'POST /v1/customers/{c}', { known: false, slots: { c }, body: form({ nickname: 'Bo' }) });
    yield getCustomer(c);
  },
  function* hugeLimit() {
    yield probe('error', 'GET /v1/charges', { known: false, query: { limit: '1000' } });
  },
  function* poorCard({ random }) {
    const c = cold(random.pick(CUSTOMERS));
    yield probe('error', 'POST /v1/charges', {
      known: false,
      slots: { c },
      body: form({
        amount: '4200',
        currency: 'eur',
        customer: { $slot: 'c' },
        source: 'tok_chargeDeclinedInsufficientFunds',
      }),
    });
  },
  function* refundNothing() {
    yield probe('error', 'POST /v1/refunds', { known: false, body: form({ amount: '100' }) });
    yield probe('error', 'POST /v1/refunds', { known: false, body: form({ charge: 'ch_nothing' }) });
  },
  function* editDeleted({ fresh }) {
    const c = fresh('customer');
    yield probe('write', 'POST /v1/customers', {
      slots: { c },
      creates: '/v1/customers/{c}',
      bind: idOf(c),
      body: form({ name: 'Short Lived' }),
    });
    yield probe('write', 'DELETE /v1/customers/{c}', { slots: { c } });
    yield getCustomer(c);
    yield probe('error', 'POST /v1/customers/{c}', { known: false, slots: { c }, body: form({ name: 'Back' }) });
  },
  function* badAfter() {
    yield probe('error', 'GET /v1/customers', { known: false, query: { starting_after: 'cus_nowhere' } });
  },
  function* deleteCharge({ random }) {
    const h = cold(random.pick(ALL_COLD));
    yield probe('error', 'DELETE /v1/charges/{h}', { known: false, slots: { h } });
    yield getCharge(h);
  },
];

export function payProbes(seed: number): ProbeSource {
  return createProbeSource(seed, { writes: WRITES, pages: PAGES, errors: ERRORS, rareErrors: RARE_ERRORS });
}
