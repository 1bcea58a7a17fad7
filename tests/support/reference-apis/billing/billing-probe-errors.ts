import type { ProbeDraft } from '../define-probe.ts';
import type { Scenario } from '../probe-source.ts';
import type { SlotRef } from '../probe.ts';
import {
  act,
  attach,
  card,
  cold,
  COLD_CUSTOMERS,
  COLD_INVOICES,
  COLD_SUBSCRIPTIONS,
  customerPath,
  draft,
  form,
  getCustomer,
  getInvoice,
  getSubscription,
  invoicePath,
  item,
  known,
  newCustomer,
  newMethod,
  ONE_TIME,
  PLANS,
  probe,
  SEED,
  slot,
  subscribe,
  subscriptionPath,
} from './billing-probe-kit.ts';

const CANCELED = COLD_SUBSCRIPTIONS.filter(({ status }) => status === 'canceled');
const PAID = COLD_INVOICES.filter(({ status }) => status === 'paid');
const EUROS = [...SEED.prices.values()].filter(({ currency, recurring }) => currency === 'eur' && recurring !== null);

/** The refused twin of a write. */
const refused = (write: ProbeDraft, isKnown = true): ProbeDraft => ({
  ...write,
  class: 'error',
  known: isKnown,
  bind: [],
  untouched: false,
  shows: undefined,
  entity: undefined,
});
const post = (
  target: string,
  slots: Readonly<Record<string, SlotRef>>,
  fields: Parameters<typeof form>[0],
): ProbeDraft => probe('error', `POST ${target}`, { slots, body: form(fields) });
const rare = (write: ProbeDraft): ProbeDraft => ({ ...write, known: false });

export const BILLING_ERRORS: readonly Scenario[] = [
  function* unknownIds({ random }) {
    yield probe('error', `GET ${customerPath}`, { slots: { c: known(`cus_${random.text(14)}`) } });
    yield probe('error', `GET ${invoicePath}`, { slots: { i: known(`in_${random.text(24)}`) } });
    yield probe('error', `GET ${subscriptionPath}`, { slots: { s: known(`sub_${random.text(24)}`) } });
  },
  function* typo() {
    yield post('/v1/customers', {}, { nmae: 'x' });
  },
  function* withoutItems({ random }) {
    const c = cold(random.pick(COLD_CUSTOMERS).id);
    yield post('/v1/subscriptions', { c }, { customer: slot('c') });
    yield post('/v1/subscriptions', { c }, { customer: slot('c'), 'items[0][price]': `price_${random.text(24)}` });
    yield post('/v1/invoiceitems', { c }, { customer: slot('c'), amount: '9.99', currency: 'usd' });
  },
  function* noCard(context) {
    const [c, s] = [context.fresh('customer'), context.fresh('subscription')];
    yield newCustomer(context, c);
    yield refused(subscribe(s, c, context.random.pick(PLANS).id));
    yield probe('filter', 'GET /v1/subscriptions', { slots: { c }, query: { customer: slot('c') } });
  },
  function* declined(context) {
    const { fresh, random } = context;
    const [c, m, s] = [fresh('customer'), fresh('method'), fresh('subscription')];
    yield newCustomer(context, c);
    yield newMethod(m, 'tok_chargeDeclined');
    yield refused(attach(m, c));
    yield probe('read-item', 'GET /v1/payment_methods/{m}', { slots: { m } });
    yield* card(context, c, random.pick(['tok_chargeCustomerFail', 'tok_insufficientFunds']));
    yield refused(subscribe(s, c, random.pick(PLANS).id));
    yield getCustomer(c);
  },
  function* paidTwice({ random }) {
    const i = cold(random.pick(PAID).id);
    yield refused(act('pay', i));
    yield refused(act('finalize', i));
    yield post(invoicePath, { i }, { description: 'Too late' });
    yield getInvoice(i);
  },
  function* nothingToInvoice(context) {
    const [c, i] = [context.fresh('customer'), context.fresh('invoice')];
    yield newCustomer(context, c);
    yield draft(i, c);
    yield refused(act('finalize', i));
    yield getInvoice(i);
  },
  function* canceled({ random }) {
    const s = cold(random.pick(CANCELED).id);
    yield post(subscriptionPath, { s }, { description: 'again' });
    yield probe('error', `DELETE ${subscriptionPath}`, { slots: { s } });
    yield getSubscription(s);
  },
  function* gone(context) {
    const c = context.fresh('customer');
    yield newCustomer(context, c);
    yield probe('write', `DELETE ${customerPath}`, { slots: { c } });
    yield post(customerPath, { c }, { name: 'Ghost' });
    yield probe('error', `DELETE ${customerPath}`, { slots: { c } });
    yield post('/v1/invoices', { c }, { customer: slot('c') });
    yield probe('list', 'GET /v1/customers', { query: { limit: '2' } });
  },
  function* badAddress({ random }) {
    const c = cold(random.pick(COLD_CUSTOMERS).id);
    yield post(customerPath, { c }, { email: random.pick(['nobody', 'a@b']) });
    yield getCustomer(c);
  },
  function* badQuery() {
    yield probe('error', 'GET /v1/invoices', { query: { status: 'overdue' } });
    yield probe('error', 'GET /v1/customers', { query: { limit: '3', 'expand[]': 'data.nothing' } });
  },
  function* reusedKey(context) {
    const c = context.fresh('customer');
    const key = ['idempotency-key', `reused-${context.random.text(8)}`] as const;
    const made = newCustomer(context, c);
    const again = newCustomer(context, c);
    yield { ...made, headers: [...made.headers, key] };
    yield refused({ ...again, headers: [...again.headers, key] });
    yield getCustomer(c);
  },
  function* voidPaid(context) {
    const [c, i, x] = [context.fresh('customer'), context.fresh('invoice'), context.fresh('item')];
    yield newCustomer(context, c);
    yield item(x, c, { amount: '7000', currency: 'usd' });
    yield draft(i, c);
    yield act('finalize', i);
    yield act('pay', i, { paid_out_of_band: 'true' });
    yield getInvoice(i);
    yield refused(act('void', i));
    yield probe('error', `DELETE ${invoicePath}`, { slots: { i } });
    yield getInvoice(i);
  },
  function* voidDraft(context) {
    const [c, i] = [context.fresh('customer'), context.fresh('invoice')];
    yield newCustomer(context, c);
    yield draft(i, c);
    yield refused(act('void', i));
    yield refused(act('pay', i));
    yield getInvoice(i);
  },
];

export const BILLING_RARE_ERRORS: readonly Scenario[] = [
  function* noKey() {
    yield probe('error', 'GET /v1/customers', { known: false, headers: { authorization: '' } });
    yield probe('error', 'GET /v1/customers', {
      known: false,
      headers: { authorization: 'Basic cmtfdGVzdF93cm9uZzo=' },
    });
  },
  function* otherCurrency({ random }) {
    const [one] = COLD_SUBSCRIPTIONS.filter(({ currency }) => currency === 'usd');
    yield rare(
      post(
        '/v1/subscriptions',
        { c: cold(one?.customer ?? '') },
        {
          customer: slot('c'),
          'items[0][price]': random.pick(EUROS).id,
          trial_period_days: '7',
        },
      ),
    );
  },
  function* badAmounts({ random }) {
    const c = cold(random.pick(COLD_CUSTOMERS).id);
    yield rare(
      post('/v1/prices', {}, { product: [...SEED.products.keys()][0] ?? '', currency: 'usd', unit_amount: '-5' }),
    );
    yield rare(
      post('/v1/prices', {}, { product: [...SEED.products.keys()][0] ?? '', currency: 'xyz', unit_amount: '5' }),
    );
    yield rare(post('/v1/invoiceitems', { c }, { customer: slot('c'), currency: 'usd' }));
  },
  function* editPaidItems({ random }) {
    const paid = random.pick(PAID);
    const [i, c] = [cold(paid.id), cold(paid.customer)];
    yield rare(
      post('/v1/invoiceitems', { i, c }, { customer: slot('c'), invoice: slot('i'), amount: '100', currency: 'usd' }),
    );
    yield getInvoice(i);
  },
  function* attachedElsewhere(context) {
    const { fresh } = context;
    const [c, d, m] = [fresh('customer'), fresh('customer'), fresh('method')];
    yield newCustomer(context, c);
    yield newCustomer(context, d);
    yield newMethod(m, 'tok_visa');
    yield attach(m, c);
    yield refused(attach(m, d), false);
    yield probe('read-item', 'GET /v1/payment_methods/{m}', { slots: { m } });
  },
  function* badLimits({ random }) {
    yield probe('error', 'GET /v1/invoices', { known: false, query: { limit: random.pick(['0', '101']) } });
    yield probe('error', 'GET /v1/invoices', { known: false, query: { starting_after: `in_${random.text(24)}` } });
  },
  function* badSearch() {
    yield probe('error', 'GET /v1/customers/search', { known: false, query: { query: 'email=foo' } });
    yield probe('error', 'GET /v1/customers/search', { known: false });
  },
  function* wrongItem({ random }) {
    const live = COLD_SUBSCRIPTIONS.filter(({ status }) => status !== 'canceled');
    const s = cold(random.pick(live).id);
    yield rare(post(subscriptionPath, { s }, { 'items[0][id]': 'si_AAAAAAAAAAAAAA', 'items[0][quantity]': '2' }));
    yield getSubscription(s);
  },
  function* notACustomersCard(context) {
    const { fresh } = context;
    const [c, m] = [fresh('customer'), fresh('method')];
    yield newCustomer(context, c);
    yield newMethod(m, 'tok_visa');
    yield rare(post(customerPath, { c, m }, { 'invoice_settings[default_payment_method]': slot('m') }));
    yield getCustomer(c);
  },
  function* wrongKindOfPrice({ random }) {
    const c = cold(random.pick(COLD_CUSTOMERS).id);
    yield rare(post('/v1/subscriptions', { c }, { customer: slot('c'), 'items[0][price]': random.pick(ONE_TIME).id }));
    yield rare(post('/v1/invoiceitems', { c }, { customer: slot('c'), price: random.pick(PLANS).id }));
  },
];
